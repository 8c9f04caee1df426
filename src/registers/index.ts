export { attestHubKey, noteHubKeys } from './hub-keys/service.js'
export type { RegisteredKey } from './keys.js'
export { activityRegister, type RegisteredActivity } from './processing.js'
export { listKeyRegister, registersFor, type DestructionProof, type Registers } from './service.js'
