export type { Person, PersonAddress, Resident } from './person.js'
export { normaliseResident, NORMALISER_VERSION, type NormalResident } from './resident.js'
export {
  dateKey,
  hasDwelling,
  nameKey,
  presenceOf,
  writeEvidence,
  type EvidenceSink,
} from './evidence.js'
export { KeyedTokens, type KeyedEvidence, type SubjectPair } from './pseudonym.js'
export { PlainTokens } from './plain-tokens.js'
