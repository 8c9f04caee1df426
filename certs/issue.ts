import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { fingerprintOf } from '../src/crypto/certificate.js'
import { newEcKeyPair } from '../src/crypto/key-pair.js'
import { x509 } from '../src/crypto/x509.js'
import {
  newSerialNumber,
  SIGNING_ALGORITHM,
  signingCryptoKey,
  type Authority,
  type Validity,
} from './authority.js'

/** Whom a certificate names. */
export interface Subject {
  readonly commonName: string
  readonly organisation?: string
  /** OIN, in the subject's serialNumber; left out for persons and for parties without a number. */
  readonly organisationNumber?: string
}

/** A certificate with what its holder needs to use it. */
export interface Credential {
  /** The certificate alone (PEM). */
  readonly certificate: string
  /** The certificate with the issuing one behind it, as TLS sends it (PEM). */
  readonly chain: string
  /** PKCS #8 (PEM). */
  readonly key: string
  /** `x5t#S256` of the certificate. */
  readonly fingerprint: string
}

/** What a certificate is for; each kind excludes the others. */
export type Purpose = 'server' | 'transport' | 'signing'

/** Kind of leaf key: EC P-256 unless told, because an RSA key takes half a second to make. */
export type LeafKey = 'EC' | 'RSA'

/** A certificate for the hub's own listeners. */
export function issueServer(
  authority: Authority,
  hostNames: readonly string[],
  validity: Validity,
  leafKey: LeafKey = 'EC',
): Promise<Credential> {
  const subject = { commonName: hostNames[0] ?? 'localhost' }
  return issueWithNewKey(authority, 'server', subject, validity, leafKey, hostNames)
}

/** A certificate with which a party opens connections (client authentication). */
export function issueTransport(
  authority: Authority,
  subject: Subject,
  validity: Validity,
  leafKey: LeafKey = 'EC',
): Promise<Credential> {
  return issueWithNewKey(authority, 'transport', subject, validity, leafKey)
}

/** A certificate with which a party signs bodies; useless in TLS. */
export function issueSigning(
  authority: Authority,
  subject: Subject,
  validity: Validity,
  leafKey: LeafKey = 'EC',
): Promise<Credential> {
  return issueWithNewKey(authority, 'signing', subject, validity, leafKey)
}

/**
 * A certificate for a key that its holder made and keeps; only the key is taken from the request,
 * whom the certificate names is the authority's decision.
 *
 * @param request PKCS #10 (PEM).
 * @throws {Error} When the request is not signed by its own key.
 */
export async function issueForRequest(
  authority: Authority,
  purpose: Purpose,
  request: string,
  subject: Subject,
  validity: Validity,
  hostNames: readonly string[] = [],
): Promise<string> {
  const parsed = new x509.Pkcs10CertificateRequest(request)
  if (!(await parsed.verify())) throw new Error('the request is not signed by its own key')
  return issue(authority, purpose, subject, parsed.publicKey, validity, hostNames)
}

async function issueWithNewKey(
  authority: Authority,
  purpose: Purpose,
  subject: Subject,
  validity: Validity,
  leafKey: LeafKey,
  hostNames: readonly string[] = [],
): Promise<Credential> {
  const { publicKey, privateKey } = newLeafKey(leafKey)
  const spki = new x509.PublicKey(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })))
  const certificate = await issue(authority, purpose, subject, spki, validity, hostNames)
  return {
    certificate,
    chain: certificate + authority.issuing.certificate,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(Buffer.from(new x509.X509Certificate(certificate).rawData)),
  }
}

/** A fresh key pair for a leaf certificate. */
export function newLeafKey(leafKey: LeafKey): { publicKey: KeyObject; privateKey: KeyObject } {
  return leafKey === 'EC' ? newEcKeyPair() : generateKeyPairSync('rsa', { modulusLength: 3072 })
}

async function issue(
  authority: Authority,
  purpose: Purpose,
  subject: Subject,
  publicKey: x509.PublicKey,
  { validFrom, validTo }: Validity,
  hostNames: readonly string[],
): Promise<string> {
  const issuer = new x509.X509Certificate(authority.issuing.certificate)
  const issuerKeyId = issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    issuer: issuer.subjectName,
    subject: nameOf(subject),
    notBefore: validFrom,
    notAfter: validTo,
    publicKey,
    signingKey: await signingCryptoKey(authority.issuing),
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      ...extensionsFor(purpose, hostNames),
      ...(issuerKeyId ? [new x509.AuthorityKeyIdentifierExtension(issuerKeyId)] : []),
    ],
  })
  return `${certificate.toString('pem').trim()}\n`
}

function extensionsFor(purpose: Purpose, hostNames: readonly string[]): x509.Extension[] {
  const { digitalSignature, nonRepudiation } = x509.KeyUsageFlags
  switch (purpose) {
    case 'signing':
      return [new x509.KeyUsagesExtension(digitalSignature | nonRepudiation, true)]
    case 'transport':
      return [
        new x509.KeyUsagesExtension(digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ]
    case 'server':
      return [
        new x509.KeyUsagesExtension(digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          hostNames.map((value) => ({
            type: isIP(value) ? ('ip' as const) : ('dns' as const),
            value,
          })),
        ),
      ]
  }
}

/** The distinguished name of a subject; every value is text, never read as a hexadecimal code. */
export function nameOf({ commonName, organisation, organisationNumber }: Subject): x509.Name {
  const text = (value: string) => [{ utf8String: value }]
  return new x509.Name([
    { C: [{ printableString: 'NL' }] },
    ...(organisation ? [{ O: text(organisation) }] : []),
    ...(organisationNumber ? [{ '2.5.4.5': [{ printableString: organisationNumber }] }] : []),
    { CN: text(commonName) },
  ])
}
