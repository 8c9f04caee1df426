import { hash, randomBytes } from 'node:crypto'
import { HmacKey, sha256 } from '../crypto/hash.js'
import { itemText } from './item-text.js'

const SALT_BYTES = 32

/**
 * The salts of a batch's items, 32 bytes each: one hides an item in its leaf, the other its customer
 * reference inside the item, and leaves the hub only together with that reference.
 *
 * With a nonce the creditor can compute them again from its own copy: HMAC-SHA-256 under the nonce
 * over `item` or `reference` and the index as four bytes, big-endian. Without one a random key stands
 * in its place, which is forgotten, and only the envelopes hold the salts.
 */
export class ItemSalts {
  readonly #key: HmacKey

  /** @param nonce 32 bytes, or `undefined`. */
  constructor(nonce: Buffer | undefined) {
    this.#key = new HmacKey(nonce ?? randomBytes(SALT_BYTES))
  }

  /** The salt of an item, the same each time. */
  item(index: number): Buffer {
    ITEM.writeUInt32BE(index, ITEM.length - 4)
    return this.#key.digest(ITEM)
  }

  /** The salt of its customer reference, the same each time. */
  reference(index: number): Buffer {
    REFERENCE.writeUInt32BE(index, REFERENCE.length - 4)
    return this.#key.digest(REFERENCE)
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
export function committedText(item: object, index: number, salts: ItemSalts): string {
  const reference = (item as { customerReference?: unknown }).customerReference
  if (typeof reference !== 'string') return itemText(item, reference)
  return itemText(item, referenceCommitment(reference, salts.reference(index)))
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
