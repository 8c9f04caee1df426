export { activityRegister, type RegisteredActivity } from './processing.js'
export { registersFor, type DestructionProof, type Registers } from './service.js'
