// Compact JWE (RFC 7516) with the keys of the browser (WebCrypto): the few forms that the hub and its
// municipalities use, and nothing that a message could choose beside them.
import { fromBase64url, joined, sha256, textOf, toBase64url, utf8 } from './bytes.js'

/** Rounds of PBKDF2-HMAC-SHA-512 in a backup; the same as the command line writes. */
const ROUNDS = 600_000
const BACKUP = 'PBES2-HS512+A256KW'
const GCM = { name: 'AES-GCM', length: 256 }
const EC = { name: 'ECDH', namedCurve: 'P-256' }
const RSA = { name: 'RSA-OAEP', hash: 'SHA-256' }

/** @typedef {{ kty: string, crv?: string, x?: string, y?: string, n?: string, e?: string }} PublicJwk */

/**
 * @param {string} jwe
 */
export function split(jwe) {
  const [encoded = '', key = '', iv = '', content = '', tag = '', ...rest] = jwe.split('.')
  if (rest.length > 0 || tag === '') throw new Error('not a compact JWE')
  return {
    header: /** @type {Record<string, unknown>} */ (JSON.parse(textOf(fromBase64url(encoded)))),
    aad: utf8(encoded),
    encryptedKey: fromBase64url(key),
    iv: fromBase64url(iv),
    sealed: joined(fromBase64url(content), fromBase64url(tag)),
  }
}

/**
 * @param {ReturnType<typeof split>} parts @param {CryptoKey} contentKey
 */
async function decrypted({ aad, iv, sealed }, contentKey) {
  const algorithm = { name: 'AES-GCM', iv, additionalData: aad }
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, contentKey, sealed))
}

/**
 * Opens an envelope under its delivery key, and only when it says on its outside what is expected.
 *
 * @param {CryptoKey} deliveryKey @param {string} jwe @param {Readonly<Record<string, string>>} expected
 */
export async function openUnder(deliveryKey, jwe, expected) {
  const parts = split(jwe)
  const { alg, enc } = parts.header
  const isExpected = Object.entries(expected).every(([name, value]) => parts.header[name] === value)
  if (alg !== 'A256KW' || enc !== 'A256GCM' || !isExpected) throw new Error('not this envelope')
  const contentKey = await crypto.subtle.unwrapKey(
    'raw',
    parts.encryptedKey,
    deliveryKey,
    'AES-KW',
    GCM,
    false,
    ['decrypt'],
  )
  return decrypted(parts, contentKey)
}

/**
 * Opens what was sealed for a key pair of ours.
 *
 * @param {CryptoKey} privateKey @param {string} jwe @param {string} contentType
 */
export async function openFor(privateKey, jwe, contentType) {
  const parts = split(jwe)
  const { alg, enc, cty, epk } = parts.header
  if (enc !== 'A256GCM' || cty !== contentType) throw new Error('not what was asked for')
  if (alg === 'RSA-OAEP-256') {
    const key = await crypto.subtle.unwrapKey(
      'raw',
      parts.encryptedKey,
      privateKey,
      RSA,
      GCM,
      false,
      ['decrypt'],
    )
    return decrypted(parts, key)
  }
  if (alg !== 'ECDH-ES+A256KW') throw new Error('an algorithm that is not used here')
  const wrapping = await agreedKey(privateKey, /** @type {PublicJwk} */ (epk), 'unwrapKey')
  const { encryptedKey } = parts
  const key = await crypto.subtle.unwrapKey('raw', encryptedKey, wrapping, 'AES-KW', GCM, false, [
    'decrypt',
  ])
  return decrypted(parts, key)
}

/**
 * Seals a content for a public key, as the hub does.
 *
 * @param {PublicJwk} jwk @param {string} kid @param {string} contentType
 * @param {Uint8Array<ArrayBuffer>} content
 */
export async function sealFor(jwk, kid, contentType, content) {
  const contentKey = await crypto.subtle.generateKey(GCM, true, ['encrypt'])
  const common = { enc: 'A256GCM', kid, cty: contentType }
  if (jwk.kty === 'RSA') {
    const key = await crypto.subtle.importKey('jwk', bare(jwk), RSA, false, ['wrapKey'])
    const wrapped = await crypto.subtle.wrapKey('raw', contentKey, key, RSA)
    return sealed({ alg: 'RSA-OAEP-256', ...common }, wrapped, contentKey, content)
  }
  const pair = await crypto.subtle.generateKey(EC, true, ['deriveBits'])
  const wrapping = await agreedKey(pair.privateKey, jwk, 'wrapKey')
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const wrapped = await crypto.subtle.wrapKey('raw', contentKey, wrapping, 'AES-KW')
  const header = { alg: 'ECDH-ES+A256KW', ...common, epk: { kty: 'EC', crv: 'P-256', x, y } }
  return sealed(header, wrapped, contentKey, content)
}

/**
 * Seals an envelope under a delivery key, as the hub does at intake.
 *
 * @param {CryptoKey} deliveryKey @param {Readonly<Record<string, string>>} outside
 * @param {Uint8Array<ArrayBuffer>} content
 */
export async function sealUnder(deliveryKey, outside, content) {
  const contentKey = await crypto.subtle.generateKey(GCM, true, ['encrypt'])
  const wrapped = await crypto.subtle.wrapKey('raw', contentKey, deliveryKey, 'AES-KW')
  return sealed({ alg: 'A256KW', enc: 'A256GCM', ...outside }, wrapped, contentKey, content)
}

/**
 * A private key under a passphrase (RFC 7518, section 4.8), as `keygen` of the command line writes it.
 *
 * @param {object} jwk @param {string} passphrase
 */
export async function backUp(jwk, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const wrapping = await passphraseKey(passphrase, salt, 'wrapKey')
  const contentKey = await crypto.subtle.generateKey(GCM, true, ['encrypt'])
  const wrapped = await crypto.subtle.wrapKey('raw', contentKey, wrapping, 'AES-KW')
  const p2s = toBase64url(salt)
  const header = { alg: BACKUP, enc: 'A256GCM', cty: 'jwk+json', p2c: ROUNDS, p2s }
  return sealed(header, wrapped, contentKey, utf8(JSON.stringify(jwk)))
}

/**
 * @param {string} text @param {string} passphrase
 * @returns {Promise<JsonWebKey>}
 */
export async function restore(text, passphrase) {
  const parts = split(text.trim())
  const { alg, enc, p2c, p2s } = parts.header
  // A file that asks for more rounds would keep the browser busy for ever.
  if (alg !== BACKUP || enc !== 'A256GCM' || !(Number(p2c) >= 1000 && Number(p2c) <= ROUNDS)) {
    throw new Error('not a backup')
  }
  const salt = fromBase64url(String(p2s))
  const wrapping = await passphraseKey(passphrase, salt, 'unwrapKey', Number(p2c))
  const { encryptedKey } = parts
  const key = await crypto.subtle.unwrapKey('raw', encryptedKey, wrapping, 'AES-KW', GCM, false, [
    'decrypt',
  ])
  return JSON.parse(textOf(await decrypted(parts, key)))
}

/**
 * @param {object} header @param {ArrayBuffer} wrapped @param {CryptoKey} contentKey
 * @param {Uint8Array<ArrayBuffer>} content
 */
async function sealed(header, wrapped, contentKey, content) {
  const encoded = toBase64url(utf8(JSON.stringify(header)))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(encoded) }
  const bytes = new Uint8Array(await crypto.subtle.encrypt(algorithm, contentKey, content))
  const [text, tag] = [bytes.subarray(0, -16), bytes.subarray(-16)]
  const parts = [new Uint8Array(wrapped), iv, text, tag].map(toBase64url)
  return [encoded, ...parts].join('.')
}

/**
 * The key that two halves agree on: Concat KDF of RFC 7518, section 4.6.2, without party information.
 *
 * @param {CryptoKey} privateKey @param {PublicJwk} jwk @param {'wrapKey' | 'unwrapKey'} usage
 */
async function agreedKey(privateKey, jwk, usage) {
  const publicKey = await crypto.subtle.importKey('jwk', bare(jwk), EC, false, [])
  const shared = await crypto.subtle.deriveBits(
    { name: 'ECDH', public: publicKey },
    privateKey,
    256,
  )
  const name = utf8('ECDH-ES+A256KW')
  const input = [uint32(1), new Uint8Array(shared), uint32(name.length), name]
  const secret = await sha256(joined(...input, uint32(0), uint32(0), uint32(256)))
  return crypto.subtle.importKey('raw', secret, 'AES-KW', false, [usage])
}

/**
 * @param {string} passphrase @param {Uint8Array} salt @param {'wrapKey' | 'unwrapKey'} usage
 */
async function passphraseKey(passphrase, salt, usage, iterations = ROUNDS) {
  const typed = utf8(passphrase.normalize('NFC'))
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  const algorithm = {
    name: 'PBKDF2',
    hash: 'SHA-512',
    iterations,
    salt: joined(utf8(BACKUP), new Uint8Array(1), salt),
  }
  return crypto.subtle.deriveKey(algorithm, base, { name: 'AES-KW', length: 256 }, false, [usage])
}

/**
 * The public members alone: whatever else a document says about a key is not for this use of it.
 *
 * @param {PublicJwk} jwk
 * @returns {JsonWebKey}
 */
function bare({ kty, crv, x, y, n, e }) {
  return kty === 'RSA'
    ? { kty, ...(n && { n }), ...(e && { e }) }
    : { kty, ...(crv && { crv }), ...(x && { x }), ...(y && { y }) }
}

/** @param {number} value */
function uint32(value) {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
