export {
  addCertificate,
  addParty,
  assertTakesPart,
  taken,
  unknown,
  type NewParty,
} from './adding/service.js'
export {
  change,
  consult,
  endParty,
  list,
  recordChange,
  registerCertificate,
  registerOfficer,
  registerParty,
  revokeCertificate,
  type ChangeObjects,
  type Operator,
  type RegistryContext,
} from './service.js'
export {
  keepBroughtReport,
  recordConformance,
  type BroughtReport,
  type CheckedReport,
} from './conformance/service.js'
export { revokeListed } from './revocation/service.js'
export { SigningLists } from './signing-lists/service.js'
export { assertNotTakenBack, assertTrusted } from './trust/service.js'
export {
  selectCertificates,
  selectParties,
  type CertificateListRow,
  type NewCertificate,
  type PartyRow,
  type RoleRow,
} from './store.js'
