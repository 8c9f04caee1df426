export { exportEvidence, keepRevocationLists, type EvidenceRecord } from './service.js'
