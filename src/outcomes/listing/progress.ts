import { DEFAULT_PROFILE } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Day } from '../../kernel/calendar.js'
import { contactPlan, type ContactStep } from '../../parties/index.js'
import { clocksOf, DEFAULT_TERMS, type PracticeTerms } from '../clocks.js'
import { stateOf } from '../states.js'
import type { FollowedCase, FollowedMonth } from './store.js'

type Schemas = components['schemas']

/** What decides how a case of a month stands on a day. */
export interface FollowRules {
  readonly closedOn: Day
  readonly terms: PracticeTerms
  readonly strategy: readonly ContactStep[]
  readonly today: Day
}

/** Terms and contact strategy of a municipality, or those that the hub suggests. */
export function rulesOn(
  { closedAt, terms, strategy }: Pick<FollowedMonth, 'closedAt' | 'terms' | 'strategy'>,
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
  row: FollowedCase,
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
  { report, is_phone_known: isPhoneKnown }: FollowedCase,
  strategy: readonly ContactStep[],
  today: Day,
): Schemas['CaseProgress']['contacts'] {
  if (report?.takenUpOn === undefined || stateOf(report) === 'CLOSED') return []
  const tried = new Set(report.contactAttempts.flatMap(({ kind }) => CHANNELS[kind] ?? []))
  const facts = { takenUpOn: report.takenUpOn as Day, isPhoneKnown, tried }
  return contactPlan(strategy, facts, today)
}
