import {
  addDays,
  daysBetween,
  lastDayOf,
  monthOf,
  monthsAfter,
  type Day,
} from '../kernel/calendar.js'
import { RIGHT_KINDS } from './policy.js'

/** What a resident waits for an answer to: access (GDPR article 15), or a right that has effects. */
export const CLOCK_KINDS = ['ACCESS', ...RIGHT_KINDS] as const

/** Kind of a request with a clock. */
export type ClockKind = (typeof CLOCK_KINDS)[number]

/** How a request ends: answered, refused with reasons, or withdrawn by the resident. */
export const ANSWERS = ['GIVEN', 'REFUSED', 'WITHDRAWN'] as const

/** How a request ended. */
export type ClockAnswer = (typeof ANSWERS)[number]

/**
 * Days in which the answer is due. The law says one month (GDPR article 12, third paragraph); four
 * weeks are never longer than that, whichever month it is.
 */
export const ANSWER_DAYS = 28

/** Days before the end in which a request is pointed out. */
export const SOON_DAYS = 7

/** The oldest day of receipt that can still be registered. */
export const OLDEST_DAYS = 366

/** Last day on which an answer to something received on a day is in time. */
export function dueAfter(receivedOn: Day): Day {
  return addDays(receivedOn, ANSWER_DAYS)
}

/** The last day of the month after receipt: until then the resident can be told of an extension. */
export function extendableUntil(receivedOn: Day): Day {
  return monthsLater(receivedOn, 1)
}

/** The last day to which the law lets an answer be extended: two months on top of the one. */
export function longestExtension(receivedOn: Day): Day {
  return monthsLater(receivedOn, 3)
}

/** Where a request stands: in time, nearly late, or late. */
export function urgencyOf(dueOn: Day, today: Day): 'IN_TIME' | 'SOON' | 'LATE' {
  if (dueOn < today) return 'LATE'
  return daysBetween(today, dueOn) <= SOON_DAYS ? 'SOON' : 'IN_TIME'
}

/** Whether a request can be said to be received on a day: not later than today, nor very long ago. */
export function isReceivable(receivedOn: Day, today: Day): boolean {
  return receivedOn <= today && daysBetween(receivedOn, today) <= OLDEST_DAYS
}

/** The same day so many months later, or the last one of a month that is too short for it. */
function monthsLater(day: Day, count: number): Day {
  const last = lastDayOf(monthsAfter(monthOf(day), count))
  const same = `${last.slice(0, 8)}${day.slice(8)}` as Day
  return same < last ? same : last
}
