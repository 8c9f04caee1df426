import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import { municipalEntry, municipalScope, selectPlaces } from '../../feeds/index.js'
import type { Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { requireDuty, type Worker } from '../duties/service.js'
import type { InboxFilter } from './filter.js'
import * as store from './store.js'

/** A month as a team sees it. */
export interface ReadInbox extends store.Inbox {
  readonly month: Month
  readonly months: readonly store.ClosedMonth[]
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
    const months = await store.selectMonths(tx, municipality)
    const asked = month ?? months[0]?.month
    if (asked !== undefined && !months.some((known) => known.month === asked)) {
      throw new HubError('feed.unknown', 'There is no closed feed of that month.')
    }
    const inbox =
      asked === undefined ? undefined : await store.selectInbox(tx, municipality, asked, filter)
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
        at: context.clock.now(),
      },
    ])
    return asked === undefined || inbox === undefined
      ? undefined
      : { ...inbox, month: asked, months }
  })
}
