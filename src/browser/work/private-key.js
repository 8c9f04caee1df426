// A private sealing key as the browser keeps it: usable here, and not to be read out again.
import { sha256, toBase64url, utf8 } from './bytes.js'
import { restore } from './jwe.js'

/** @typedef {{ id: string, key: CryptoKey }} KeptKey */

/**
 * RFC 7638 thumbprint: the name of a key everywhere.
 *
 * @param {JsonWebKey} jwk
 */
export async function thumbprint(jwk) {
  const { kty, crv, x, y, e, n } = jwk
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return toBase64url(await sha256(utf8(JSON.stringify(members))))
}

/**
 * @param {JsonWebKey} jwk
 * @returns {Promise<{ id: string, key: CryptoKey }>}
 */
export async function importPrivate(jwk) {
  const { kty, crv, x, y, d } = jwk
  const id = await thumbprint(jwk)
  if (kty === 'RSA') {
    const { alg: _alg, use: _use, key_ops: _operations, ...members } = jwk
    const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('jwk', members, algorithm, false, ['unwrapKey'])
    return { id, key }
  }
  if (kty !== 'EC' || crv !== 'P-256' || !x || !y || !d) throw new Error('not a sealing key')
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  const members = { kty, crv, x, y, d }
  const key = await crypto.subtle.importKey('jwk', members, algorithm, false, ['deriveBits'])
  return { id, key }
}

/**
 * Reads a key from a backup under its passphrase, or from a key file in clear.
 *
 * @param {string} text @param {string} passphrase
 */
export async function readKeyFile(text, passphrase) {
  const isJson = text.trimStart().startsWith('{')
  return importPrivate(isJson ? JSON.parse(text) : await restore(text, passphrase))
}

/** A fresh pair on P-256, extractable only long enough to be backed up. */
export async function newPrivateJwk() {
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['deriveBits'])
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const jwk = { kty, crv, x, y, d }
  return { ...jwk, kid: await thumbprint(/** @type {JsonWebKey} */ (jwk)) }
}
