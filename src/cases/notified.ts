import type { Day, Month } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { LinkRecord } from '../linkage/index.js'

/** What a notification does; a re-delivery changes an envelope only and never comes this far. */
export type Kind = 'EARLY' | 'UPDATE' | 'END_OF_SUPPLY' | 'CORRECTION' | 'WITHDRAWAL'

/** Why a creditor takes a notification back. */
export type WithdrawalReason = 'PAID' | 'ARRANGEMENT_MADE' | 'ERROR' | 'OBJECTION'

/**
 * One notification as matching sees it: no person. Pseudonyms are texts that are equal when the
 * pseudonyms are; all of one run are of one epoch, and null when there is none in it.
 */
export interface Notified {
  readonly creditor: string
  readonly notificationId: string
  /** The month in which it was accepted, which is the month it counts in. */
  readonly month: Month
  readonly kind: Kind
  readonly sector: Sector
  readonly crisis: boolean
  readonly crisisGround: string | null
  readonly plannedTerminationOn: Day | null
  /** Whole euro cents; zero for a withdrawal. */
  readonly arrearsCents: number
  readonly oldestDueOn: Day | null
  readonly reportedOn: Day
  readonly predecessorId: string | null
  readonly withdrawalReason: WithdrawalReason | null
  /** The building: postcode and house number. Null for a withdrawal and for a post office box. */
  readonly address: string | null
  /** The dwelling in the building; null when no addition was given. */
  readonly addition: string | null
  /** Surname, birth date when known, and building. */
  readonly subject: string | null
  /** The creditor's own reference of the customer. */
  readonly customer: string | null
  /** What linkage compares; null for the look-back, of which no evidence is read. */
  readonly evidence: Evidence | null
  /**
   * Short keyed tag of surname and first initial, to count how many people were reported at an
   * address over the months; null when a part is unknown or keyed under another epoch.
   */
  readonly nameTag: number | null
  readonly hasPhone: boolean
  readonly hasEmail: boolean
  /** The name looks like that of a business. */
  readonly isBusinessSuspected: boolean
  readonly district: string | null
  /** Mandate under which it came, which says what a feed may show of it. */
  readonly mandateId: string | null
}

/** Keyed tokens and tags, as `linkage` takes them. */
export type Evidence = Omit<LinkRecord, 'id'>

/** What a notification is known by: ids are unique per creditor only. */
export type Named = Pick<Notified, 'creditor' | 'notificationId'>

/** The name of a notification as one text. */
export function keyOf({ creditor, notificationId }: Named): string {
  return `${creditor} ${notificationId}`
}

/** The key of the notification that this one follows on, which is always of the same creditor. */
export function predecessorKeyOf({
  creditor,
  predecessorId,
}: Pick<Notified, 'creditor' | 'predecessorId'>): string | undefined {
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
  left: Named & Pick<Notified, 'reportedOn'>,
  right: Named & Pick<Notified, 'reportedOn'>,
): number {
  return compare(left.reportedOn, right.reportedOn) || byKey(left, right)
}

/** By UTF-16 code units: no locale can change an order that goes into a digest. */
export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
