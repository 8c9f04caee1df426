import type { components } from '../generated/openapi.js'
import type { Month } from '../kernel/calendar.js'
import type { Assessed } from './assess.js'

type Schemas = components['schemas']

/** Results of a batch by kind; together all its items. */
export type ResultCounts = Schemas['ResultCounts']

/** An entry of the log as answers name it. */
export interface LogReference {
  readonly entryId: string
  readonly controller: string
  readonly number: number
  readonly leaf: Buffer
}

/** Counts results. */
export function countResults(items: readonly Assessed[]): ResultCounts {
  let accepted = 0
  let acceptedWithWarnings = 0
  for (const { grounds, warnings } of items) {
    if (grounds === undefined) continue
    if (warnings.length === 0) accepted += 1
    else acceptedWithWarnings += 1
  }
  const rejected = items.length - accepted - acceptedWithWarnings
  return { accepted, acceptedWithWarnings, rejected }
}

/** What all answers about a batch begin with. */
export interface AnswerHead {
  readonly hub: string
  readonly batchId: string
  readonly month: Month
  readonly deliverer: string
}

/**
 * The receipt of a batch: the contract's document, before it is serialised and signed.
 *
 * @param bodyDigest SHA-256 of the signed body; `undefined` for a body without nonce, whose digest
 *   would let guesses be tested.
 * @param isKnownCreditor Whether an identifier may be given back with a rejected item: anything else
 *   that stands in its place is not ours to keep.
 */
export function receiptOf(
  head: AnswerHead & { readonly receivedAt: Date; readonly bodyDigest: Buffer | undefined },
  items: readonly Assessed[],
  itemsRoot: Buffer,
  entries: readonly LogReference[],
  isKnownCreditor: (creditor: string) => boolean,
): Schemas['Receipt'] {
  const { hub, batchId, receivedAt, month, deliverer, bodyDigest } = head
  return {
    hub,
    batchId,
    receivedAt: receivedAt.toISOString(),
    month,
    deliverer,
    ...(bodyDigest !== undefined && { bodyDigest: bodyDigest.toString('hex') }),
    counts: countResults(items),
    itemsRoot: itemsRoot.toString('hex'),
    items: items.map((item) => resultOf(item, isKnownCreditor)),
    logEntries: entries.map(referenceOf),
  }
}

/** What delivery would have answered. */
export function reportOf(
  head: AnswerHead & { readonly checkedAt: Date },
  items: readonly Assessed[],
  entries: readonly LogReference[],
  isKnownCreditor: (creditor: string) => boolean,
): Schemas['ValidationReport'] {
  const { hub, batchId, checkedAt, month, deliverer } = head
  return {
    hub,
    batchId,
    checkedAt: checkedAt.toISOString(),
    month,
    deliverer,
    counts: countResults(items),
    items: items.map((item) => resultOf(item, isKnownCreditor)),
    logEntries: entries.map(referenceOf),
  }
}

/**
 * How far the items of a stored batch have come.
 *
 * @param progress By `creditor notificationId`; what is missing there is past its term and closed.
 * @param served Creditors that the caller delivers for now; of others it learns what its receipt says.
 */
export function statusOf(
  receipt: Schemas['Receipt'],
  stored: { readonly text: string; readonly signature: string },
  progress: ReadonlyMap<string, string>,
  served: readonly string[],
): Schemas['BatchStatus'] {
  const { batchId, receivedAt, month, counts } = receipt
  return {
    batchId,
    receivedAt,
    month,
    counts,
    items: receipt.items.map(({ notificationId, creditorId, status }) => ({
      ...(notificationId !== undefined && { notificationId }),
      ...(creditorId !== undefined && { creditorId }),
      status:
        creditorId === undefined || served.includes(creditorId)
          ? lifeOf(status, progress.get(`${creditorId} ${notificationId}`))
          : lifeOf(status, 'ACCEPTED'),
    })),
    receipt: { text: stored.text, signature: stored.signature },
  }
}

function lifeOf(
  status: Schemas['ItemStatus'],
  progress: string | undefined,
): Schemas['LifeStatus'] {
  if (status === 'REJECTED') return 'REJECTED'
  // The database function gives words of the contract and nothing else.
  return (progress as Schemas['LifeStatus'] | undefined) ?? 'CLOSED'
}

function resultOf(
  { name, grounds, warnings, errors, repeat }: Assessed,
  isKnownCreditor: (creditor: string) => boolean,
): Schemas['ItemResult'] {
  const { notificationId, creditor } = name
  const isNamed = creditor !== undefined && (grounds !== undefined || isKnownCreditor(creditor))
  const named = {
    ...(notificationId !== undefined && { notificationId }),
    ...(isNamed && { creditorId: creditor }),
  }
  if (grounds === undefined) return { ...named, status: 'REJECTED', errors: [...errors] }
  const { mandateId, legalBasis } = grounds
  // A mandate bears the id of the agreement that it is.
  const accepted = { mandateId, agreementId: mandateId, legalBasis, ...repeat }
  return warnings.length === 0
    ? { ...named, status: 'ACCEPTED', ...accepted }
    : {
        ...named,
        status: 'ACCEPTED_WITH_WARNINGS',
        ...accepted,
        warnings: warnings.map((code) => ({ code })),
      }
}

function referenceOf({ entryId, controller, number, leaf }: LogReference): Schemas['LogReference'] {
  return { entryId, controller, number, leaf: leaf.toString('hex') }
}
