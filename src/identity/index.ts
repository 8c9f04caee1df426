export type { Person, PersonAddress, Resident } from './person.js'
export { normaliseResident, NORMALISER_VERSION, type NormalResident } from './resident.js'
export type { EvidenceSink } from './evidence-sink.js'
export { dateKey, hasDwelling, nameKey, presenceOf, writeEvidence } from './evidence.js'
export { KeyedTokens, type KeyedEvidence, type SubjectPair } from './pseudonym.js'
export { PlainTokens } from './plain-tokens.js'
export { CustomerPseudonyms } from './customer-pseudonyms.js'
export { suspectsBusiness } from './business-name.js'
export { isFictitious } from './fictitious.js'
export { EPOCH_MONTHS, KeyRing, OVERLAP_MONTHS, type Epoch, type LogSubjectYear } from './keys.js'
export {
  Protector,
  type EpochPseudonyms,
  type Protected,
  type ToProtect,
  type UsedDeliveryKey,
} from './protect.js'
export { apartMarksOf } from './apart.js'
export { logSubjectsOf } from './log-subjects.js'
export { rightsSubjectOf, rightsTokensOf, type RightsSubject } from './rights-subjects.js'
export { SecretFileError } from './secret-file.js'
export {
  endDueKeys,
  endEpoch,
  endLogSubjectYear,
  ensureKeys,
  KeyInUseError,
  loadKeyRing,
  type KeyEvent,
  type LogKeyEvent,
} from './service.js'
export { selectEpochs, selectSecretFates, type SecretFate } from './store.js'
