import { identifyCertificate } from '../../crypto/certificate.js'
import { isListSigned, readRevocationList } from '../../crypto/revocation.js'
import { HubError } from '../../kernel/errors.js'
import { consult, revokeCertificate, type Operator, type RegistryContext } from '../service.js'
import { selectSigningChains } from './store.js'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** In whose name the log says that an authority's own list revoked a certificate. */
const BY_LIST: Operator = { pseudonym: 'revocation-list' }

/**
 * Puts signing certificates that stand, at any level, on a list of their authority on the deny-list of the hub, so
 * that nothing signed with them is taken from the next request on. OpenSSL compares the certificates
 * of connections alone; a signature comes without a handshake.
 *
 * A list that the authority in the certificate's own chain did not sign says nothing.
 *
 * @param lists PEM, one list each.
 * @returns Fingerprints of what was revoked now.
 */
export async function revokeListed(
  context: RegistryContext,
  lists: readonly string[],
): Promise<readonly string[]> {
  const now = context.clock.now()
  const known = await consult(context, 'revokeListed', (tx) => selectSigningChains(tx, now))
  const read = lists.map((list) => ({ list, ...readRevocationList(list) }))
  const revoked: string[] = []
  for (const { fingerprint, chain } of known) {
    const levels = (chain.match(CERTIFICATE) ?? []).map(identifyCertificate)
    const naming = read.filter(({ issuer, revoked: on }) =>
      levels.some((level) => level.issuer === issuer && on.has(level.serialNumber)),
    )
    for (const { list } of naming) {
      if ((await isListSigned(list, chain)) === false) continue
      revoked.push(...(await revoke(context, fingerprint)))
      break
    }
  }
  return revoked
}

async function revoke(context: RegistryContext, fingerprint: string): Promise<readonly string[]> {
  try {
    return await revokeCertificate(context, BY_LIST, fingerprint)
  } catch (error) {
    // Another process of the hub was first.
    if (error instanceof HubError && error.code === 'registry.unknown') return []
    throw error
  }
}
