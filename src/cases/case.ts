import { byReport, isSameDebt, keyOf, LOOK_BACK_MONTHS, predecessorKeyOf } from '../debts/index.js'
import { type Month, monthsBefore } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { Notified } from './notified.js'

/** Classes of the national monitor; both "multiple" and "consecutive" can hold. */
export type MatchClass = 'SINGLE' | 'MULTIPLE' | 'CONSECUTIVE' | 'MULTIPLE_CONSECUTIVE'

/** What matching needs of one notification to sum up a case. */
export type Counted = Pick<
  Notified,
  | 'creditor'
  | 'notificationId'
  | 'month'
  | 'kind'
  | 'sector'
  | 'arrearsCents'
  | 'reportedOn'
  | 'predecessorId'
  | 'customer'
  | 'subject'
>

/** What matching concludes about one household in one month. */
export interface CaseSummary {
  readonly matchClass: MatchClass
  /** Each sector once, in alphabetical order. */
  readonly sectors: readonly Sector[]
  /** Notifications of the month. */
  readonly notificationCount: number
  /** Months in a row with a notification, up to and including this one: 1 to 7. */
  readonly consecutiveMonths: number
  /** Whole euro cents. */
  readonly totalArrearsCents: number
}

/**
 * Sums up the notifications of one household for the month being matched.
 *
 * Two or more in the month make it multiple, one or more in the six months before make it
 * consecutive, and both can hold (national monitor). A creditor who reported twice is counted twice
 * for the class, but only its latest amount enters the total: a later notification about the same
 * customer replaces an earlier one.
 *
 * @param counted Notifications of one household, in any order, corrections and withdrawals folded
 *   in; only the month and the six before it are looked at.
 * @param month The month being matched.
 * @returns The summary, or `undefined` when nothing was reported in `month`: then there is no case.
 * @throws {RangeError} When an amount is not a positive whole number of cents. Intake guarantees
 *   that it is, so this is a bug and not a refusal.
 */
export function summariseCase(counted: readonly Counted[], month: Month): CaseSummary | undefined {
  const current = counted.filter((one) => one.month === month)
  if (current.length === 0) return undefined

  const from = monthsBefore(month, LOOK_BACK_MONTHS)
  const earlier = new Set<Month>()
  for (const one of counted) {
    if (one.month >= from && one.month < month) earlier.add(one.month)
  }
  return {
    matchClass: matchClassOf(current.length, earlier.size > 0),
    sectors: [...new Set(current.map(({ sector }) => sector))].sort(),
    notificationCount: current.length,
    consecutiveMonths: monthsInARow(earlier, month),
    totalArrearsCents: latestPerDebt(current).reduce(
      (total, { arrearsCents }) => total + wholeCents(arrearsCents),
      0,
    ),
  }
}

/**
 * The notifications whose amounts count: of each creditor, sector and customer the latest. What
 * another one names as its predecessor is never the latest, also when both say the same day.
 */
export function latestPerDebt<One extends Counted>(counted: readonly One[]): One[] {
  if (counted.length === 1) return [...counted]
  const superseded = new Set(counted.map(predecessorKeyOf))
  const latest: One[] = []
  const newestFirst = counted
    .filter((one) => !superseded.has(keyOf(one)))
    .sort((left, right) => byReport(right, left))
  for (const one of newestFirst) {
    if (!latest.some((kept) => isSameDebt(kept, one))) latest.push(one)
  }
  return latest
}

function matchClassOf(inMonth: number, hasEarlier: boolean): MatchClass {
  if (inMonth > 1) return hasEarlier ? 'MULTIPLE_CONSECUTIVE' : 'MULTIPLE'
  return hasEarlier ? 'CONSECUTIVE' : 'SINGLE'
}

function monthsInARow(earlier: ReadonlySet<Month>, month: Month): number {
  let count = 1
  while (earlier.has(monthsBefore(month, count))) count += 1
  return count
}

function wholeCents(cents: number): number {
  if (!Number.isSafeInteger(cents) || cents <= 0) {
    throw new RangeError('an amount is a positive whole number of cents')
  }
  return cents
}
