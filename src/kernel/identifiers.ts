import { randomBytes, randomUUID } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a text is a UUID in its one canonical spelling (RFC 9562, lower case). */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** A random UUID (version 4), for identifiers that several parties see. */
export function randomId(): string {
  return randomUUID()
}

/**
 * A UUID from the first 16 bytes of a keyed digest, in the shape of version 4: nobody without the key
 * can tell it from a random one, and equal things get equal ids.
 *
 * @param digest At least 16 bytes.
 */
export function idFromDigest(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = 0x40 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * A UUID that sorts by time (RFC 9562, version 7), for transactions and batches of one owner.
 *
 * @param now The instant that the identifier carries, to the millisecond.
 */
export function timeOrderedId(now: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32]
    .map((end, index) => hex.slice([0, 8, 12, 16, 20][index], end))
    .join('-')
}
