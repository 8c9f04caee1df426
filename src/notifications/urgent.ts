import { addWorkingDays } from '../kernel/calendar.js'
import type { NotificationRow, UrgentRow } from './rows/row.js'

/** Working days in which a municipality takes up a crisis (Wgs article 4, second paragraph). */
const CRISIS_WORKING_DAYS = 3

/** Why, and by when, something is urgent. */
export type Urgent = Pick<UrgentRow, 'reason' | 'ground' | 'deadlineOn'>

/**
 * Why a notification goes to the municipality at once and not only with the month's feed: a crisis,
 * an end of supply, or a change to what an earlier feed already told, so that no visit is made on it.
 *
 * @param isEarlierClosed Whether the month of the notification that this one changes is closed.
 * @returns `undefined` when it can wait for the feed.
 */
export function urgentReason(row: NotificationRow, isEarlierClosed: boolean): Urgent | undefined {
  const { kind, crisis, crisisGround: ground, plannedTerminationOn, reportedOn } = row
  const deadlineOn = crisis ? addWorkingDays(reportedOn, CRISIS_WORKING_DAYS) : plannedTerminationOn
  if (kind === 'WITHDRAWAL') {
    if (!isEarlierClosed) return undefined
    return { reason: 'WITHDRAWAL_AFTER_CLOSE', ground: null, deadlineOn: null }
  }
  if (kind === 'CORRECTION' && isEarlierClosed) {
    return { reason: 'CORRECTION_AFTER_CLOSE', ground, deadlineOn }
  }
  if (crisis) return { reason: 'CRISIS', ground, deadlineOn }
  if (kind === 'END_OF_SUPPLY') return { reason: 'END_OF_SUPPLY', ground, deadlineOn }
  return undefined
}
