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
import { dayOf, type Day, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { clocksOf, DEFAULT_TERMS, type PracticeTerms } from '../clocks.js'
import { stateOf } from '../states.js'
import { selectFollowedCases, selectFollowedMonth, type FollowedCase } from './store.js'

type Schemas = components['schemas']

/** Cases on a page at most. */
export const OUTCOME_ITEMS = 1000

/**
 * How the cases of a closed month stand: the latest report about each and the terms that run. What is
 * overdue is the reminder. The reading is logged.
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
    const followed = await selectFollowedMonth(tx, municipality, month)
    if (followed === undefined) {
      throw new HubError('feed.unknown', 'There is no closed feed of that month.')
    }
    const rows = await selectFollowedCases(tx, municipality, month, from, OUTCOME_ITEMS)
    const { closedAt, items: total } = followed
    const items = rows.map((row) =>
      progressOf(row, dayOf(new Date(closedAt)), DEFAULT_TERMS, today),
    )
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'VIEW', 'listOutcomes'),
        objects: { municipality, month },
        count: items.length,
        at: now,
      },
    ])
    const next = from + items.length
    return {
      hub: context.config.hubId,
      municipalityCode: municipality,
      month,
      counts: countsOf(items),
      items,
      nextCursor: items.length > 0 && next < total ? cursors.write(next) : null,
      logEntry: logReference(entry!),
    }
  })
}

function progressOf(
  row: FollowedCase,
  closedOn: Day,
  terms: PracticeTerms,
  today: Day,
): Schemas['CaseProgress'] {
  const { case_id: caseId, report, urgency, is_eviction: isEviction } = row
  const deadlineOn = row.deadline_on ?? undefined
  const facts = { closedOn, urgency, deadlineOn, isEviction, today }
  return {
    caseId,
    state: stateOf(report),
    version: row.version ?? 0,
    ...(row.reported_at !== null && { reportedAt: new Date(row.reported_at).toISOString() }),
    ...(report !== null && { report }),
    clocks: clocksOf(report ?? undefined, facts, terms),
  }
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
