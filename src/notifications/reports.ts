import {
  fold,
  keyOf,
  predecessorKeyOf,
  repeatOf,
  type Repeat,
  type Reported,
} from '../debts/index.js'
import type { Month } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { Notification, Report } from './notification.js'

/** What was reported before about the customers in a batch. */
export interface EarlierReports {
  /**
   * The customer whom an item is about, as a pseudonym; `undefined` when it has no reference, or when
   * nothing else is known of the customer.
   */
  readonly customerOf: (item: Notification) => string | undefined
  /** What was reported about a customer in the months that count, and what followed on that. */
  readonly about: (customer: string) => readonly Reported[]
}

/**
 * What has been reported so far, while a batch is judged item by item: what is stored, and what the
 * items before brought.
 */
export class Reports {
  readonly #stored: EarlierReports
  readonly #month: Month
  readonly #byCustomer = new Map<string, Reported[]>()
  readonly #followers = new Map<string, Reported[]>()

  constructor(stored: EarlierReports, month: Month) {
    this.#stored = stored
    this.#month = month
  }

  /**
   * What a report that names no predecessor repeats: the latest report of its creditor about the
   * same customer and sector that still stands. `undefined` when there is none, or no reference.
   */
  repeatedBy(item: Report): Repeat | undefined {
    const customer = this.#stored.customerOf(item)
    if (customer === undefined) return undefined
    const known = this.#about(customer)
    if (known.length === 0) return undefined
    return repeatOf(this.#reported(item, item.sector), fold(known).live, cameBefore)
  }

  /** Takes note of an accepted item. */
  add(item: Notification, sector: string): void {
    const customer = this.#stored.customerOf(item)
    if (customer === undefined && item.predecessorId === undefined) return
    const reported = this.#reported(item, sector)
    const named = predecessorKeyOf(reported)
    if (customer !== undefined) append(this.#byCustomer, customer, reported)
    if (named !== undefined) append(this.#followers, named, reported)
  }

  #about(customer: string): readonly Reported[] {
    const stored = this.#stored.about(customer)
    const fresh = this.#byCustomer.get(customer) ?? NONE
    if (this.#followers.size === 0) return fresh.length === 0 ? stored : [...stored, ...fresh]
    const known = new Set([...stored, ...fresh])
    // A set gives what is added meanwhile as well, so followers of followers are found.
    for (const one of known) {
      for (const follower of this.#followers.get(keyOf(one)) ?? NONE) known.add(follower)
    }
    return [...known]
  }

  #reported(item: Notification, sector: string): Reported {
    const { creditor, notificationId } = item
    const isWithdrawal = item.kind === 'WITHDRAWAL'
    return {
      creditor,
      notificationId,
      month: this.#month,
      // Judged, so no re-delivery; those are never added.
      kind: item.kind as Reported['kind'],
      sector: sector as Sector,
      arrearsCents: isWithdrawal ? 0 : item.arrearsCents,
      reportedOn: item.reportedOn,
      predecessorId: item.predecessorId ?? null,
      withdrawalReason: isWithdrawal ? item.withdrawalReason : null,
      subject: null,
      customer: this.#stored.customerOf(item) ?? null,
    }
  }
}

const NONE: readonly Reported[] = []

/** Everything that is stored or stood earlier in the batch. */
function cameBefore(): boolean {
  return true
}

function append(map: Map<string, Reported[]>, key: string, one: Reported): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [one])
  else known.push(one)
}
