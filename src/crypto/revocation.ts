import { canonicalSerial, type Certificate } from './certificate.js'
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
  certificate: Pick<Certificate, 'issuer' | 'serialNumber'>,
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
