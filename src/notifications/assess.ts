import type { Repeat } from '../debts/index.js'
import type { Month } from '../kernel/calendar.js'
import type { Place as SchemaPlace } from '../kernel/errors.js'
import { schemaErrors } from './items.js'
import {
  nameOf,
  toNotification,
  type Item,
  type ItemName,
  type Notification,
} from './notification.js'
import type { MarkedRequest } from '../rights/index.js'
import type { Earlier } from './predecessor.js'
import { itemError, type ItemError, type ItemWarningCode } from './reasons.js'
import type { Facts } from './facts.js'
import { Reports, type EarlierReports } from './reports.js'
import { judge, type Grounds } from './rules.js'

/** One item on its way through intake. */
export interface Assessed {
  /** Place in the batch, from 0. */
  readonly position: number
  /** Identifiers as far as they could be read. */
  readonly name: Partial<ItemName>
  /** `undefined` when it does not match the contract. */
  readonly notification: Notification | undefined
  /** What it is accepted under; `undefined` when it is rejected. */
  grounds: Grounds | undefined
  warnings: readonly ItemWarningCode[]
  /** Of an accepted report: what it repeats, and the trend of the amount. */
  repeat?: Repeat | undefined
  /** Empty exactly when it is accepted. */
  errors: readonly ItemError[]
  /** Requests of residents that it meets; then it is refused, or accepted and held. */
  met?: readonly MarkedRequest[] | undefined
}

/** What the rules need beside the item; `judgeItems` adds what this batch itself brought. */
export type StoredFacts = Omit<Facts, 'isRepeatedHere' | 'repeatedBy'> & {
  readonly reports: EarlierReports
}

/** How many items are worked on before other requests get their turn. */
export const ITEMS_PER_TURN = 200

const NO_WARNINGS: readonly ItemWarningCode[] = []
const NO_ERRORS: readonly ItemError[] = []

/**
 * Reads the items of a batch by the contract, each on its own.
 *
 * @param validate Finds where an item does not match the closed schema of its kind.
 * @returns One entry per item; those with a notification still have to be judged. Yields now and
 *   then, so that the caller can let others go first.
 */
export function* readItems(
  items: readonly unknown[],
  validate: (item: unknown) => readonly SchemaPlace[],
): Generator<undefined, Assessed[]> {
  const read: Assessed[] = []
  for (const [position, item] of items.entries()) {
    const places = validate(item)
    const fits = places.length === 0
    // The validator has just established what the cast says.
    const notification = fits ? toNotification(item as Item) : undefined
    read.push({
      position,
      name: notification ?? nameOf(item),
      notification,
      grounds: undefined,
      warnings: NO_WARNINGS,
      errors: fits ? NO_ERRORS : schemaErrors(places),
    })
    if (position % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) yield
  }
  return read
}

/**
 * Judges the items that match the contract, in order: a later one may follow an earlier one of the
 * same batch, and an identifier that occurs twice is a duplicate from the second time on.
 */
export function* judgeItems(
  items: readonly Assessed[],
  facts: StoredFacts,
  month: Month,
): Generator<undefined, void> {
  const seen = new Set<string>()
  const accepted = new Map<string, Earlier>()
  const reports = new Reports(facts.reports, month)
  const withBatch: Facts = {
    ...facts,
    isRepeatedHere: (creditor, notificationId) => seen.has(`${creditor} ${notificationId}`),
    earlier: (creditor, notificationId) =>
      accepted.get(`${creditor} ${notificationId}`) ?? facts.earlier(creditor, notificationId),
    repeatedBy: (item) => reports.repeatedBy(item),
  }
  for (const item of items) {
    const { notification } = item
    if (notification !== undefined) {
      const judgement = judge(notification, withBatch)
      const key = `${notification.creditor} ${notification.notificationId}`
      seen.add(key)
      if (judgement.accepted) {
        item.grounds = judgement.grounds
        item.warnings = judgement.warnings
        item.repeat = judgement.repeat
        accepted.set(key, earlierFrom(notification, judgement.grounds, month))
        if (notification.kind !== 'REDELIVERY') reports.add(notification, judgement.grounds.sector)
      } else item.errors = judgement.errors
    }
    if (item.position % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) yield
  }
}

/** Takes an acceptance back, because something turned up while writing. */
export function reject(item: Assessed, error: ItemError): void {
  item.grounds = undefined
  item.warnings = NO_WARNINGS
  item.repeat = undefined
  item.errors = [error]
}

/** The refusal of an identifier that another batch brought in the meantime. */
export function duplicate(): ItemError {
  return itemError('DUPLICATE', '/notificationId')
}

/** The refusal of a notification about a resident who objects. */
export function objected(): ItemError {
  return itemError('OBJECTION', '/person')
}

/** The refusal of a re-delivery that is about somebody else, or that came twice at once. */
export function otherPerson(): ItemError {
  return itemError('REDELIVERY_MISMATCH', '/person')
}

function earlierFrom(notification: Notification, grounds: Grounds, month: Month): Earlier {
  const { mandateId, legalBasis, legalBasisVersion, sector, district } = grounds
  const isReport = notification.kind !== 'WITHDRAWAL'
  return {
    kind: notification.kind,
    municipality: notification.municipality,
    month,
    sector,
    arrearsCents: isReport ? notification.arrearsCents : undefined,
    oldestDueOn: isReport ? notification.oldestDueOn : undefined,
    reportedOn: notification.reportedOn,
    mandateId,
    legalBasis,
    legalBasisVersion,
    district,
    epoch: null,
  }
}
