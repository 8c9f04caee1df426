import { byReport, keyOf, predecessorKeyOf, type Reported } from './reported.js'

/** Months before the present one in which an earlier notification counts (national monitor). */
export const LOOK_BACK_MONTHS = 6

/** What a notification repeats, and what became of the amount. */
export interface Repeat {
  /** Notification id, of the same creditor. */
  readonly repeatOf: string
  /** Cents now minus cents then; zero or less means that the arrears did not grow. */
  readonly amountTrendCents: number
}

/** What of a notification decides whether another one repeats it. */
export type Repeatable = Omit<Reported, 'kind' | 'withdrawalReason'>

/**
 * The earlier notification that this one repeats: the predecessor that it names, or else the latest
 * one of the same creditor about the same sector and customer.
 *
 * A municipality has to take a repeat up only when the arrears grew, so the trend matters.
 *
 * @param others Notifications that still stand, the month and the six before it: of the household, or
 *   of the customer. What was paid or withdrawn is not among them: arrears after that are new.
 * @param isBefore Whether another one came earlier than this one. By month and report unless said
 *   otherwise, so that the order of arrival shows nowhere.
 * @returns `undefined` when nothing earlier is known.
 */
export function repeatOf<One extends Repeatable>(
  one: One,
  others: readonly One[],
  isBefore: (other: One, one: One) => boolean = isReportedBefore,
): Repeat | undefined {
  const named = predecessorKeyOf(one)
  let found: One | undefined
  for (const other of others) {
    if (other.creditor !== one.creditor || other === one) continue
    if (keyOf(other) === named) {
      found = other
      break
    }
    if (!isBefore(other, one)) continue
    if (predecessorKeyOf(other) === keyOf(one) || !isKnownSame(other, one)) continue
    if (found === undefined || isReportedBefore(found, other)) found = other
  }
  return found && repetition(one, found)
}

/** How a notification stands to the one that it repeats. */
export function repetition(
  now: Pick<Reported, 'arrearsCents'>,
  then: Pick<Reported, 'notificationId' | 'arrearsCents'>,
): Repeat {
  return {
    repeatOf: then.notificationId,
    amountTrendCents: now.arrearsCents - then.arrearsCents,
  }
}

/** Whether the arrears are more than they were: only then a repeat tells something new. */
export function hasGrown({ amountTrendCents }: Pick<Repeat, 'amountTrendCents'>): boolean {
  return amountTrendCents > 0
}

/**
 * Whether two notifications can be about one debt: same creditor and sector, and the same customer.
 * Where a reference is missing the person decides; where that is not known either, a creditor is
 * taken to have one customer in a household.
 */
export function isSameDebt(
  left: Pick<Reported, 'creditor' | 'sector' | 'customer' | 'subject'>,
  right: Pick<Reported, 'creditor' | 'sector' | 'customer' | 'subject'>,
): boolean {
  if (left.creditor !== right.creditor || left.sector !== right.sector) return false
  if (left.customer !== null && right.customer !== null) return left.customer === right.customer
  if (left.subject !== null && right.subject !== null) return left.subject === right.subject
  return true
}

/** A repeat needs a reason to believe it: customer or person must be known and equal. */
function isKnownSame(left: Repeatable, right: Repeatable): boolean {
  const bothKnown =
    (left.customer !== null && right.customer !== null) ||
    (left.subject !== null && right.subject !== null)
  return bothKnown && isSameDebt(left, right)
}

function isReportedBefore(left: Repeatable, right: Repeatable): boolean {
  return left.month < right.month || (left.month === right.month && byReport(left, right) < 0)
}
