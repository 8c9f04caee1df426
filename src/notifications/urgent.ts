import { addWorkingDays } from '../kernel/calendar.js'
import type { NotificationRow, UrgentRow } from './rows/row.js'

/** Working days in which a municipality takes up a crisis (Wgs article 4, second paragraph). */
const CRISIS_WORKING_DAYS = 3

/** Why, and by when, something is urgent. */
export type Urgent = Pick<UrgentRow, 'reason' | 'ground' | 'deadlineOn'>

/** Why a notification is urgent by itself. */
export function urgencyOf(kind: string, crisis: boolean): 'CRISIS' | 'END_OF_SUPPLY' | undefined {
  if (crisis) return 'CRISIS'
  return kind === 'END_OF_SUPPLY' ? 'END_OF_SUPPLY' : undefined
}

/** What an urgent item depends on, of the notification that it follows. */
export interface Followed {
  /** Whether it is of an earlier month. */
  readonly isOver: boolean
  readonly urgency: 'CRISIS' | 'END_OF_SUPPLY' | undefined
}

/**
 * Why a notification goes to the municipality at once and not only with the month's feed: a crisis,
 * an end of supply, or a change to what the municipality was told before, by an earlier feed or by
 * this lane, so that no visit is made on it. An earlier month counts also in the hours before its
 * feed is closed: that feed tells how the month ended. What takes back or corrects something urgent is
 * urgent for the reason that this was.
 *
 * @param followed The notification that this one changes, when there is one.
 * @returns `undefined` when it can wait for the feed.
 */
export function urgentReason(
  row: NotificationRow,
  followed: Followed | undefined,
): Urgent | undefined {
  const { kind, crisis, crisisGround: ground, plannedTerminationOn, reportedOn } = row
  const deadlineOn = crisis ? addWorkingDays(reportedOn, CRISIS_WORKING_DAYS) : plannedTerminationOn
  const isOver = followed?.isOver === true
  if (kind === 'WITHDRAWAL') {
    const reason = isOver ? 'WITHDRAWAL_AFTER_CLOSE' : followed?.urgency
    return reason && { reason, ground: null, deadlineOn: null }
  }
  if (kind === 'CORRECTION' && isOver) {
    return { reason: 'CORRECTION_AFTER_CLOSE', ground, deadlineOn }
  }
  const reason = urgencyOf(kind, crisis) ?? (kind === 'CORRECTION' ? followed?.urgency : undefined)
  return reason && { reason, ground, deadlineOn }
}
