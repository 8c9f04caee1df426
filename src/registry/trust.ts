import { readFileSync } from 'node:fs'
import { isIssuedUnder } from '../crypto/chain.js'
import { HubError } from '../kernel/errors.js'

/**
 * A connection shows that a known authority issued its transport certificate; for a signing
 * certificate nothing does but this. A hub without TLS of its own has no authorities to ask.
 *
 * @param pem The certificate, and what stands between it and an authority.
 * @throws {HubError} `certificate.untrusted`
 */
export function assertTrusted(
  tls: { readonly signingCa: string } | undefined,
  pem: string,
  now: Date,
): void {
  if (tls === undefined || isIssuedUnder(pem, readFileSync(tls.signingCa, 'utf8'), now)) return
  throw new HubError(
    'certificate.untrusted',
    'No authority that the hub accepts for signing issued the certificate.',
  )
}
