import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { canonicalText } from '../kernel/canonical.js'
import { HubError } from '../kernel/errors.js'
import { decodeBase64url, sha256 } from './hash.js'

/** How a delivery key may be wrapped for a municipality; fixed by the type of its key. */
export type SealingAlgorithm = 'ECDH-ES+A256KW' | 'RSA-OAEP-256'

/** A municipality's public key for sealing, checked and ready for use. */
export interface SealingKey {
  /** RFC 7638 thumbprint of the key. */
  readonly kid: string
  readonly alg: SealingAlgorithm
  readonly publicKey: KeyObject
  /** The public members and nothing else, as stored and announced. */
  readonly jwk: JsonWebKey
}

const REQUIRED: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['RSA', ['e', 'kty', 'n']],
  ['oct', ['k', 'kty']],
])

/**
 * The JWK thumbprint (RFC 7638): SHA-256 over the required members, base64url, 43 characters.
 *
 * @throws {TypeError} For a key type that RFC 7518 and RFC 8037 do not define.
 */
export function thumbprint(jwk: JsonWebKey): string {
  const members = REQUIRED.get(jwk.kty)
  if (members === undefined) throw new TypeError('unknown key type')
  const required = Object.fromEntries(members.map((member) => [member, jwk[member]]))
  return sha256(canonicalText(required)).toString('base64url')
}

const ALLOWED = new Set(['kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'use', 'kid', 'key_ops'])
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const RSA_BITS = { least: 3072, most: 8192 }

/**
 * Reads a sealing key as a municipality registers it: EC P-256, or RSA of 3072 to 8192 bits with the
 * usual exponent. Unknown members are refused rather than ignored, so that what was signed is what
 * is kept.
 *
 * @throws {HubError} `sealing_key.invalid`, with the reason.
 */
export function parseSealingKey(input: unknown): SealingKey {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalid('A sealing key is a JSON Web Key.')
  }
  const jwk = input as JsonWebKey
  if (PRIVATE.some((member) => member in jwk)) {
    throw invalid('The key holds private members. Treat it as compromised and make a new one.')
  }
  if (Object.keys(jwk).some((member) => !ALLOWED.has(member))) {
    throw invalid('The key holds members that a sealing key does not have.')
  }
  const alg = jwk.kty === 'EC' ? 'ECDH-ES+A256KW' : 'RSA-OAEP-256'
  if (jwk['alg'] !== undefined && jwk['alg'] !== alg) {
    throw invalid('The algorithm does not fit the type of key.')
  }
  if (jwk['use'] !== undefined && jwk['use'] !== 'enc') throw invalid('The key is not for sealing.')
  if (jwk['key_ops'] !== undefined && !isForSealing(jwk['key_ops'])) {
    throw invalid('The operations of the key are not those of a public sealing key.')
  }
  const required = publicMembers(jwk)
  const kid = thumbprint(required)
  if (jwk['kid'] !== undefined && jwk['kid'] !== kid) {
    throw invalid('The key id is not the thumbprint of the key (RFC 7638).')
  }
  return { kid, alg, publicKey: importPublic(required), jwk: { ...required, alg, use: 'enc', kid } }
}

/** The required public members, each in its canonical spelling. */
function publicMembers(jwk: JsonWebKey): JsonWebKey {
  const names = jwk.kty === 'EC' ? ['x', 'y'] : jwk.kty === 'RSA' ? ['n', 'e'] : []
  if (names.length === 0) throw invalid('A sealing key is of type EC or RSA.')
  if (jwk.kty === 'EC' && jwk.crv !== 'P-256') throw invalid('An EC sealing key lies on P-256.')
  for (const name of names) {
    const text = jwk[name]
    const bytes = typeof text === 'string' ? decodeBase64url(text) : undefined
    if (bytes === undefined || bytes.length === 0) throw invalid('The key is not well encoded.')
    if (jwk.kty === 'EC' ? bytes.length !== 32 : bytes[0] === 0) {
      throw invalid('The numbers of the key do not have their proper length.')
    }
  }
  const crv = jwk.kty === 'EC' ? { crv: 'P-256' } : {}
  return { kty: jwk.kty!, ...crv, ...Object.fromEntries(names.map((name) => [name, jwk[name]])) }
}

function importPublic(jwk: JsonWebKey): KeyObject {
  if (jwk.kty === 'RSA') {
    const bits = (decodeBase64url(String(jwk.n))?.length ?? 0) * 8
    if (bits < RSA_BITS.least || bits > RSA_BITS.most) {
      throw invalid('An RSA sealing key has 3072 to 8192 bits.')
    }
    if (jwk.e !== 'AQAB') throw invalid('The public exponent is not 65537.')
  }
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    throw invalid('The key is not a valid public key.')
  }
}

function isForSealing(operations: unknown): boolean {
  const allowed = ['wrapKey', 'encrypt']
  return Array.isArray(operations) && operations.every((operation) => allowed.includes(operation))
}

function invalid(detail: string): HubError {
  return new HubError('sealing_key.invalid', detail)
}
