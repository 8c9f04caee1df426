export type { SignedCommand } from './command.js'
export { forgetCommands, isRepeat } from './service.js'
