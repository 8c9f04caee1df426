import {
  constants,
  createECDH,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { sha256 } from './hash.js'
import {
  decryptContent,
  encodeHeader,
  encryptContent,
  splitEnvelope,
  unreadable,
  unwrapKey,
  wrapKey,
} from './jwe-form.js'
import { thumbprint, type SealingAlgorithm, type SealingKey } from './jwk.js'

const KEY_BYTES = 32

/**
 * Encrypts a short content for a registered key, as compact JWE (RFC 7516).
 *
 * @param contentType Written as `cty` into the authenticated header. Kinds of content never share
 *   one, so that nobody who opens one kind can be made to open another.
 */
export function encryptFor(recipient: SealingKey, contentType: string, content: Buffer): string {
  const contentKey = randomBytes(KEY_BYTES)
  const common = { alg: recipient.alg, enc: 'A256GCM', kid: recipient.kid, cty: contentType }
  if (recipient.alg === 'RSA-OAEP-256') {
    const wrapped = publicEncrypt(withOaep(recipient.publicKey), contentKey)
    return encryptContent(encodeHeader(common), wrapped, contentKey, randomBytes(12), content)
  }
  // Raw points: an ephemeral key as an object would cost more, and see `newEcKeyPair` for its trap.
  const ephemeral = createECDH('prime256v1')
  const point = ephemeral.generateKeys()
  const shared = ephemeral.computeSecret(pointOf(recipient.jwk))
  const epk = { kty: 'EC', crv: 'P-256', x: coordinate(point, 0), y: coordinate(point, 1) }
  const wrapped = wrapKey(createSecretKey(concatKdf(shared)), contentKey)
  const header = encodeHeader({ ...common, epk })
  return encryptContent(header, wrapped, contentKey, randomBytes(12), content)
}

/**
 * Opens what `encryptFor` made with the same content type.
 *
 * @throws {Error} For every reason why it does not open; callers answer with one refusal for all.
 */
export function decryptWith(privateKey: KeyObject, contentType: string, jwe: string): Buffer {
  const envelope = splitEnvelope(jwe)
  const { header } = envelope
  const own = createPublicKey(privateKey).export({ format: 'jwk' })
  const alg: SealingAlgorithm = own.kty === 'EC' ? 'ECDH-ES+A256KW' : 'RSA-OAEP-256'
  if (header['alg'] !== alg || header['kid'] !== thumbprint(own)) throw unreadable()
  if (header['cty'] !== contentType) throw unreadable()
  const contentKey =
    alg === 'RSA-OAEP-256'
      ? privateDecrypt(withOaep(privateKey), envelope.encryptedKey)
      : unwrapKey(agreedKey(header['epk'], privateKey), envelope.encryptedKey)
  return decryptContent(envelope, contentKey)
}

function agreedKey(epk: unknown, privateKey: KeyObject): KeyObject {
  const publicKey = createPublicKey({ key: epk as JsonWebKey, format: 'jwk' })
  return createSecretKey(concatKdf(diffieHellman({ privateKey, publicKey })))
}

/** The uncompressed point (SEC 1) of a public key on P-256. */
function pointOf({ x, y }: JsonWebKey): Buffer {
  return Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x!, 'base64url'),
    Buffer.from(y!, 'base64url'),
  ])
}

function coordinate(point: Buffer, which: 0 | 1): string {
  const start = 1 + which * KEY_BYTES
  return point.subarray(start, start + KEY_BYTES).toString('base64url')
}

function withOaep(key: KeyObject) {
  return { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
}

/** Concat KDF of RFC 7518 §4.6.2 for one 256-bit key, without party information. */
function concatKdf(shared: Buffer): Buffer {
  const algorithm = Buffer.from('ECDH-ES+A256KW', 'latin1')
  return sha256(
    Buffer.concat([
      uint32(1),
      shared,
      uint32(algorithm.length),
      algorithm,
      uint32(0),
      uint32(0),
      uint32(KEY_BYTES * 8),
    ]),
  )
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
