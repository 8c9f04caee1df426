import { addDays, instantOf, type Day } from '../kernel/calendar.js'

/** What a party may have of each limited operation within one civil day. */
export interface Quotas {
  /** Households that an officer may trace. */
  readonly tracesPerDay: number
  /** Items that a deliverer may have judged without delivering them. */
  readonly trialItemsPerDay: number
  /** Pages of the access log that an officer may read. */
  readonly logPagesPerDay: number
}

/** Which setting limits an operation. */
export const QUOTA_OF = {
  traceDataSubject: 'tracesPerDay',
  validateNotificationBatch: 'trialItemsPerDay',
  searchAccessLog: 'logPagesPerDay',
} as const satisfies Record<string, keyof Quotas>

/** An operation with a daily quota. */
export type LimitedOperation = keyof typeof QUOTA_OF

/** Whole seconds until the next day begins in Amsterdam: at least one, at most a day of 24 hours. */
export function secondsUntilTomorrow(now: Date, today: Day): number {
  const midnight = instantOf(addDays(today, 1), 0)
  const seconds = Math.ceil((midnight.getTime() - now.getTime()) / 1000)
  return Math.min(Math.max(seconds, 1), 86_400)
}
