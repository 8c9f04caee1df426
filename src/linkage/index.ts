export { FIELD } from './field.js'
export { KIND } from './kind.js'
export { packTags, TAG_BITS, type Tags } from './tags.js'
export {
  decodeEvidence,
  encodeEvidence,
  ENTRY_BYTES,
  TOKEN_BYTES,
  type EvidenceToken,
} from './encoding.js'
