import { isSameDebt } from './case.js'
import { byReport, keyOf, predecessorKeyOf, type Notified } from './notified.js'

/** What a notification repeats, and what became of the amount. */
export interface Repeat {
  /** Notification id, of the same creditor. */
  readonly repeatOf: string
  /** Cents now minus cents then; zero or less means that the arrears did not grow. */
  readonly amountTrendCents: number
}

/**
 * The earlier notification that this one repeats: the predecessor that it names, or else the latest
 * one of the same creditor about the same sector and customer in the same household.
 *
 * A municipality has to take a repeat up only when the arrears grew, so the trend matters.
 *
 * @param household Notifications of the household that still stand, the month and the six before
 *   it. What was paid or withdrawn is not among them: arrears after that are new.
 * @returns `undefined` when nothing earlier is known.
 */
export function repeatOf(one: Notified, household: readonly Notified[]): Repeat | undefined {
  const named = predecessorKeyOf(one)
  let found: Notified | undefined
  for (const other of household) {
    if (other.creditor !== one.creditor || other === one) continue
    if (keyOf(other) === named) {
      found = other
      break
    }
    const isEarlier =
      other.month < one.month || (other.month === one.month && byReport(other, one) < 0)
    if (!isEarlier || predecessorKeyOf(other) === keyOf(one) || !isKnownSame(other, one)) continue
    if (found === undefined || isLater(other, found)) found = other
  }
  if (found === undefined) return undefined
  return {
    repeatOf: found.notificationId,
    amountTrendCents: one.arrearsCents - found.arrearsCents,
  }
}

/** A repeat needs a reason to believe it: customer or person must be known and equal. */
function isKnownSame(left: Notified, right: Notified): boolean {
  const bothKnown =
    (left.customer !== null && right.customer !== null) ||
    (left.subject !== null && right.subject !== null)
  return bothKnown && isSameDebt(left, right)
}

function isLater(left: Notified, right: Notified): boolean {
  return left.month === right.month ? byReport(left, right) > 0 : left.month > right.month
}
