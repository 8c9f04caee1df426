/**
 * A UUID from the first 16 bytes of a keyed digest, in the shape of version 4: nobody without the
 * key can tell it from a random one, and equal households get equal ids in every run.
 *
 * @param digest At least 16 bytes.
 */
export function caseIdOf(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = 0x40 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
