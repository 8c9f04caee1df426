import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { logReference, municipalEntry, municipalScope, type Municipality } from '../feeds/index.js'
import type { components } from '../generated/openapi.js'
import type { Month } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { outcomeStatistics } from './month.js'
import { countCases, countContacts, countOutcomes } from './store.js'

/**
 * Counts a closed month of the caller's own municipality. The reading is logged.
 *
 * @throws {HubError} `feed.unknown` for a month without a closed feed, `log.unavailable`.
 */
export function readStatistics(
  context: Context,
  caller: Municipality,
  month: Month,
): Promise<components['schemas']['MonthStatistics']> {
  const { municipality } = caller
  return inTransaction(context.db, 'statistics.read', municipalScope(caller), async (tx) => {
    const cases = await countCases(tx, municipality, month)
    if (cases === undefined) {
      throw new HubError('feed.unknown', 'There is no closed feed of that month.')
    }
    const [outcomes, contacts] = await Promise.all([
      countOutcomes(tx, municipality, month),
      countContacts(tx, municipality, month),
    ])
    const now = context.clock.now()
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'VIEW', 'getStatistics'),
        objects: { municipality, month },
        count: cases.total,
        at: now,
      },
    ])
    return {
      hub: context.config.hubId,
      municipalityCode: municipality,
      month,
      countedAt: now.toISOString(),
      cases,
      outcomes: outcomeStatistics(outcomes, contacts),
      logEntry: logReference(entry!),
    }
  })
}
