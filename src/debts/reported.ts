import type { Day, Month } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'

/** What a notification does; a re-delivery changes an envelope only and never comes this far. */
export type Kind = 'EARLY' | 'UPDATE' | 'END_OF_SUPPLY' | 'CORRECTION' | 'WITHDRAWAL'

/** Why a creditor takes a notification back. */
export type WithdrawalReason = 'PAID' | 'ARRANGEMENT_MADE' | 'ERROR' | 'OBJECTION'

/** What a notification is known by: ids are unique per creditor only. */
export interface Named {
  readonly creditor: string
  readonly notificationId: string
}

/**
 * One notification as far as it says something about others of the same debt. Pseudonyms are texts
 * that are equal when the pseudonyms are, and null when there is none to compare.
 */
export interface Reported extends Named {
  /** The month in which it was accepted, which is the month it counts in. */
  readonly month: Month
  readonly kind: Kind
  readonly sector: Sector
  /** Whole euro cents; zero for a withdrawal. */
  readonly arrearsCents: number
  readonly reportedOn: Day
  readonly predecessorId: string | null
  readonly withdrawalReason: WithdrawalReason | null
  /** Surname, birth date when known, and building. */
  readonly subject: string | null
  /** The creditor's own reference of the customer. */
  readonly customer: string | null
}

/** The name of a notification as one text. */
export function keyOf({ creditor, notificationId }: Named): string {
  return `${creditor} ${notificationId}`
}

/** The key of the notification that this one follows on, which is always of the same creditor. */
export function predecessorKeyOf({
  creditor,
  predecessorId,
}: Pick<Reported, 'creditor' | 'predecessorId'>): string | undefined {
  return predecessorId === null ? undefined : `${creditor} ${predecessorId}`
}

/**
 * The one order in which everything is looked at, so that the order of arrival shows nowhere:
 * creditor, then notification id.
 */
export function byKey(left: Named, right: Named): number {
  return (
    compare(left.creditor, right.creditor) || compare(left.notificationId, right.notificationId)
  )
}

/** Earliest report first; equal days by key. The time of arrival is left out on purpose. */
export function byReport(
  left: Named & Pick<Reported, 'reportedOn'>,
  right: Named & Pick<Reported, 'reportedOn'>,
): number {
  return compare(left.reportedOn, right.reportedOn) || byKey(left, right)
}

/** By UTF-16 code units: no locale can change an order that goes into a digest. */
export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
