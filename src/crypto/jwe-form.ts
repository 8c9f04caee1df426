import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { HubError } from '../kernel/errors.js'
import { hasRepeatedMember } from '../kernel/repeated-members.js'
import { decodeBase64url } from './hash.js'

/** A compact JWE taken apart (RFC 7516 §7.1), nothing decrypted yet. */
export interface EnvelopeParts {
  readonly header: Readonly<Record<string, unknown>>
  /** The header as it stands in the text: the additional authenticated data. */
  readonly encodedHeader: string
  readonly encryptedKey: Buffer
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

const IV_BYTES = 12
const TAG_BYTES = 16
/** The default initial value of AES key wrap (RFC 3394 §2.2.3.1). */
const KEY_WRAP_IV = Buffer.alloc(8, 0xa6)
/** Compression would tell lengths of what is inside; the others let the message steer the opener. */
const REFUSED = ['zip', 'crit', 'jku', 'jwk', 'x5u', 'x5c', 'p2c', 'p2s', 'apu', 'apv']

/** One refusal for every reason why an envelope does not open. */
export function unreadable(): HubError {
  return new HubError('envelope.unreadable', 'The envelope cannot be opened with this key.')
}

/** A protected header in base64url. */
export function encodeHeader(header: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(header), 'utf8').toString('base64url')
}

/** Encrypts content with A256GCM and writes the compact form. */
export function encryptContent(
  encodedHeader: string,
  encryptedKey: Buffer,
  contentKey: Buffer,
  iv: Buffer,
  content: Buffer | string,
): string {
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv)
  cipher.setAAD(Buffer.from(encodedHeader, 'latin1'))
  const ciphertext =
    typeof content === 'string' ? cipher.update(content, 'utf8') : cipher.update(content)
  cipher.final()
  const tag = cipher.getAuthTag()
  return `${encodedHeader}.${encryptedKey.toString('base64url')}.${iv.toString('base64url')}.${ciphertext.toString('base64url')}.${tag.toString('base64url')}`
}

/**
 * Takes a compact JWE apart and checks everything that is the same for all of ours.
 *
 * @throws {HubError} `envelope.unreadable`
 */
export function splitEnvelope(jwe: string): EnvelopeParts {
  const [encodedHeader, ...encoded] = jwe.split('.')
  const [encryptedKey, iv, ciphertext, tag] = encoded.map(decodeBase64url)
  const headerBytes = encodedHeader === undefined ? undefined : decodeBase64url(encodedHeader)
  if (encoded.length !== 4 || !headerBytes || !encryptedKey || !iv || !ciphertext || !tag) {
    throw unreadable()
  }
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) throw unreadable()
  const header = readHeader(headerBytes.toString('utf8'))
  return { header, encodedHeader: encodedHeader!, encryptedKey, iv, ciphertext, tag }
}

function readHeader(text: string): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch {
    throw unreadable()
  }
  if (typeof header !== 'object' || header === null || hasRepeatedMember(text)) throw unreadable()
  if (REFUSED.some((member) => Object.hasOwn(header, member))) throw unreadable()
  const members = header as Record<string, unknown>
  if (members['enc'] !== 'A256GCM') throw unreadable()
  return members
}

/** Decrypts the content; throws whatever OpenSSL throws, which callers replace by `unreadable()`. */
export function decryptContent(envelope: EnvelopeParts, contentKey: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', contentKey, envelope.iv, {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(envelope.encodedHeader, 'latin1'))
  decipher.setAuthTag(envelope.tag)
  return Buffer.concat([decipher.update(envelope.ciphertext), decipher.final()])
}

/** Wraps a content key (A256KW, RFC 3394); 8 bytes longer than the key. */
export function wrapKey(wrappingKey: KeyObject, contentKey: Buffer): Buffer {
  const cipher = createCipheriv('id-aes256-wrap', wrappingKey, KEY_WRAP_IV)
  return cipher.update(contentKey)
}

/** Unwraps a content key; throws when the wrapping key is another one. */
export function unwrapKey(wrappingKey: KeyObject, wrapped: Buffer): Buffer {
  const decipher = createDecipheriv('id-aes256-wrap', wrappingKey, KEY_WRAP_IV)
  return Buffer.concat([decipher.update(wrapped), decipher.final()])
}
