export { FIELD } from './field.js'
export { KIND } from './kind.js'
export { nameTagOf, packTags, TAG_BITS, type Tags } from './tags.js'
export { MOST_NAMES_PER_ADDRESS } from './hubs.js'
export {
  decodeEvidence,
  encodeEvidence,
  ENTRY_BYTES,
  TOKEN_BYTES,
  type EvidenceToken,
} from './encoding.js'
export { RecordSet, type LinkRecord } from './record-set.js'
export { linkRecords, linkSet, type Linked } from './link.js'
export { EVIDENCE_RULES_VERSION } from './tiers.js'
export { coverage, mixedPerMillion, scorePairs, type PairScore } from './score.js'
export { scoreClusters, type ClusterScore } from './evaluation.js'
