import { hash, randomBytes } from 'node:crypto'
import { HmacKey, sha256 } from '../crypto/hash.js'
import { itemText } from './item-text.js'

const SALT_BYTES = 32

/** What hides one item in its leaf, and its customer reference inside the item. */
export interface ItemSalts {
  /** 32 bytes. */
  readonly item: Buffer
  /** 32 bytes; leaves the hub only together with the reference itself. */
  readonly reference: Buffer
}

/**
 * The salts of a batch's items.
 *
 * With a nonce the creditor can compute them again from its own copy: HMAC-SHA-256 under the nonce
 * over `item` or `reference` and the index as four bytes, big-endian. Without one a random key stands
 * in its place, which is forgotten, and only the envelopes hold the salts.
 *
 * @param nonce 32 bytes, or `undefined`.
 * @returns A function from an item's index to its salts, the same each time it is asked.
 */
export function saltsOf(nonce: Buffer | undefined): (index: number) => ItemSalts {
  const key = new HmacKey(nonce ?? randomBytes(SALT_BYTES))
  return (index) => {
    ITEM.writeUInt32BE(index, ITEM.length - 4)
    REFERENCE.writeUInt32BE(index, REFERENCE.length - 4)
    return { item: key.digest(ITEM), reference: key.digest(REFERENCE) }
  }
}

const ITEM = Buffer.from('item\0\0\0\0', 'latin1')
const REFERENCE = Buffer.from('reference\0\0\0\0', 'latin1')

/**
 * The text of an item that its digest covers: canonical (RFC 8785), with a customer reference
 * replaced by a commitment to it. So the reference can be kept from a municipality whose legal basis
 * does not name it, and the rest of the item still proves itself.
 *
 * @throws {TypeError} When the item holds text that no JSON can carry (a lone surrogate).
 */
export function committedText(item: object, referenceSalt: Buffer): string {
  const reference = (item as { customerReference?: unknown }).customerReference
  if (typeof reference !== 'string') return itemText(item)
  const customerReference = referenceCommitment(reference, referenceSalt)
  return itemText({ ...item, customerReference })
}

/** What stands for a customer reference: SHA-256 over its salt and its UTF-8 bytes, base64url. */
export function referenceCommitment(reference: string, salt: Buffer): string {
  return sha256(Buffer.concat([salt, Buffer.from(reference, 'utf8')])).toString('base64url')
}

/** Working memory of `itemDigest`, wiped after each use: it held a person. */
let salted = Buffer.alloc(4096)

/**
 * The salted digest of an item: SHA-256 over its salt and its committed text as UTF-8.
 *
 * @returns 32 bytes as latin-1 text.
 */
export function itemDigest(salt: Buffer, text: string): string {
  // UTF-8 needs at most three bytes per UTF-16 code unit.
  if (salted.length < SALT_BYTES + 3 * text.length) {
    salted = Buffer.alloc(SALT_BYTES + 4 * text.length)
  }
  salt.copy(salted)
  const end = SALT_BYTES + salted.write(text, SALT_BYTES, 'utf8')
  const digest = hash('sha256', salted.subarray(0, end), 'binary')
  salted.fill(0, SALT_BYTES, end)
  return digest
}
