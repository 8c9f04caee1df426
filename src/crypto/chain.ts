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
  const [leaf, ...below] = certificatesIn(chain)
  const anchors = certificatesIn(authorities)
  let current = leaf
  for (let level = 0; current !== undefined && level < MOST_LEVELS; level += 1) {
    if (!isValidAt(current, now)) return false
    const present: X509Certificate = current
    const isAbove = (one: X509Certificate) => one.ca && isIssuedBy(present, one)
    if (anchors.some((anchor) => isAbove(anchor) && isValidAt(anchor, now))) return true
    current = below.find((one) => isAbove(one) && !one.raw.equals(present.raw))
  }
  return false
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
