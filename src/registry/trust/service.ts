import { readFileSync } from 'node:fs'
import type { Config } from '../../config.js'
import { pathUnder } from '../../crypto/chain.js'
import { isPathRevoked, revocablePath } from '../../crypto/revocation.js'
import { HubError } from '../../kernel/errors.js'
import { readRevocationFiles } from '../../http/tls.js'
import { revocationFilesOf } from '../../sandbox-authority.js'

/**
 * A connection shows that a known authority issued its transport certificate and did not take it back;
 * for a signing certificate nothing does but this. A hub without TLS of its own has no authorities to
 * ask; what its sandbox took back signs nothing either way (`SigningLists`).
 *
 * @param pem The certificate, and what stands between it and an authority.
 * @throws {HubError} `certificate.untrusted`, `certificate.revoked`
 */
export async function assertTrusted(
  config: Pick<Config, 'tls' | 'crlDir'>,
  pem: string,
  now: Date,
): Promise<void> {
  if (config.tls === undefined) return
  const path = pathUnder(pem, readFileSync(config.tls.signingCa, 'utf8'), now)
  if (path === undefined) {
    throw new HubError(
      'certificate.untrusted',
      'No authority that the hub accepts for signing issued the certificate.',
    )
  }
  await assertNotTakenBack(path, readRevocationFiles(revocationFilesOf(config)), now)
}

/**
 * Nothing of a path was taken back, and every level has a list in force that would say so.
 *
 * @param path PEM, one text each, from the certificate up to its authority.
 * @param lists PEM, one list each.
 * @throws {HubError} `certificate.revoked`
 */
export async function assertNotTakenBack(
  path: readonly string[],
  lists: readonly string[],
  now: Date,
): Promise<void> {
  if (!isPathRevoked(await revocablePath(path, lists), now)) return
  throw new HubError(
    'certificate.revoked',
    'Its authority took the certificate or one above it back, or has no list of such in force.',
  )
}
