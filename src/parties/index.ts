export {
  compileMandates,
  holdsOn,
  type Agency,
  type Authorisation,
  type Authoriser,
  type Delivery,
  type Mandate,
} from './authorisation.js'
export { fingerprintHex, type Caller, type KnownCertificate, type Trace } from './caller.js'
export {
  assertNumberFits,
  isIssuedId,
  isRole,
  issuedId,
  parseMunicipalityCode,
  parsePartyId,
  ROLES,
  type Controller,
  type MunicipalityCode,
  type PartyId,
  type Role,
} from './party.js'
export { checkCertificate, type CheckedCertificate, type Purpose } from './registration.js'
export {
  creditorsOf,
  findCertificate,
  findSigningKey,
  listMandates,
  loadAuthoriser,
  loadAuthoriserFor,
  loadControllers,
  loadMandates,
  loadMemberships,
  loadMunicipalities,
  namesOf,
  type MandateView,
  type PartyContext,
} from './service.js'
export { contactPlan, type PlannedContact } from './contact-plan.js'
export {
  BIN_ACTIONS,
  readTriageProfile,
  type BinCriteria,
  type ContactStep,
  type MatchKind,
  type TriageProfile,
  type TriageTerms,
  type Urgency,
  type WorkBin,
} from './triage-profile.js'
export { assertPersonal, isSamePerson } from './persons/service.js'
