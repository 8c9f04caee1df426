import { addWorkingDays, type Day } from '../kernel/calendar.js'
import type { Notified } from './notified.js'

/** How soon a household must hear from the municipality. */
export type Urgency = 'NORMAL' | 'HIGH' | 'CRISIS'

/** How soon, and by which day at the latest. */
export interface UrgencyOf {
  readonly urgency: Urgency
  readonly deadlineOn: Day | null
}

/**
 * Working days in which a crisis is taken up. The law sets them from the resident's acceptance (Wgs
 * article 4, second paragraph); practice counts them from the report, and so does this, which is
 * never later.
 */
export const CRISIS_WORKING_DAYS = 3

/**
 * How urgent notifications are together: a crisis within three working days of its report, an end of
 * supply before the day on which supply ends, when that day is known. The earliest day counts.
 */
export function urgencyOf(
  notified: readonly Pick<Notified, 'crisis' | 'kind' | 'plannedTerminationOn' | 'reportedOn'>[],
): UrgencyOf {
  let urgency: Urgency = 'NORMAL'
  let deadlineOn: Day | null = null
  for (const one of notified) {
    if (one.crisis) urgency = 'CRISIS'
    else if (isDisconnection(one) && urgency === 'NORMAL') urgency = 'HIGH'
    for (const day of [
      one.crisis ? addWorkingDays(one.reportedOn, CRISIS_WORKING_DAYS) : null,
      one.plannedTerminationOn,
    ]) {
      if (day !== null && (deadlineOn === null || day < deadlineOn)) deadlineOn = day
    }
  }
  return { urgency, deadlineOn: urgency === 'NORMAL' ? null : deadlineOn }
}

/** Whether supply is about to end: an end-of-supply report, or what corrects one. */
export function isDisconnection(one: Pick<Notified, 'kind' | 'plannedTerminationOn'>): boolean {
  return one.kind === 'END_OF_SUPPLY' || one.plannedTerminationOn !== null
}
