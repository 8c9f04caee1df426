import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import {
  casesChangedSince,
  municipalEntry,
  municipalScope,
  selectPlaces,
} from '../../feeds/index.js'
import { dayOf, type Day, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { overdueCases } from '../../outcomes/index.js'
import { binsOf, type NamedBin } from '../../triage/index.js'
import { requireDuty, type Worker } from '../duties/service.js'
import type { InboxFilter } from './filter.js'
import * as store from './store.js'

/** A month as a team sees it. */
export interface ReadInbox extends store.Inbox {
  readonly month: Month
  readonly months: readonly store.ClosedMonth[]
  /** What the rules that weighed this month call their bins, and propose to do. */
  readonly names: readonly NamedBin[]
}

/**
 * Reads the list of a closed month, without anybody's name. The look is logged with the places that the
 * cases shown have in their month.
 *
 * @param month The newest closed one when left out.
 * @returns `undefined` while no month was ever closed.
 * @throws {HubError} `work.duty`, `feed.unknown`.
 */
export function readInbox(
  context: Context,
  worker: Worker,
  month: Month | undefined,
  filter: InboxFilter,
): Promise<ReadInbox | undefined> {
  requireDuty(worker, ['COORDINATOR', 'CONSULTANT'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.inbox', municipalScope(worker), async (tx) => {
    const now = context.clock.now()
    const months = await store.selectMonths(tx, municipality)
    const asked = month ?? months[0]?.month
    if (asked !== undefined && !months.some((known) => known.month === asked)) {
      throw new HubError('feed.unknown', 'There is no closed feed of that month.')
    }
    const inbox =
      asked === undefined ? undefined : await inboxOf(tx, worker, asked, filter, dayOf(now))
    const shown = inbox?.rows.map(({ caseId }) => caseId) ?? []
    const places =
      asked === undefined ? undefined : await selectPlaces(tx, municipality, asked, shown)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'VIEW', 'workCases'),
        objects: {
          municipality,
          ...(asked !== undefined && { month: asked }),
          ...(filter.workBin !== null && { workBin: filter.workBin }),
          page: filter.page,
          size: filter.size,
          ...places,
        },
        count: inbox?.rows.length ?? 0,
        at: now,
      },
    ])
    return asked === undefined || inbox === undefined
      ? undefined
      : { ...inbox, month: asked, months }
  })
}

/** The list as it stands today: a case that was paid since is no visit, whatever it was at closing. */
async function inboxOf(
  tx: Tx,
  { municipality }: Worker,
  month: Month,
  filter: InboxFilter,
  today: Day,
): Promise<Omit<ReadInbox, 'month' | 'months'>> {
  const changed = await casesChangedSince(tx, { municipality }, month)
  const overdue = await overdueCases(tx, municipality, month, today)
  const inbox = await store.selectInbox(tx, municipality, month, filter, { changed, overdue })
  const rules = await store.selectRuleVersion(tx, municipality, month)
  const names = rules === undefined ? [] : await binsOf(tx, municipality, rules)
  return { ...inbox, names }
}
