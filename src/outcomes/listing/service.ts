import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import {
  Cursors,
  logReference,
  municipalEntry,
  municipalScope,
  type Municipality,
} from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { progressOf, rulesOn } from '../reminders/service.js'
import { selectFollowedCases, selectFollowedMonth } from './store.js'

type Schemas = components['schemas']

/** Cases on a page at most. */
export const OUTCOME_ITEMS = 1000

/**
 * How the cases of a closed month stand: the latest report about each and the terms that run. What is
 * overdue is the reminder. The reading is logged with the places of the cases in their month.
 *
 * @param cursor As the page before gave it.
 * @throws {HubError} `feed.unknown` for a month without a closed feed, `feed.cursor`,
 *   `log.unavailable`.
 */
export function listOutcomes(
  context: Context,
  caller: Municipality,
  month: Month,
  cursor: string | undefined,
): Promise<Schemas['OutcomePage']> {
  const { municipality } = caller
  const cursors = new Cursors(context.keys.mac.expose(), `outcomes/${municipality}/${month}`)
  const [from] = cursor === undefined ? [0] : cursors.read(cursor)
  return inTransaction(context.db, 'outcomes.list', municipalScope(caller), async (tx) => {
    const now = context.clock.now()
    const today = dayOf(now)
    const followed = await selectFollowedMonth(tx, municipality, month, today)
    if (followed === undefined) {
      throw new HubError('feed.unknown', 'There is no closed feed of that month.')
    }
    const rows = await selectFollowedCases(tx, municipality, month, from, OUTCOME_ITEMS)
    const { closingEntry, items: total } = followed
    const rules = rulesOn(followed, today)
    const items = rows.map((row) => progressOf(row, rules))
    const to = rows.length === 0 ? from : rows.at(-1)!.position + 1
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'VIEW', 'listOutcomes'),
        objects: { municipality, month, from, to, closingEntry },
        count: items.length,
        at: now,
      },
    ])
    return {
      hub: context.config.hubId,
      municipalityCode: municipality,
      month,
      counts: countsOf(items),
      items,
      nextCursor: items.length === OUTCOME_ITEMS && to < total ? cursors.write(to) : null,
      logEntry: logReference(entry!),
    }
  })
}

function countsOf(items: readonly Schemas['CaseProgress'][]): Schemas['OutcomePage']['counts'] {
  const of = (state: Schemas['CaseState']) => items.filter((item) => item.state === state).length
  const overdue = items.filter(({ clocks }) => clocks.some(({ state }) => state === 'OVERDUE'))
  return {
    notReported: of('NOT_REPORTED'),
    notTakenUp: of('NOT_TAKEN_UP'),
    takenUp: of('TAKEN_UP'),
    closed: of('CLOSED'),
    overdue: overdue.length,
  }
}
