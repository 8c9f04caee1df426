export {
  exportEvidence,
  keepRevocationLists,
  type EvidenceRecord,
  type ForgottenReceipt,
} from './service.js'
