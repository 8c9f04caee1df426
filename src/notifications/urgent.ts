import { addWorkingDays } from '../kernel/calendar.js'
import type { NotificationRow, UrgentRow } from './rows/row.js'

/** Working days in which a municipality takes up a crisis (Wgs article 4, second paragraph). */
const CRISIS_WORKING_DAYS = 3

/** Why, and by when, something is urgent. */
export type Urgent = Pick<UrgentRow, 'reason' | 'ground' | 'deadlineOn'>

/**
 * Why a notification goes to the municipality at once and not only with the month's feed: a crisis,
 * an end of supply, or a change to what an earlier feed told, so that no visit is made on it. An
 * earlier month counts also in the hours before its feed is closed: that feed tells how the month
 * ended.
 *
 * @param isEarlierOver Whether the notification that this one changes is of an earlier month.
 * @returns `undefined` when it can wait for the feed.
 */
export function urgentReason(row: NotificationRow, isEarlierOver: boolean): Urgent | undefined {
  const { kind, crisis, crisisGround: ground, plannedTerminationOn, reportedOn } = row
  const deadlineOn = crisis ? addWorkingDays(reportedOn, CRISIS_WORKING_DAYS) : plannedTerminationOn
  if (kind === 'WITHDRAWAL') {
    if (!isEarlierOver) return undefined
    return { reason: 'WITHDRAWAL_AFTER_CLOSE', ground: null, deadlineOn: null }
  }
  if (kind === 'CORRECTION' && isEarlierOver) {
    return { reason: 'CORRECTION_AFTER_CLOSE', ground, deadlineOn }
  }
  if (crisis) return { reason: 'CRISIS', ground, deadlineOn }
  if (kind === 'END_OF_SUPPLY') return { reason: 'END_OF_SUPPLY', ground, deadlineOn }
  return undefined
}
