import { X509Certificate } from 'node:crypto'

/** Certificates between a leaf and an authority at most. */
const MOST_LEVELS = 8
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/**
 * Whether a certificate was issued, over any certificates in between, by one of some authorities, all
 * of them valid at that instant. A certificate that no handshake ever shows is trusted by this alone.
 *
 * @param chain PEM text with the certificate first; what stands below it may be used in between.
 * @param authorities PEM text.
 */
export function isIssuedUnder(chain: string, authorities: string, now: Date): boolean {
  return pathUnder(chain, authorities, now) !== undefined
}

/**
 * The certificates from the first one up to an authority, and from there as far as authorities lead:
 * every level at which something may have been revoked.
 *
 * @param chain PEM text with the certificate first; what stands below it may be used in between.
 * @param authorities PEM text.
 * @returns PEM, one text each; `undefined` when no authority issued it, or one of them is not valid.
 */
export function pathUnder(
  chain: string,
  authorities: string,
  now: Date,
): readonly string[] | undefined {
  const [leaf, ...below] = certificatesIn(chain)
  const anchors = certificatesIn(authorities)
  const path: X509Certificate[] = []
  let current = leaf
  while (current !== undefined && path.length < MOST_LEVELS) {
    if (!isValidAt(current, now)) return undefined
    path.push(current)
    const above = issuerOf(current, anchors, now)
    if (above !== undefined) return [...path, ...upwards(above, anchors, now)].map(String)
    current = issuerOf(current, below)
  }
  return undefined
}

function upwards(
  from: X509Certificate,
  anchors: readonly X509Certificate[],
  now: Date,
): readonly X509Certificate[] {
  const path = [from]
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const above = issuerOf(path.at(-1)!, anchors, now)
    if (above === undefined) break
    path.push(above)
  }
  return path
}

/** Another certificate than itself that issued it; valid at an instant, where one is told. */
function issuerOf(
  certificate: X509Certificate,
  among: readonly X509Certificate[],
  now?: Date,
): X509Certificate | undefined {
  return among.find(
    (one) =>
      one.ca &&
      !one.raw.equals(certificate.raw) &&
      isIssuedBy(certificate, one) &&
      (now === undefined || isValidAt(one, now)),
  )
}

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(PEM) ?? []).map((text) => new X509Certificate(text))
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isValidAt({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo)
}
