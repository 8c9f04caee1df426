export {
  compileLegalBases,
  referenceOf,
  RESTRICTED_FIELDS,
  type AllowedField,
  type Claim,
  type LegalBases,
  type LegalBasis,
  type Refusal,
  type RefusalCode,
  type RestrictedField,
  type Verdict,
} from './rule.js'
export {
  loadLegalBases,
  loadShippedBases,
  registerLegalBasis,
  type LoadedBases,
} from './service.js'
export {
  completeShipped,
  SHIPPED,
  type Completion,
  type Confidence,
  type ShippedBasis,
} from './shipped.js'
export { selectLegalBases } from './store.js'
