import { recordAccess } from '../../access-log/index.js'
import { DEFAULT_PROFILE } from '../../cases/index.js'
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
import { contactPlan, type ContactStep } from '../../parties/index.js'
import { clocksOf, DEFAULT_TERMS, type PracticeTerms } from '../clocks.js'
import { stateOf } from '../states.js'
import { selectFollowedCases, selectFollowedMonth, type FollowedCase } from './store.js'

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
    const { closedAt, closingEntry, items: total, terms = DEFAULT_TERMS } = followed
    const { strategy = DEFAULT_PROFILE.contactStrategy } = followed
    const rules = { closedOn: dayOf(new Date(closedAt)), terms, strategy, today }
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

interface Rules {
  readonly closedOn: Day
  readonly terms: PracticeTerms
  readonly strategy: readonly ContactStep[]
  readonly today: Day
}

function progressOf(
  row: FollowedCase,
  { closedOn, terms, strategy, today }: Rules,
): Schemas['CaseProgress'] {
  const { case_id: caseId, report, urgency } = row
  const deadlineOn = row.deadline_on ?? undefined
  const urgentOn = dayIn(row.urgent_at)
  const evictionOn = dayIn(row.eviction_at)
  const facts = { closedOn, urgency, deadlineOn, urgentOn, evictionOn, today }
  return {
    caseId,
    workBin: row.work_bin,
    state: stateOf(report),
    version: row.version ?? 0,
    ...(row.reported_at !== null && { reportedAt: new Date(row.reported_at).toISOString() }),
    ...(report !== null && { report }),
    clocks: clocksOf(report ?? undefined, facts, terms),
    contacts: contactsOf(row, strategy, today),
  }
}

function dayIn(instant: string | null): Day | undefined {
  return instant === null ? undefined : dayOf(new Date(instant))
}

const CHANNELS: Readonly<Partial<Record<Schemas['ContactKind'], ContactStep['channel']>>> = {
  LETTER: 'LETTER',
  TELEPHONE: 'PHONE',
  HOME_VISIT: 'VISIT',
  CARD: 'CARD',
}

/** What is next, while a case is being worked on. */
function contactsOf(
  { report, is_phone_known: isPhoneKnown }: FollowedCase,
  strategy: readonly ContactStep[],
  today: Day,
): Schemas['CaseProgress']['contacts'] {
  if (report?.takenUpOn === undefined || stateOf(report) === 'CLOSED') return []
  const tried = new Set(report.contactAttempts.flatMap(({ kind }) => CHANNELS[kind] ?? []))
  const facts = { takenUpOn: report.takenUpOn as Day, isPhoneKnown, tried }
  return contactPlan(strategy, facts, today)
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
