import {
  createPrivateKey,
  generateKeyPair,
  randomBytes,
  webcrypto,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { readCertificate } from '../src/crypto/certificate.js'
import { x509 } from '../src/crypto/x509.js'

/** One level of the authority: it signs what is below it, and a list of what it took back. */
export interface Issuer {
  readonly certificate: string
  readonly key: KeyObject
}

/** A certificate that was taken back before its end. */
export interface Revocation {
  /** Number of the certificate, lower-case hexadecimal. */
  readonly serialNumber: string
  readonly level: 'root' | 'issuing'
  readonly at: Date
}

/**
 * A development authority: a root, an issuing authority below it, and what was revoked. For tests,
 * demonstrations and sandboxes; in production parties bring certificates of PKIoverheid.
 */
export interface Authority {
  readonly root: Issuer
  readonly issuing: Issuer
  /** The only thing that changes. */
  readonly revocations: Revocation[]
}

/** The time in which certificates hold. */
export interface Validity {
  readonly validFrom: Date
  readonly validTo: Date
}

/** RSA, because node-forge signs with nothing else; leaf certificates are on P-256 by default. */
const AUTHORITY_KEY_BITS = 3072

/** Makes an authority with fresh keys; one to two seconds. */
export async function createAuthority(name: string, validity: Validity): Promise<Authority> {
  const [rootKey, issuingKey] = await Promise.all([newRsaKey(), newRsaKey()])
  const root = issueAuthority(`${name} root`, rootKey, validity)
  const issuing = issueAuthority(`${name} issuing`, issuingKey, validity, {
    key: rootKey,
    certificate: root,
  })
  return {
    root: { certificate: root, key: rootKey },
    issuing: { certificate: issuing, key: issuingKey },
    revocations: [],
  }
}

/** Both certificates of the authority, as a trust store takes them (PEM). */
export function trustAnchors({ root, issuing }: Authority): string {
  return root.certificate + issuing.certificate
}

/**
 * Takes a certificate back; effective with the next revocation lists.
 *
 * @throws {Error} When the certificate was not issued by this authority.
 */
export function revoke(authority: Authority, certificate: string, at: Date): void {
  const { issuer, serialNumber } = readCertificate(certificate)
  const levels = ['root', 'issuing'] as const
  const level = levels.find(
    (each) => readCertificate(authority[each].certificate).subject === issuer,
  )
  if (level === undefined) throw new Error('this authority did not issue that certificate')
  const known = authority.revocations.some((each) => each.serialNumber === serialNumber)
  if (!known) authority.revocations.push({ serialNumber, level, at })
}

/**
 * The revocation lists of both levels, one PEM text each. OpenSSL refuses every certificate below a
 * level whose list is missing or expired.
 */
export async function revocationLists(
  authority: Authority,
  validity: Validity,
): Promise<{ readonly root: string; readonly issuing: string }> {
  return {
    root: await revocationList(authority, 'root', validity),
    issuing: await revocationList(authority, 'issuing', validity),
  }
}

async function revocationList(
  authority: Authority,
  level: 'root' | 'issuing',
  { validFrom, validTo }: Validity,
): Promise<string> {
  const issuer = authority[level]
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(issuer.certificate).subjectName,
    thisUpdate: validFrom,
    nextUpdate: validTo,
    signingAlgorithm: SIGNING_ALGORITHM,
    signingKey: await signingCryptoKey(issuer),
    entries: authority.revocations
      .filter((each) => each.level === level)
      .map(({ serialNumber, at }) => ({ serialNumber, revocationDate: at })),
  })
  // The library's own tag (`CRL`) is not the one that OpenSSL reads.
  return `${x509.PemConverter.encode(crl.rawData, 'X509 CRL').trim()}\n`
}

/** How every certificate and list of this authority is signed. */
export const SIGNING_ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** The private key of a level in the form that @peculiar/x509 signs with. */
export async function signingCryptoKey({ key }: Issuer): Promise<webcrypto.CryptoKey> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', pkcs8, SIGNING_ALGORITHM, false, ['sign'])
}

/** A random positive certificate number of 16 bytes, hexadecimal. */
export function newSerialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.toString('hex')
}

async function newRsaKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: AUTHORITY_KEY_BITS,
  })
  return privateKey
}

function issueAuthority(
  commonName: string,
  key: KeyObject,
  { validFrom, validTo }: Validity,
  parent?: Issuer,
): string {
  const forgeKey = forgePrivateKey(key)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e)
  certificate.serialNumber = newSerialNumber()
  certificate.validity.notBefore = validFrom
  certificate.validity.notAfter = validTo
  const subject = [
    { name: 'countryName', value: 'NL' },
    { name: 'organizationName', value: 'Vroegsignaal development authority' },
    { name: 'commonName', value: commonName },
  ]
  const above = parent && forge.pki.certificateFromPem(parent.certificate)
  certificate.setSubject(subject)
  certificate.setIssuer(above ? above.subject.attributes : subject)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true, ...(parent && { pathLenConstraint: 0 }) },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: (above ?? certificate).generateSubjectKeyIdentifier().getBytes(),
    },
  ])
  certificate.sign(parent ? forgePrivateKey(parent.key) : forgeKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n')
}

function forgePrivateKey(key: KeyObject): forge.pki.rsa.PrivateKey {
  return forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString())
}

/** A private key from PEM text. */
export function privateKeyFromPem(pem: string | Buffer): KeyObject {
  return createPrivateKey(pem)
}
