import { hash, hkdfSync, timingSafeEqual } from 'node:crypto'

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

/** SHA-256 of bytes, or of a text as UTF-8; 32 bytes. */
export function sha256(data: Buffer | string): Buffer {
  // Tried on Node 20: a text of 32 one-byte characters costs a quarter of a Buffer.
  return Buffer.from(hash('sha256', data, 'binary'), 'latin1')
}

/**
 * HMAC-SHA-256 (RFC 2104) under one key, for very many short messages.
 *
 * `createHmac` builds an object per call; two one-shot hashes over a prepared block cost less than
 * half of that. The working memory is reused and never wiped: it holds the last message until the
 * next call.
 */
export class HmacKey {
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c)
  #inner: Buffer = Buffer.alloc(1024, 0x36)
  /** Views of `#inner` by length of message, since making one costs as much as hashing a block. */
  #views: Buffer[] = []

  /** @param key At least 32 bytes; the caller may wipe it afterwards. */
  constructor(key: Buffer) {
    if (key.length < DIGEST_BYTES) throw new RangeError('an HMAC key has at least 32 bytes')
    const block = key.length > BLOCK_BYTES ? sha256(key) : key
    for (let at = 0; at < block.length; at++) {
      this.#outer[at] = 0x5c ^ block[at]!
      this.#inner[at] = 0x36 ^ block[at]!
    }
  }

  /** The 32-byte code of a message; a text counts as its UTF-8 bytes. */
  digest(message: Buffer | string): Buffer {
    const length =
      typeof message === 'string' ? this.#writeText(message) : this.#writeBytes(message)
    const inner = hash('sha256', this.#inner.subarray(0, BLOCK_BYTES + length), 'binary')
    this.#outer.write(inner, BLOCK_BYTES, 'latin1')
    return sha256(this.#outer)
  }

  /**
   * The code of an ASCII message as a latin-1 text of 32 characters: the form that costs least, half
   * of `digest`. Write it with `buffer.write(code, at, length, 'latin1')`.
   */
  asciiDigest(message: string): string {
    const length = message.length
    this.#reserve(length)
    this.#inner.write(message, BLOCK_BYTES, length, 'latin1')
    const view = (this.#views[length] ??= this.#inner.subarray(0, BLOCK_BYTES + length))
    this.#outer.write(hash('sha256', view, 'binary'), BLOCK_BYTES, DIGEST_BYTES, 'latin1')
    return hash('sha256', this.#outer, 'binary')
  }

  #writeText(text: string): number {
    // UTF-8 needs at most three bytes per UTF-16 code unit.
    this.#reserve(text.length * 3)
    return this.#inner.write(text, BLOCK_BYTES, 'utf8')
  }

  #writeBytes(bytes: Buffer): number {
    this.#reserve(bytes.length)
    return bytes.copy(this.#inner, BLOCK_BYTES)
  }

  #reserve(length: number): void {
    if (this.#inner.length >= BLOCK_BYTES + length) return
    const larger = Buffer.alloc(BLOCK_BYTES + length * 2)
    this.#inner.copy(larger, 0, 0, BLOCK_BYTES)
    this.#inner = larger
    this.#views = []
  }
}

/**
 * One key derived from a secret (HKDF-SHA-256, RFC 5869, no salt).
 *
 * @param label What the key is for; different labels give unrelated keys.
 * @returns `length` bytes, 32 unless told.
 */
export function deriveKey(secret: Buffer, label: string, length = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', label, length))
}

/** Whether two byte strings are equal, in a time that depends on their lengths only. */
export function equalInConstantTime(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Decodes base64url without padding (RFC 7515 §2), accepting one spelling per value only: Node's own
 * decoder takes padding, the other alphabet, white space and stray bits, so that many texts would
 * stand for the same bytes.
 *
 * @returns The bytes, or `undefined` when the text is not the canonical one.
 */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
