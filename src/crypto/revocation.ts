import { canonicalSerial, identifyCertificate, type CertificateIdentity } from './certificate.js'
import { x509 } from './x509.js'

/** A certificate revocation list as the hub uses it beside OpenSSL's own check in the handshake. */
export interface RevocationList {
  /** Distinguished name, written as in `Certificate.issuer`. */
  readonly issuer: string
  readonly thisUpdate: Date
  /** `null` when the list names none; then it counts as expired, for silence must not mean valid. */
  readonly nextUpdate: Date | null
  /** Numbers of revoked certificates, in the spelling of `Certificate.serialNumber`. */
  readonly revoked: ReadonlySet<string>
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g
const PEM = /-----BEGIN X509 CRL-----[A-Za-z0-9+/=\s]+-----END X509 CRL-----/g

/** The single lists in a PEM text that may hold several. */
export function splitRevocationLists(pem: string): string[] {
  return pem.match(PEM) ?? []
}

/**
 * Reads one revocation list. Its signature is not checked here: OpenSSL does that in every handshake.
 *
 * @throws {Error} When the text is no list.
 */
export function readRevocationList(pem: string): RevocationList {
  let crl: x509.X509Crl
  try {
    crl = new x509.X509Crl(pem)
  } catch {
    throw new Error('this is not a certificate revocation list')
  }
  return {
    issuer: crl.issuer,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate ?? null,
    revoked: new Set(crl.entries.map(({ serialNumber }) => canonicalSerial(serialNumber))),
  }
}

/**
 * Whether the authority of a list signed it, for lists that no handshake looks at.
 *
 * @param certificates PEM text in which the authority may stand.
 * @returns `undefined` when the authority is not among them.
 * @throws {Error} When the text is no list, or a certificate cannot be read.
 */
export async function isListSigned(
  pem: string,
  certificates: string,
): Promise<boolean | undefined> {
  const list = new x509.X509Crl(pem)
  const authorities = (certificates.match(CERTIFICATE) ?? [])
    .map((text) => new x509.X509Certificate(text))
    .filter(({ subject }) => subject === list.issuer)
  if (authorities.length === 0) return undefined
  // An authority that renewed its key goes by one name with several.
  const verdicts = await Promise.all(
    authorities.map((authority) => list.verify({ publicKey: authority })),
  )
  return verdicts.includes(true)
}

/**
 * Whether a certificate may not be trusted any more by these lists: it is on the list of its issuer,
 * that list has expired, or there is none (fail closed, as Digikoppeling guidance wants).
 */
export function isRevoked(
  certificate: Pick<CertificateIdentity, 'issuer' | 'serialNumber'>,
  lists: readonly RevocationList[],
  now: Date,
): boolean {
  const own = lists.filter(({ issuer }) => issuer === certificate.issuer)
  return (
    own.length === 0 ||
    own.some(
      ({ revoked, nextUpdate }) =>
        revoked.has(certificate.serialNumber) || nextUpdate === null || now > nextUpdate,
    )
  )
}

/** A path of certificates beside the lists that speak of it; for what no handshake looks at. */
export interface RevocablePath {
  /** Every level below the authority that is trusted by itself. */
  readonly levels: readonly CertificateIdentity[]
  /** Those that an authority of the path signed; others say nothing, for or against. */
  readonly lists: readonly RevocationList[]
}

/**
 * Takes of some lists those that speak of a path.
 *
 * @param path PEM, one text each, from the certificate up to its authority.
 * @param texts PEM, one list each.
 * @throws {Error} When a text is no list, or a certificate cannot be read.
 */
export async function revocablePath(
  path: readonly string[],
  texts: readonly string[],
): Promise<RevocablePath> {
  const issuers = path.join('\n')
  const signed = await Promise.all(
    texts.map(async (text) => ((await isListSigned(text, issuers)) === true ? [text] : [])),
  )
  return {
    levels: path.slice(0, -1).map((level) => identifyCertificate(level)),
    lists: signed.flat().map(readRevocationList),
  }
}

/** Whether a path may not be trusted any more: `isRevoked` at any of its levels. */
export function isPathRevoked({ levels, lists }: RevocablePath, now: Date): boolean {
  return levels.some((level) => isRevoked(level, lists, now))
}
