import type { components } from '../generated/openapi.js'
import { addDays, isDay, lastDayOf, monthOf, monthsAfter, type Day } from '../kernel/calendar.js'

type Schemas = components['schemas']

/** How a pause stands. */
export type PauseStatus = Schemas['CollectionPauseStatus']
/** Why a creditor declines; all that it can say. */
export type PauseRefusal = Schemas['CollectionPauseRefusal']
/** The same as values, in the order of the contract. */
export const PAUSE_REFUSALS: readonly PauseRefusal[] = [
  'PAID',
  'ARRANGEMENT_MADE',
  'PAUSED_ALREADY',
  'IN_COURT',
  'NOT_AGREED',
  'OTHER',
]
/** What ended a pause, as its municipality learns it. */
export type PauseEnd = Schemas['CollectionPauseEnd']

// All of this is agreed practice. No law makes a creditor wait, or says how long; the covenants of
// before 2021 had one month, which is what is asked unless somebody asks for more.

/** Months that a creditor is asked to wait unless told. */
export const PAUSE_MONTHS = 1
/** The longest that can be asked, and confirmed: longer is an arrangement, and no pause. */
export const MOST_PAUSE_MONTHS = 3
/** Days in which a creditor answers; after that the ask no longer stands. */
export const ANSWER_DAYS = 14
/** Days for which a creditor still finds that an ask was withdrawn. */
export const WITHDRAWN_SHOWN_DAYS = 31

/** What decides how a pause stands on a day. */
export interface PauseDays {
  readonly status: PauseStatus
  /** Last day on which it can be answered. */
  readonly answerBy: Day
  /** Last day of a confirmed pause; null before. */
  readonly untilOn: Day | null
}

/** How a pause stands today: nobody writes down that a day went by. */
export function statusOn({ status, answerBy, untilOn }: PauseDays, today: Day): PauseStatus {
  if (status === 'ASKED' && today > answerBy) return 'EXPIRED'
  if (status === 'CONFIRMED' && untilOn !== null && today > untilOn) return 'ENDED'
  return status
}

/** Last day on which an ask can be answered. */
export function answerByOf(askedOn: Day): Day {
  return addDays(askedOn, ANSWER_DAYS)
}

/** The same day of the month some months later, or the last day of a month that has no such day. */
export function monthsLater(day: Day, months: number): Day {
  const month = monthsAfter(monthOf(day), months)
  const same = `${month}-${day.slice(8)}`
  return isDay(same) ? same : lastDayOf(month)
}

/**
 * The last day of a pause that is confirmed today: what the creditor says, or as long as was asked.
 *
 * @returns `undefined` for a day that does not lie ahead, or lies further than a pause goes.
 */
export function untilOf(today: Day, months: number, wanted: Day | undefined): Day | undefined {
  if (wanted === undefined) return monthsLater(today, months)
  return wanted > today && wanted <= monthsLater(today, MOST_PAUSE_MONTHS) ? wanted : undefined
}

/** Whether a municipality can still take an ask, or what was confirmed to it, back. */
export function canWithdraw(status: PauseStatus): boolean {
  return status === 'ASKED' || status === 'CONFIRMED'
}
