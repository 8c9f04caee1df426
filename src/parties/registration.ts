import { readCertificate, type Certificate } from '../crypto/certificate.js'
import { requireSigning, requireTransport } from '../crypto/certificate-purpose.js'
import { sha256 } from '../crypto/hash.js'
import { thumbprint } from '../crypto/jwk.js'
import { algorithmOf } from '../crypto/signature-key.js'
import { HubError } from '../kernel/errors.js'
import { fingerprintHex } from './caller.js'
import { assertNumberFits, isIssuedId, type PartyId } from './party.js'

/** What a certificate is registered for. */
export type Purpose = 'transport' | 'signing'

/** A certificate that passed every check that needs nothing but itself and its party. */
export interface CheckedCertificate {
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string
  readonly party: PartyId
  readonly purpose: Purpose
  readonly holder: string | null
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly keyHash: string
  /** Thumbprint of the key (RFC 7638). */
  readonly keyId: string
  /** Public JWK, as JSON text. */
  readonly jwk: string
  /** The certificate as it came, with what stands between it and an authority (PEM). */
  readonly chain: string
  readonly notBefore: Date
  readonly notAfter: Date
}

const HOLDER = /^[a-z0-9][a-z0-9._-]{1,63}$/

/**
 * Checks a certificate before it is registered: readable, in force, strong, fit for its one
 * purpose, and issued to this very party.
 *
 * @param holder Role pseudonym of the person who holds it, never a name; `null` for software.
 * @throws {HubError} `certificate.*`, or `registry.invalid` for the holder.
 */
export function checkCertificate(
  pem: string,
  party: PartyId,
  purpose: Purpose,
  holder: string | null,
  { now, sandbox }: { readonly now: Date; readonly sandbox: boolean },
): CheckedCertificate {
  if (holder !== null && !HOLDER.test(holder)) {
    throw new HubError(
      'registry.invalid',
      'A holder is a pseudonym of 2 to 64 characters: a-z, 0-9, point, hyphen, underscore.',
    )
  }
  assertNumberFits(party, { sandbox })
  const certificate = readCertificate(pem)
  if (purpose === 'transport') requireTransport(certificate, now)
  else requireSigning(certificate, now)
  if (purpose === 'signing' && algorithmOf(certificate.publicKey) === undefined) {
    throw new HubError('certificate.weak_key', 'A signing key is EC P-256, or RSA of 3072 bits.')
  }
  assertIssuedTo(certificate, party, holder)
  const jwk = certificate.publicKey.export({ format: 'jwk' })
  return {
    fingerprint: fingerprintHex(certificate.fingerprint)!,
    party,
    purpose,
    holder,
    keyHash: sha256(certificate.publicKey.export({ format: 'der', type: 'spki' })).toString('hex'),
    keyId: thumbprint(jwk),
    jwk: JSON.stringify(jwk),
    chain: chainText(pem),
    notBefore: certificate.validFrom,
    notAfter: certificate.validTo,
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** The certificates of a PEM text and nothing that may stand beside them. */
function chainText(pem: string): string {
  return (pem.match(CERTIFICATE) ?? []).map((one) => `${one}\n`).join('')
}

/** Only a person's certificate may lack the number of the organisation it is registered for. */
function assertIssuedTo(certificate: Certificate, party: PartyId, holder: string | null): void {
  const { organisationNumber } = certificate
  if (organisationNumber === null) {
    if (isIssuedId(party) || holder !== null) return
    throw new HubError(
      'certificate.organisation_number',
      'The certificate names no organisation; one of a person is registered with its holder.',
    )
  }
  if ((organisationNumber as string) !== (party as string)) {
    throw new HubError(
      'certificate.organisation_number',
      'The certificate was issued to another organisation than the party.',
    )
  }
}
