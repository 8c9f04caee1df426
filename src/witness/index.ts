export { askWitness, type Asked, type WitnessTransport } from './ask.js'
export { originHash, WitnessMemory } from './memory.js'
export { formatAddCheckpoint, parseAddCheckpoint, type AddCheckpoint } from './message.js'
export {
  cosignersOf,
  meetsQuorum,
  parsePolicy,
  PolicyError,
  type KnownWitness,
  type WitnessPolicy,
} from './policy.js'
export { serveWitness, type ServedWitness, type WitnessListen } from './server.js'
export { withLines, Witness, type WitnessAnswer, type WitnessOptions } from './witness.js'
