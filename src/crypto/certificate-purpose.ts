import { HubError } from '../kernel/errors.js'
import type { Certificate } from './certificate.js'
import { LEAST_RSA_BITS, type VerificationKey } from './signature-key.js'

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1'
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2'
const ANY_PURPOSE = '2.5.29.37.0'

/**
 * Whether a certificate is for mutual TLS as a client: it says so itself, and is no authority.
 *
 * @throws {HubError} `certificate.wrong_purpose`, `certificate.weak_key` or `certificate.expired`.
 */
export function requireTransport(certificate: Certificate, now: Date): void {
  requireSound(certificate, now)
  if (isTransport(certificate)) return
  throw new HubError(
    'certificate.wrong_purpose',
    'A transport certificate is for client authentication in TLS.',
  )
}

/**
 * Whether a certificate is for signing only: digital signature, and not for TLS. A party that used
 * one certificate for both would sign with a key that every TLS terminator holds.
 *
 * @throws {HubError} `certificate.wrong_purpose`, `certificate.weak_key` or `certificate.expired`.
 */
export function requireSigning(certificate: Certificate, now: Date): void {
  requireSound(certificate, now)
  if (isSigning(certificate)) return
  throw new HubError(
    'certificate.wrong_purpose',
    'A signing certificate is for digital signatures and not for TLS.',
  )
}

/** Whether a certificate may identify a client in TLS. */
export function isTransport(certificate: Certificate): boolean {
  return (
    !certificate.isAuthority &&
    certificate.extendedKeyUsages.includes(CLIENT_AUTHENTICATION) &&
    (certificate.keyUsages.length === 0 || certificate.keyUsages.includes('digitalSignature'))
  )
}

/** Whether a certificate may sign documents and can do nothing in TLS. */
export function isSigning(certificate: Certificate): boolean {
  const forTls = [SERVER_AUTHENTICATION, CLIENT_AUTHENTICATION, ANY_PURPOSE]
  return (
    !certificate.isAuthority &&
    (certificate.keyUsages.includes('digitalSignature') ||
      certificate.keyUsages.includes('nonRepudiation')) &&
    !certificate.extendedKeyUsages.some((usage) => forTls.includes(usage))
  )
}

/** The key of a signing certificate as `verifyDetached` wants it, for a party. */
export function verificationKeyOf(
  certificate: Certificate,
  party: string,
  revoked = false,
): VerificationKey {
  return {
    fingerprint: certificate.fingerprint,
    publicKey: certificate.publicKey,
    party,
    purpose: isSigning(certificate) ? 'signing' : 'transport',
    validFrom: certificate.validFrom,
    validTo: certificate.validTo,
    revoked,
  }
}

function requireSound(certificate: Certificate, now: Date): void {
  if (now < certificate.validFrom || now > certificate.validTo) {
    const which = now < certificate.validFrom ? 'not valid yet' : 'no longer valid'
    throw new HubError('certificate.expired', `The certificate is ${which}.`)
  }
  if (!certificate.hasStrongKey) {
    throw new HubError(
      'certificate.weak_key',
      `The key is RSA of at least ${LEAST_RSA_BITS} bits, or EC on P-256 or P-384.`,
    )
  }
}
