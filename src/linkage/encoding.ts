/** Bytes of a stored token, and of one entry: kind code and token. */
export const TOKEN_BYTES = 16
export const ENTRY_BYTES = 1 + TOKEN_BYTES

/** One token of a record. */
export interface EvidenceToken {
  readonly kind: number
  /** `TOKEN_BYTES` bytes. */
  readonly token: Buffer
}

/** The stored form of a record's evidence: one byte of kind and sixteen of token, repeated. */
export function encodeEvidence(tokens: readonly EvidenceToken[]): Buffer {
  const bytes = Buffer.allocUnsafe(tokens.length * ENTRY_BYTES)
  tokens.forEach(({ kind, token }, index) => {
    bytes[index * ENTRY_BYTES] = kind
    token.copy(bytes, index * ENTRY_BYTES + 1, 0, TOKEN_BYTES)
  })
  return bytes
}

/**
 * @throws {RangeError} When the length is no multiple of an entry. The hub wrote the bytes itself, so
 *   this means a damaged row.
 */
export function decodeEvidence(bytes: Buffer): readonly EvidenceToken[] {
  if (bytes.length % ENTRY_BYTES !== 0) throw new RangeError('evidence of a broken length')
  const tokens: EvidenceToken[] = []
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    tokens.push({ kind: bytes[at]!, token: bytes.subarray(at + 1, at + ENTRY_BYTES) })
  }
  return tokens
}
