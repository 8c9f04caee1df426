import type { Context } from '../../context.js'
import { recordAccess } from '../../access-log/index.js'
import { sha256 } from '../../crypto/hash.js'
import { inTransaction } from '../../db/transaction.js'
import {
  acknowledgeFeed,
  caseIdsFrom,
  municipalEntry,
  municipalScope,
  proveCases,
  pullCases,
  type CasesProof,
  type PulledCases,
} from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { addDays, dayOf, type Day, type Month } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { MOST_CASES, subjectsOf } from '../case/service.js'
import { requireDuty, type Worker } from '../duties/service.js'
import * as store from './store.js'

/** A closed month with the days until which its sealed identities stay. */
export interface KeptMonth extends store.MonthToKeep {
  /** As it stands now: after acknowledging, or after closing. */
  readonly untilOn: Day
  /** When it is acknowledged now. */
  readonly untilWhenAcknowledgedOn: Day
}

/**
 * Closed months, and until when envelopes stay. The look is logged.
 *
 * @throws {HubError} `work.duty`.
 */
export function readMonths(context: Context, worker: Worker): Promise<readonly KeptMonth[]> {
  requireDuty(worker, ['COORDINATOR'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.months', municipalScope(worker), async (tx) => {
    const now = context.clock.now()
    const months = await store.selectMonthsToKeep(tx, municipality, now)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'VIEW', 'workMonths'),
        objects: { municipality, feeds: months.length },
        count: months.length,
        at: now,
      },
    ])
    return months.map((month) => ({
      ...month,
      untilOn:
        month.acknowledgedAt === null
          ? addDays(dayOf(month.closedAt), month.unfetchedDays)
          : addDays(dayOf(month.acknowledgedAt), month.graceDays),
      untilWhenAcknowledgedOn: addDays(dayOf(now), month.graceDays),
    }))
  })
}

/** A part of a month with its proof, in the order of the feed. */
export interface ReleasedPart extends PulledCases, CasesProof {
  readonly from: number
}

/**
 * Hands the next part of a whole month to a browser that opens and keeps it, from a place on. Logged
 * with the cases and whom they are about, before anything leaves.
 *
 * @throws {HubError} `work.duty`; `feed.unknown` when the month is not closed or forgotten.
 */
export function releasePart(
  context: Context,
  worker: Worker,
  month: Month,
  from: number,
): Promise<ReleasedPart> {
  requireDuty(worker, ['COORDINATOR'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.release_part', municipalScope(worker), async (tx) => {
    const caseIds = await caseIdsFrom(tx, worker, month, from, MOST_CASES)
    const pulled = await pullCases(tx, worker, month, caseIds)
    const proof = await proveCases(tx, worker, month, pulled)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'PULL', 'workSealed'),
        objects: { municipality, month, cases: [...caseIds] },
        count: pulled.items.length,
        at: context.clock.now(),
        subjects: await subjectsOf(tx, pulled),
      },
    ])
    return { from, ...pulled, ...proof }
  })
}

/** What a browser counted and computed over a month that it opened whole. */
export interface SeenWhole {
  readonly count: number
  /** Hexadecimal. */
  readonly root: string
}

/**
 * Acknowledges a month on behalf of its coordinator: from then on the grace time of its envelopes
 * runs. The certificate of the person stands for the signature.
 *
 * @throws {HubError} `work.duty`, `feed.unknown`; `feed.integrity` when count or root are not those
 *   that were closed.
 */
export async function acknowledgeMonth(
  context: Context,
  worker: Worker,
  month: Month,
  { count, root }: SeenWhole,
): Promise<components['schemas']['FeedAcknowledged']> {
  requireDuty(worker, ['COORDINATOR'])
  const acknowledgementId = randomId()
  return acknowledgeFeed(context, worker, month, {
    acknowledgementId,
    count,
    root,
    digest: sha256(acknowledgementId),
    signer: worker.fingerprint,
  })
}
