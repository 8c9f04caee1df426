import type { components } from '../generated/openapi.js'
import { addDays, addWorkingDays, type Day } from '../kernel/calendar.js'
import type { TriageTerms } from '../parties/triage-profile.js'
import type { CaseOutcome } from './judge.js'

type Schemas = components['schemas']

/** A term that runs or ran about a case. */
export type CaseClock = Schemas['CaseClock']

/** What the terms of a case depend on, beside the report about it. */
export interface ClockFacts {
  /** The day on which the feed was closed. */
  readonly closedOn: Day
  readonly urgency: 'NORMAL' | 'HIGH' | 'CRISIS'
  /** By when a household must hear from the municipality, where the case is urgent. */
  readonly deadlineOn: Day | undefined
  /**
   * The day on which the first of what is urgent came in, which the municipality was told of the same
   * day; `undefined` where nothing is urgent, and where that is forgotten: then it counts from the
   * closing.
   */
  readonly urgentOn?: Day | undefined
  /** The day on which the announcement of an eviction came in; `undefined` without one. */
  readonly evictionOn?: Day | undefined
  readonly today: Day
}

/** Terms that are practice; a municipality sets its own in its triage profile. */
export type PracticeTerms = TriageTerms

/**
 * Where a municipality set nothing. No law says how soon an offer must be made after a notification
 * (the Council of State remarked on that in 2019), so none of this is more than a suggestion.
 */
export const DEFAULT_TERMS: PracticeTerms = { takeUpDays: 28, closeDays: 90 }

/** Weeks from acceptance to the first conversation (Wgs article 4, first paragraph). */
const CONVERSATION_WEEKS = 4
/** Working days instead, in a threatening situation (Wgs article 4, second paragraph). */
const CRISIS_WORKING_DAYS = 3

/**
 * The terms of a case, in the order in which they can start. What is urgent reached the municipality
 * the day it came in, so its terms run from there; the rest from the closing of the feed. The steps of
 * an eviction are calendar days, as the programmes have them (a day, 72 hours, a week). The term of
 * article 4 runs from the resident's acceptance; it is the only one that is law. A case that was closed
 * has nothing running.
 */
export function clocksOf(
  report: CaseOutcome | undefined,
  facts: ClockFacts,
  terms: PracticeTerms = DEFAULT_TERMS,
): CaseClock[] {
  const { closedOn: from, today } = facts
  const ended = report?.closedOn as Day | undefined
  const takenUp = (report?.takenUpOn as Day | undefined) ?? ended
  const clock = (
    name: CaseClock['clock'],
    startedOn: Day,
    dueOn: Day,
    met: Day | undefined,
    basis: CaseClock['basis'] = 'PRACTICE',
  ): CaseClock => ({
    clock: name,
    startedOn,
    dueOn,
    ...(met !== undefined && { metOn: met }),
    basis,
    state: stateOf(dueOn, met, ended, today),
  })
  const clocks = [clock('TAKE_UP', from, addDays(from, terms.takeUpDays), takenUp)]
  const { deadlineOn, urgency } = facts
  if (urgency !== 'NORMAL' && deadlineOn !== undefined) {
    clocks.push(clock('URGENT', facts.urgentOn ?? from, deadlineOn, takenUp))
  }
  const { evictionOn: told } = facts
  if (told !== undefined && terms.eviction !== undefined) {
    const { contactDays, visitDays, planDays } = terms.eviction
    clocks.push(clock('CONTACT', told, addDays(told, contactDays), firstAttempt(report)))
    clocks.push(clock('VISIT', told, addDays(told, visitDays), firstAttempt(report, 'HOME_VISIT')))
    clocks.push(clock('PLAN', told, addDays(told, planDays), planMadeOn(report)))
  }
  const accepted = report?.offerAcceptedOn as Day | undefined
  if (accepted !== undefined) {
    const due =
      urgency === 'CRISIS'
        ? addWorkingDays(accepted, CRISIS_WORKING_DAYS)
        : addDays(accepted, CONVERSATION_WEEKS * 7)
    const held = report?.firstConversationOn as Day | undefined
    clocks.push(clock('FIRST_CONVERSATION', accepted, due, held, 'LAW'))
  }
  const up = report?.takenUpOn as Day | undefined
  if (up !== undefined) clocks.push(clock('CLOSE', up, addDays(up, terms.closeDays), ended))
  return clocks
}

function stateOf(
  dueOn: Day,
  met: Day | undefined,
  ended: Day | undefined,
  today: Day,
): CaseClock['state'] {
  if (met !== undefined) return met <= dueOn ? 'MET' : 'MISSED'
  // Nothing is still to be done about a closed case; what was due by then was not done.
  if (ended !== undefined) return ended <= dueOn ? 'MET' : 'MISSED'
  return today > dueOn ? 'OVERDUE' : 'RUNNING'
}

function firstAttempt(report: CaseOutcome | undefined, kind?: string): Day | undefined {
  const days = (report?.contactAttempts ?? [])
    .filter((attempt) => kind === undefined || attempt.kind === kind)
    .map(({ on }) => on as Day)
    .sort()
  return days[0]
}

function planMadeOn(report: CaseOutcome | undefined): Day | undefined {
  if (report?.planMade !== true) return undefined
  return (report.planMadeOn ?? report.firstConversationOn ?? report.closedOn) as Day | undefined
}
