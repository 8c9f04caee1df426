import { createPublicKey, type KeyObject } from 'node:crypto'
import { HubError } from '../kernel/errors.js'
import { sha256 } from './hash.js'
import { thumbprint } from './jwk.js'
import { algorithmOf } from './signature-key.js'
import { x509 } from './x509.js'

/** A request for a certificate whose sender showed that it holds the key. */
export interface RequestedKey {
  /** PKCS #10 (PEM), as it came. */
  readonly pem: string
  readonly publicKey: KeyObject
  /** Thumbprint of the key (RFC 7638). */
  readonly keyId: string
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly keyHash: string
}

/** Longest request that is read (PEM); one with an RSA key of 8192 bits takes 4 KB. */
const MOST_CHARACTERS = 16_384
const PEM =
  /^-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----[^-]+-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/

/** Whether a text claims to be a request for a certificate; otherwise it may be a certificate. */
export function isCertificateRequest(pem: string): boolean {
  return /^-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/.test(pem)
}

/**
 * Reads a request for a certificate. Only its key counts: whom a certificate names is for the
 * authority to say.
 *
 * @throws {HubError} `certificate.malformed`, also when its own key did not sign it, or
 *   `certificate.weak_key`.
 */
export async function readCertificateRequest(pem: string): Promise<RequestedKey> {
  const publicKey = await provenKey(pem)
  if (algorithmOf(publicKey) === undefined) {
    throw new HubError('certificate.weak_key', 'The key is EC P-256, or RSA of 3072 bits or more.')
  }
  return {
    pem,
    publicKey,
    keyId: thumbprint(publicKey.export({ format: 'jwk' })),
    keyHash: sha256(publicKey.export({ format: 'der', type: 'spki' })).toString('hex'),
  }
}

async function provenKey(pem: string): Promise<KeyObject> {
  try {
    if (pem.length > MOST_CHARACTERS || !PEM.test(pem)) throw new Error('not one request')
    const request = new x509.Pkcs10CertificateRequest(pem)
    if (!(await request.verify())) throw new Error('not signed by its own key')
    const spki = Buffer.from(request.publicKey.rawData)
    return createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch {
    // What the library says may quote what was sent.
    throw new HubError(
      'certificate.malformed',
      'This is not a request for a certificate (PKCS #10) that its own key signed.',
    )
  }
}
