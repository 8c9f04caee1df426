import { createHash, X509Certificate } from 'node:crypto'
import type { Wire } from './wire.js'

/** `x5t#S256` of the transport certificate of a party. */
export function transportFingerprint({ party }: Wire): string {
  const { raw } = new X509Certificate(party.credentials.cert)
  return createHash('sha256').update(raw).digest('base64url')
}

/** `x5t#S256` of its signing certificate. */
export function signingFingerprint({ signingKey }: Wire): string {
  return signingKey.reference['x5t#S256'] ?? ''
}
