import type { Tx } from '../db/client.js'
import { dayOf } from '../kernel/calendar.js'
import type { Clock } from '../kernel/clock.js'
import { HubError } from '../kernel/errors.js'
import type { Logger } from '../logger.js'
import { QUOTA_OF, secondsUntilTomorrow, type LimitedOperation, type Quotas } from './quota.js'
import { addUse } from './store.js'

/** What counting against a quota needs. */
export interface QuotaContext {
  readonly config: Quotas
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Counts what a party asks for against its quota of the day. To be called in the transaction that
 * answers and logs it, so that neither happens without the other; its scope must name the party.
 *
 * A quota that is used up is an alarm: a warning in the operational log, a refusal in the metrics by
 * operation and code, and an entry in the access log, which the edge writes.
 *
 * @param amount Answers, or items judged; zero costs nothing and is still refused beyond the quota.
 * @throws {HubError} `quota.exceeded`, with the time until the next day.
 */
export async function takeQuota(
  tx: Tx,
  { config, clock, log }: QuotaContext,
  party: string,
  operation: LimitedOperation,
  amount: number,
): Promise<void> {
  const now = clock.now()
  const today = dayOf(now)
  const limit = config[QUOTA_OF[operation]]
  if (await addUse(tx, party, operation, today, amount, limit)) return
  log.warn('a quota is used up', { party, operation, limit, asked: amount })
  throw new HubError('quota.exceeded', `The hub answers ${limit} of these a day.`, {
    retryAfterSeconds: secondsUntilTomorrow(now, today),
  })
}
