import { DEFAULT_PROFILE } from '../../cases/index.js'
import type { Tx } from '../../db/client.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Day, type Month } from '../../kernel/calendar.js'
import { contactPlan, type ContactStep, type MunicipalityCode } from '../../parties/index.js'
import { clocksOf, DEFAULT_TERMS, type PracticeTerms } from '../clocks.js'
import * as store from '../listing/store.js'
import { stateOf } from '../states.js'

type Schemas = components['schemas']
type Progress = Schemas['CaseProgress']

/**
 * How one case stands, for whoever shows it and logs that.
 *
 * @returns `undefined` when the month is open or holds no such case.
 */
export async function followCase(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
  today: Day,
): Promise<Progress | undefined> {
  const followed = await store.selectFollowedMonth(tx, municipality, month, today)
  const row = await store.selectFollowedCase(tx, municipality, month, caseId)
  if (followed === undefined || row === undefined) return undefined
  return progressOf(row, rulesOn(followed, today))
}

/**
 * Cases of a closed month of which a term is over, by the same terms as the list of outcomes: the
 * reminders of a team. What was closed has none.
 */
export async function overdueCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  today: Day,
): Promise<readonly string[]> {
  const followed = await store.selectFollowedMonth(tx, municipality, month, today)
  if (followed === undefined) return []
  const rows = await store.selectUnclosedCases(tx, municipality, month)
  const rules = rulesOn(followed, today)
  return rows
    .map((row) => progressOf(row, rules))
    .filter(({ state, clocks }) => state !== 'CLOSED' && clocks.some(isOver))
    .map(({ caseId }) => caseId)
}

function isOver({ state }: Progress['clocks'][number]): boolean {
  return state === 'OVERDUE'
}

/** What decides how a case of a month stands on a day. */
export interface FollowRules {
  readonly closedOn: Day
  readonly terms: PracticeTerms
  readonly strategy: readonly ContactStep[]
  readonly today: Day
}

/** Terms and contact strategy of a municipality, or those that the hub suggests. */
export function rulesOn(
  { closedAt, terms, strategy }: Pick<store.FollowedMonth, 'closedAt' | 'terms' | 'strategy'>,
  today: Day,
): FollowRules {
  return {
    closedOn: dayOf(new Date(closedAt)),
    terms: terms ?? DEFAULT_TERMS,
    strategy: strategy ?? DEFAULT_PROFILE.contactStrategy,
    today,
  }
}

/** How a case stands: the latest report about it, the terms that run, and what is next. */
export function progressOf(
  row: store.FollowedCase,
  { closedOn, terms, strategy, today }: FollowRules,
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
  { report, is_phone_known: isPhoneKnown }: store.FollowedCase,
  strategy: readonly ContactStep[],
  today: Day,
): Schemas['CaseProgress']['contacts'] {
  if (report?.takenUpOn === undefined || stateOf(report) === 'CLOSED') return []
  const tried = new Set(report.contactAttempts.flatMap(({ kind }) => CHANNELS[kind] ?? []))
  const facts = { takenUpOn: report.takenUpOn as Day, isPhoneKnown, tried }
  return contactPlan(strategy, facts, today)
}
