import type { Context } from './context.js'
import { keepRevocationLists } from './evidence/index.js'
import type { RevocationWatch } from './http/revocation.js'
import { describeError } from './logger.js'
import { revokeListed, type SigningLists } from './registry/index.js'

/** What is kept up to date whenever revocation lists change. */
export interface RevocationKeeping {
  /** Takes up the lists that are in force now. Never throws; what failed is tried again by `tend`. */
  keep(): Promise<void>
  /** Does again what failed, if anything did, and tells the metrics how long the lists still hold. */
  tend(watch: Pick<RevocationWatch, 'hoursUntilExpiry'>): Promise<void>
}

/**
 * Signatures are judged by the lists first, in memory, which needs no database. Then signing certificates
 * on a list go to the deny-list, and the lists are kept as evidence; neither holds up the other, and what
 * fails is done again until it succeeds.
 *
 * @param read The lists that are in force, PEM, one each.
 */
export function revocationKeeping(
  context: Context,
  signing: Pick<SigningLists, 'take'>,
  read: () => readonly string[],
): RevocationKeeping {
  const { log, metrics } = context
  const work = {
    async 'signing certificates on a list could not be revoked'(lists: readonly string[]) {
      const revoked = await revokeListed(context, lists)
      if (revoked.length > 0)
        log.info('signing certificates were revoked', { revoked: revoked.length })
    },
    'revocation lists could not be kept': (lists: readonly string[]) =>
      keepRevocationLists(context, lists),
  }
  let isBehind = false
  const keep = async () => {
    isBehind = false
    try {
      const lists = read()
      signing.take(lists)
      for (const [failure, carryOut] of Object.entries(work)) {
        try {
          await carryOut(lists)
        } catch (error) {
          isBehind = true
          log.error(failure, describeError(error))
        }
      }
    } catch (error) {
      isBehind = true
      log.error('revocation lists cannot be read', describeError(error))
    }
  }
  return {
    keep,
    async tend(watch) {
      metrics.revocationHours.reset()
      metrics.revocationLeft.reset()
      for (const { issuer, hours, left } of watch.hoursUntilExpiry()) {
        metrics.revocationHours.set({ issuer }, hours)
        metrics.revocationLeft.set({ issuer }, left)
      }
      if (isBehind) await keep()
    },
  }
}
