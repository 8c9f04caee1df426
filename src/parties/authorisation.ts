import type { Day } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'

/** One row of the matrix creditor × municipality × sector × period. */
export interface Mandate {
  readonly mandateId: string
  /** The agreement between the parties that it follows from. */
  readonly agreement: string
  readonly creditor: string
  readonly municipality: string
  readonly sector: Sector
  readonly validFrom: Day
  /** Last day on which it holds; `null` while open. */
  readonly validUntil: Day | null
  /** Optional members of a feed item that the municipality is entitled to. */
  readonly entitledFields: readonly string[]
}

/** An agent that delivers for a principal, for a time. */
export interface Agency {
  readonly agent: string
  readonly principal: string
  readonly validFrom: Day
  readonly validUntil: Day | null
}

/** What somebody wants to deliver. */
export interface Delivery {
  readonly creditor: string
  readonly municipality: string
  readonly sector: Sector
  /** The day on which the mandate must hold. */
  readonly day: Day
}

/** The mandate that allows a delivery, or the item code that refuses it. */
export type Authorisation =
  | { readonly allowed: true; readonly mandate: Mandate }
  | { readonly allowed: false; readonly code: 'NO_MANDATE' }

/** What one deliverer may deliver, prepared once per batch and asked once per item. */
export interface Authoriser {
  /** Default deny: without a row that holds on the day there is no mandate. */
  readonly authorise: (delivery: Delivery) => Authorisation
  /** Creditors that the deliverer delivers for on `day`, itself included. */
  readonly mayDeliverFor: (creditor: string, day: Day) => boolean
}

const REFUSED: Authorisation = { allowed: false, code: 'NO_MANDATE' }

/**
 * Prepares the lookup. Building it is one pass over the rows; a question costs two map lookups and
 * a glance at the few periods of one creditor, municipality and sector.
 *
 * Whose mandates count: those of the deliverer itself, and those of a principal for which it is the
 * agent on that day. Other rows in `mandates` allow nothing, whoever put them there.
 *
 * @param deliverer Party id of who signed the batch.
 */
export function compileMandates(
  deliverer: string,
  agencies: readonly Agency[],
  mandates: readonly Mandate[],
): Authoriser {
  const periods = new Map<string, Agency[]>()
  for (const agency of agencies) {
    if (agency.agent !== deliverer) continue
    const known = periods.get(agency.principal)
    if (known === undefined) periods.set(agency.principal, [agency])
    else known.push(agency)
  }
  const rows = new Map<string, Mandate[]>()
  for (const mandate of mandates) {
    const key = keyOf(mandate)
    const known = rows.get(key)
    if (known === undefined) rows.set(key, [mandate])
    else known.push(mandate)
  }
  // Of two that overlap the later one decides, whatever the order of rows.
  for (const known of rows.values()) known.sort(laterFirst)

  const mayDeliverFor = (creditor: string, day: Day): boolean =>
    creditor === deliverer ||
    (periods.get(creditor)?.some((agency) => holdsOn(agency, day)) ?? false)

  return {
    mayDeliverFor,
    authorise(delivery) {
      if (!mayDeliverFor(delivery.creditor, delivery.day)) return REFUSED
      const mandate = rows.get(keyOf(delivery))?.find((row) => holdsOn(row, delivery.day))
      return mandate === undefined ? REFUSED : { allowed: true, mandate }
    },
  }
}

/** Whether a period covers a day; both its first and its last day count. */
export function holdsOn(
  period: { readonly validFrom: Day; readonly validUntil: Day | null },
  day: Day,
): boolean {
  return period.validFrom <= day && (period.validUntil === null || day <= period.validUntil)
}

function keyOf(row: Pick<Delivery, 'creditor' | 'municipality' | 'sector'>): string {
  return `${row.creditor} ${row.municipality} ${row.sector}`
}

function laterFirst(left: Mandate, right: Mandate): number {
  if (left.validFrom !== right.validFrom) return left.validFrom < right.validFrom ? 1 : -1
  return left.mandateId < right.mandateId ? -1 : 1
}
