import { constants, sign, verify, type KeyObject } from 'node:crypto'
import { HubError } from '../kernel/errors.js'
import { decodeBase64url } from './hash.js'
import type { SignatureProfile } from './jws-header.js'
import type { SignatureAlgorithm } from './signature-key.js'

/** The two parts of a detached signature: the header as it stands there, and the signature's bytes. */
export interface DetachedParts {
  readonly encodedHeader: string
  readonly signature: Buffer
}

/**
 * Takes a detached signature apart (RFC 7515, appendix F).
 *
 * @throws {HubError} `signature.malformed` or `signature.not_canonical`.
 */
export function splitDetached(value: string): DetachedParts {
  const [encodedHeader, payload, encodedSignature, ...rest] = value.split('.')
  if (!encodedHeader || payload !== '' || !encodedSignature || rest.length > 0) {
    throw new HubError(
      'signature.malformed',
      'A detached signature is header, two dots, signature (RFC 7515, appendix F).',
    )
  }
  return { encodedHeader, signature: decodeCanonical(encodedSignature) }
}

/**
 * Decodes one part of a signature.
 *
 * @throws {HubError} `signature.not_canonical` when the text is not the one spelling of its bytes.
 */
export function decodeCanonical(text: string): Buffer {
  const bytes = decodeBase64url(text)
  if (bytes === undefined) {
    throw new HubError('signature.not_canonical', 'The signature is not canonical base64url.')
  }
  return bytes
}

/** The base string of the ADR payload profile: the digest field of RFC 3230, no line end. */
export function digestLine(digest: Buffer): Buffer {
  return Buffer.from(`digest: SHA-256=${digest.toString('base64')}`, 'latin1')
}

/**
 * What the signature is computed over: header, dot, and the digest line as it is (`b64` is false,
 * RFC 7797) or the body in base64url.
 */
export function signingInput(
  encodedHeader: string,
  profile: SignatureProfile,
  payload: Buffer,
): Buffer {
  const encoded =
    profile === 'adr-payload' ? payload : Buffer.from(payload.toString('base64url'), 'latin1')
  return Buffer.concat([Buffer.from(`${encodedHeader}.`, 'latin1'), encoded])
}

/** The bytes of a signature over a header and what it covers: digest line, or body. */
export function signParts(
  input: Buffer,
  privateKey: KeyObject,
  algorithm: SignatureAlgorithm,
): Buffer {
  return sign('sha256', input, withParameters(privateKey, algorithm))
}

/** Whether a signature over an input is one of this key; the algorithm is the key's, not the message's. */
export function isSignedBy(
  input: Buffer,
  publicKey: KeyObject,
  algorithm: SignatureAlgorithm,
  signature: Buffer,
): boolean {
  return verify('sha256', input, withParameters(publicKey, algorithm), signature)
}

function withParameters(key: KeyObject, algorithm: SignatureAlgorithm) {
  return algorithm === 'ES256'
    ? { key, dsaEncoding: 'ieee-p1363' as const }
    : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
}
