import type { AccessEntry, LogSubject } from '../access-log/entry.js'
import type { Month } from '../kernel/calendar.js'
import { envelopesRoot } from './envelope-content.js'
import type { ResultCounts } from './receipt.js'
import type { EnvelopeRow } from './rows/row.js'
import type { Sealed } from './sealed-batch.js'

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
}

/** What one batch brings one municipality. */
export interface MunicipalShare {
  readonly municipality: string
  /** In the order of the batch. */
  readonly sealed: readonly Sealed[]
  readonly envelopes: number
  /** 32 bytes, see `envelopesRoot`. */
  readonly envelopesRoot: Buffer
}

/** Divides a batch over its municipalities, by code, so that all batches lock in one order. */
export function sharesOf(sealed: readonly Sealed[]): MunicipalShare[] {
  const shares = new Map<string, Sealed[]>()
  for (const one of sealed) {
    const share = shares.get(one.row.municipality)
    if (share === undefined) shares.set(one.row.municipality, [one])
    else share.push(one)
  }
  return [...shares]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([municipality, share]) => {
      const envelopes = share
        .map(({ envelope }) => envelope)
        .filter((envelope): envelope is EnvelopeRow => envelope !== undefined)
      const promised = envelopes.map(({ creditor, notificationId, digest }) => ({
        creditorId: creditor,
        notificationId,
        digest,
      }))
      return {
        municipality,
        sealed: share,
        envelopes: envelopes.length,
        envelopesRoot: envelopesRoot(promised),
      }
    })
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
      month: delivery.month,
      count: share.envelopes,
      envelopesRoot: share.envelopesRoot.toString('hex'),
      notifications: share.sealed.length,
      itemsRoot: itemsRoot.toString('hex'),
    },
    count: share.sealed.length,
    subjects: subjectsOf(share.sealed),
  }
}

/** The entry in the deliverer's own partition: counts, and the root over everything it sent. */
export function delivererEntry(
  delivery: Delivery,
  counts: ResultCounts,
  itemsRoot: Buffer | undefined,
): AccessEntry {
  return {
    ...commonOf(delivery),
    controller: delivery.deliverer,
    action: delivery.operation === 'submitNotificationBatch' ? 'INTAKE' : 'VALIDATE',
    objects: {
      batchId: delivery.batchId,
      month: delivery.month,
      ...counts,
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
    purpose: 'EARLY_DETECTION',
    legalBasis: 'WGS_3_1_B',
    processingActivity: 'intake@1',
    ruleVersion: 'intake@1',
    result: 'ALLOW',
    traceId: delivery.traceId,
    spanId: delivery.spanId,
    at: delivery.receivedAt,
  } as const
}

/** Addresses where nobody can live, as post office boxes, name no household. */
function subjectsOf(sealed: readonly Sealed[]): LogSubject[] {
  const subjects: LogSubject[] = []
  for (const { subject, row } of sealed) {
    if (subject === undefined || subject.household === null) continue
    const { household, person } = subject
    subjects.push({ household, person, reference: `${row.creditor}/${row.notificationId}` })
  }
  return subjects
}
