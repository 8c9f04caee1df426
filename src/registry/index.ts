export {
  assertTakesPart,
  change,
  consult,
  endParty,
  recordChange,
  registerCertificate,
  registerOfficer,
  registerParty,
  revokeCertificate,
  taken,
  unknown,
  type ChangeObjects,
  type NewParty,
  type Operator,
  type RegistryContext,
} from './service.js'
export {
  selectCertificates,
  selectParties,
  type CertificateListRow,
  type PartyRow,
  type RoleRow,
} from './store.js'
