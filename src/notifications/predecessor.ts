import type { Day, Month } from '../kernel/calendar.js'
import type { Notification, Report } from './notification.js'
import { itemError, type ItemError } from './reasons.js'

/** A notification that was accepted before, as far as a later one depends on it. */
export interface Earlier {
  readonly kind: string
  readonly municipality: string
  readonly month: Month
  readonly sector: string
  readonly arrearsCents: number | undefined
  readonly oldestDueOn: Day | undefined
  readonly reportedOn: Day
  readonly mandateId: string
  readonly legalBasis: string
  readonly legalBasisVersion: number
  readonly district: string | null
  /** Epoch and pseudonyms, for comparing a re-delivery; null for a withdrawal. */
  readonly epoch: number | null
}

/** What was sent before, by this batch or earlier ones. */
export interface Past {
  /**
   * A notification of a creditor that was accepted before: the record, `'expired'` when only its
   * identifier is still kept, `undefined` when there never was one.
   */
  readonly earlier: (creditor: string, notificationId: string) => Earlier | 'expired' | undefined
  /** Whether an earlier item of this batch has the identifier, accepted or not. */
  readonly isRepeatedHere: (creditor: string, notificationId: string) => boolean
  /** Whether the municipality asked for the notification once more and did not get it yet. */
  readonly isRedeliveryOpen: (creditor: string, notificationId: string) => boolean
}

/** Refuses an identifier that was sent before, and looks up what the item follows. */
export function pastOf(
  { creditor, notificationId, predecessorId }: Notification,
  past: Past,
  errors: ItemError[],
): Earlier | 'expired' | undefined {
  const isKnown =
    past.isRepeatedHere(creditor, notificationId) ||
    past.earlier(creditor, notificationId) !== undefined
  if (isKnown) errors.push(itemError('DUPLICATE', '/notificationId'))
  return predecessorId === undefined ? undefined : past.earlier(creditor, predecessorId)
}

/**
 * Checks the notification that an update, end of supply, correction or withdrawal follows. It must
 * be of the same creditor and municipality: who moved is withdrawn there and reported anew here.
 *
 * @returns It, or `undefined` when there is none or an error was found.
 */
export function checkPredecessor(
  item: Notification,
  found: Earlier | 'expired' | undefined,
  errors: ItemError[],
): Earlier | undefined {
  const { predecessorId, notificationId, municipality } = item
  if (predecessorId === undefined) return undefined
  if (found === undefined || predecessorId === notificationId) {
    errors.push(itemError('PREDECESSOR_UNKNOWN', '/predecessorId'))
    return undefined
  }
  if (found === 'expired' || found.kind === 'WITHDRAWAL') {
    errors.push(itemError('PREDECESSOR_CLOSED', '/predecessorId'))
    return undefined
  }
  if (found.municipality !== municipality) {
    errors.push(itemError('MUNICIPALITY_CHANGED', '/municipalityCode'))
    return undefined
  }
  return found
}

/**
 * Checks that a re-delivery was asked for and tells the same as the notification once did. Whether
 * it is about the same person is compared by pseudonym when its envelope is replaced.
 *
 * @returns The notification, or `undefined` when an error was found.
 */
export function checkRedelivery(
  item: Report,
  past: Past,
  errors: ItemError[],
): Earlier | undefined {
  const { creditor, notificationId } = item
  if (past.isRepeatedHere(creditor, notificationId)) {
    errors.push(itemError('DUPLICATE', '/notificationId'))
    return undefined
  }
  const found = past.earlier(creditor, notificationId)
  if (
    found === undefined ||
    found === 'expired' ||
    !past.isRedeliveryOpen(creditor, notificationId)
  ) {
    errors.push(itemError('REDELIVERY_NOT_REQUESTED', '/notificationId'))
    return undefined
  }
  const pointer = differenceBetween(item, found)
  if (pointer === undefined) return found
  errors.push(itemError('REDELIVERY_MISMATCH', pointer))
  return undefined
}

function differenceBetween(item: Report, found: Earlier): string | undefined {
  if (item.municipality !== found.municipality) return '/municipalityCode'
  if (item.sector !== found.sector) return '/sector'
  if (item.arrearsCents !== found.arrearsCents) return '/arrearsCents'
  if (item.oldestDueOn !== found.oldestDueOn) return '/oldestDueOn'
  if (item.reportedOn !== found.reportedOn) return '/reportedOn'
  return undefined
}
