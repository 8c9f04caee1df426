import type { components } from '../generated/openapi.js'
import { daysBetween, type Day } from '../kernel/calendar.js'
import { isFinal } from './feedback-policy.js'
import type { CaseOutcome } from './judge.js'

type Schemas = components['schemas']

/** How far a case has come. */
export type CaseState = Schemas['CaseState']
/** What a report did to a case. */
export type OutcomeChange = Schemas['OutcomeChange']

/** Days after which a closing counts as reported late: it misses the numbers of its month. */
export const LATE_AFTER_DAYS = 31

/**
 * How far a case has come by a report about it. Closed is what has an outcome, and what holds
 * nothing but notifications that were not taken up for good.
 */
export function stateOf(report: CaseOutcome | null | undefined): CaseState {
  if (report === null || report === undefined) return 'NOT_REPORTED'
  if (report.outcome !== undefined) return 'CLOSED'
  const { notifications } = report
  if (notifications.length > 0 && notifications.every(({ status }) => isFinal(status))) {
    return 'CLOSED'
  }
  const isTakenUp =
    report.takenUpOn !== undefined || notifications.some(({ status }) => status === 'TAKEN_UP')
  return isTakenUp ? 'TAKEN_UP' : 'NOT_TAKEN_UP'
}

/**
 * What a report does to a case. Every step is possible, also back: people correct themselves, and
 * what was told to creditors is corrected with it. Which step it was is said in the receipt.
 */
export function changeOf(before: CaseOutcome | null, after: CaseOutcome): OutcomeChange {
  if (before === null) return stateOf(after) === 'CLOSED' ? 'CLOSING' : 'FIRST'
  const was = stateOf(before)
  const is = stateOf(after)
  if (was === 'CLOSED') return is === 'CLOSED' ? 'CORRECTION' : 'REOPENING'
  return is === 'CLOSED' ? 'CLOSING' : 'PROGRESS'
}

/** Whether a closing is reported so late that the numbers of its time have been counted without it. */
export function isLate({ closedOn }: CaseOutcome, today: Day): boolean {
  return closedOn !== undefined && daysBetween(closedOn as Day, today) > LATE_AFTER_DAYS
}
