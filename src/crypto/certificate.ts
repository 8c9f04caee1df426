import { X509Certificate, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { HubError } from '../kernel/errors.js'
import { sha256 } from './hash.js'
import { parseOrganisationNumber, type OrganisationNumber } from './organisation-number.js'
import { LEAST_RSA_BITS } from './signature-key.js'
import { x509 } from './x509.js'

/** What the hub reads from a certificate; nothing here says that its chain is trusted. */
export interface Certificate {
  readonly pem: string
  /** `x5t#S256` (RFC 8705): base64url of the SHA-256 of its DER, 43 characters. */
  readonly fingerprint: string
  /** The organisation it was issued to; `null` for a person or a party without a number. */
  readonly organisationNumber: OrganisationNumber | null
  readonly organisation: string | null
  readonly commonName: string | null
  /** Distinguished names as text, subject and issuer written alike so that they compare. */
  readonly subject: string
  readonly issuer: string
  /** The certificate's own number, lower-case hexadecimal without leading zeros. */
  readonly serialNumber: string
  readonly validFrom: Date
  readonly validTo: Date
  readonly isAuthority: boolean
  readonly publicKey: KeyObject
  /** For people: `RSA 3072`, `EC prime256v1`. */
  readonly keyDescription: string
  readonly hasStrongKey: boolean
  /** `digitalSignature`, `nonRepudiation`, …; empty when the extension is absent. */
  readonly keyUsages: readonly string[]
  /** Object identifiers; empty when the extension is absent. */
  readonly extendedKeyUsages: readonly string[]
  readonly policies: readonly string[]
}

/**
 * Tells whether a certificate is for a host, as who connects to it would (RFC 6125).
 *
 * @param input PEM text with the certificate first, or DER bytes.
 */
export function hostMatcher(input: string | Buffer): (host: string) => boolean {
  const certificate = new X509Certificate(input)
  return (host) => {
    const name = host.replace(/^\[(.*)\]$/, '$1')
    return (
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined
    )
  }
}

const SERIAL_NUMBER = '2.5.4.5'
const ORGANISATION_IDENTIFIER = '2.5.4.97'
const ORGANISATION = '2.5.4.10'
const COMMON_NAME = '2.5.4.3'

/**
 * Reads a certificate.
 *
 * @param input PEM text with one certificate first, or DER bytes.
 * @throws {HubError} `certificate.malformed` or `certificate.organisation_number`.
 */
export function readCertificate(input: string | Buffer): Certificate {
  const { node, parsed } = parse(input)
  const field = (identifier: string) => parsed.subjectName.getField(identifier)[0] ?? null
  const constraints = parsed.getExtension(x509.BasicConstraintsExtension)
  const details = node.publicKey.asymmetricKeyDetails
  return {
    pem: node.toString(),
    fingerprint: fingerprintOf(node.raw),
    organisationNumber: readOrganisationNumber(parsed.subjectName),
    organisation: field(ORGANISATION),
    commonName: field(COMMON_NAME),
    subject: parsed.subject,
    issuer: parsed.issuer,
    serialNumber: canonicalSerial(parsed.serialNumber),
    validFrom: parsed.notBefore,
    validTo: parsed.notAfter,
    isAuthority: constraints?.ca === true,
    publicKey: node.publicKey,
    keyDescription: `${(node.publicKey.asymmetricKeyType ?? 'unknown').toUpperCase()} ${details?.namedCurve ?? details?.modulusLength ?? ''}`,
    hasStrongKey: isStrong(node.publicKey),
    keyUsages: keyUsagesOf(parsed),
    extendedKeyUsages: [...(parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [])].map(
      String,
    ),
    policies: [...(parsed.getExtension(x509.CertificatePolicyExtension)?.policies ?? [])],
  }
}

/** What tells a certificate from all others, and where its revocation would be listed. */
export type CertificateIdentity = Pick<Certificate, 'fingerprint' | 'issuer' | 'serialNumber'>

/**
 * Reads the identity of a certificate and nothing that its holder had a say in.
 *
 * @throws {HubError} `certificate.malformed`
 */
export function identifyCertificate(input: string | Buffer): CertificateIdentity {
  const { node, parsed } = parse(input)
  return {
    fingerprint: fingerprintOf(node.raw),
    issuer: parsed.issuer,
    serialNumber: canonicalSerial(parsed.serialNumber),
  }
}

/** `x5t#S256` of a certificate's DER: base64url of its SHA-256. */
export function fingerprintOf(der: Buffer): string {
  return sha256(der).toString('base64url')
}

/** A certificate's number in the one spelling that lists and certificates are compared in. */
export function canonicalSerial(hexadecimal: string): string {
  return hexadecimal.toLowerCase().replace(/^0+(?=.)/, '')
}

/**
 * The one place that reads an organisation number: `serialNumber` of the subject, or
 * `organizationIdentifier` as PKIoverheid G4 plans it (bare, or in the form of ETSI EN 319 412-1,
 * `OI:NL-…`; the final syntax was not published when this was written).
 */
function readOrganisationNumber(subject: x509.Name): OrganisationNumber | null {
  const serials = subject.getField(SERIAL_NUMBER)
  const identifiers = subject
    .getField(ORGANISATION_IDENTIFIER)
    .map((text) => /^(?:[A-Z]{3}|[A-Z]{2}:)NL-(.+)$/.exec(text)?.[1] ?? text)
    // Other registers (for instance a trade register) share this field.
    .filter((text) => text.length === 20)
  const numbers = new Set([...serials, ...identifiers])
  if (numbers.size === 0) return null
  if (numbers.size > 1 || serials.length > 1) {
    throw new HubError(
      'certificate.organisation_number',
      'The certificate names more than one organisation number.',
    )
  }
  return parseOrganisationNumber([...numbers][0]!)
}

function isStrong(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails
  if (key.asymmetricKeyType === 'ec') {
    return ['prime256v1', 'secp384r1'].includes(details?.namedCurve ?? '')
  }
  const isRsa = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss'
  return isRsa && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS
}

function parse(input: string | Buffer): { node: X509Certificate; parsed: x509.X509Certificate } {
  try {
    const node = new X509Certificate(input)
    return { node, parsed: new x509.X509Certificate(new Uint8Array(node.raw)) }
  } catch {
    throw new HubError('certificate.malformed', 'This is not an X.509 certificate.')
  }
}

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const

function keyUsagesOf(parsed: x509.X509Certificate): string[] {
  const flags = parsed.getExtension(x509.KeyUsagesExtension)?.usages ?? 0
  return KEY_USAGES.filter((usage) => (flags & x509.KeyUsageFlags[usage]) !== 0)
}
