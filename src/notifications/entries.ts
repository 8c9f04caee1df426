import type { AccessEntry } from '../access-log/entry.js'
import type { Month } from '../kernel/calendar.js'
import type { Assessed } from './assess.js'
import { countResults } from './receipt.js'
import type { MunicipalShare } from './shares.js'

/** Who delivered what, as every entry about one batch says it. */
export interface Delivery {
  readonly deliverer: string
  /** Fingerprint of the certificate that signed, hex. */
  readonly signer: string
  readonly role: string
  readonly operation: 'submitNotificationBatch' | 'validateNotificationBatch'
  readonly batchId: string
  readonly month: Month
  readonly receivedAt: Date
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string | undefined
  readonly transactionId?: string | undefined
}

/**
 * The entry in a municipality's partition: what came in for it, by ids, counts and roots, and by
 * pseudonym whom it is about.
 *
 * `count` among its objects is the number of envelopes that the root is over.
 *
 * @param controller Party id of the municipality.
 */
export function municipalEntry(
  delivery: Delivery,
  share: MunicipalShare,
  controller: string,
  itemsRoot: Buffer,
): AccessEntry {
  return {
    ...commonOf(delivery),
    controller,
    action: 'INTAKE',
    objects: {
      municipality: share.municipality,
      batchId: delivery.batchId,
      deliverer: delivery.deliverer,
      creditors: share.creditors,
      month: delivery.month,
      count: share.envelopes,
      envelopesRoot: share.envelopesRoot.toString('hex'),
      notifications: share.notifications,
      itemsRoot: itemsRoot.toString('hex'),
    },
    count: share.notifications,
    subjects: share.subjects,
  }
}

/**
 * The entry in the deliverer's own partition: counts, for whom it delivered, and the root over
 * everything it sent.
 */
export function delivererEntry(
  delivery: Delivery,
  items: readonly Assessed[],
  itemsRoot: Buffer | undefined,
): AccessEntry {
  const counts = countResults(items)
  const accepted = items.filter(({ grounds }) => grounds !== undefined)
  return {
    ...commonOf(delivery),
    controller: delivery.deliverer,
    action: delivery.operation === 'submitNotificationBatch' ? 'INTAKE' : 'VALIDATE',
    objects: {
      batchId: delivery.batchId,
      month: delivery.month,
      ...counts,
      creditors: [...new Set(accepted.map(({ name }) => name.creditor!))].sort(),
      itemsRoot: itemsRoot?.toString('hex'),
    },
    count: counts.accepted + counts.acceptedWithWarnings + counts.rejected,
  }
}

function commonOf(delivery: Delivery) {
  return {
    actor: delivery.deliverer,
    actorKey: delivery.signer,
    role: delivery.role,
    operation: delivery.operation,
    ruleVersion: 'intake@1',
    result: 'ALLOW',
    traceId: delivery.traceId,
    spanId: delivery.spanId,
    parentSpanId: delivery.parentSpanId,
    transactionId: delivery.transactionId,
    at: delivery.receivedAt,
  } as const
}
