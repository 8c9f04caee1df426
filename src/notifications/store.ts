import { plainArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { type Day, firstDayOf, monthOf } from '../kernel/calendar.js'
import type { ItemName } from './notification.js'
import type { Earlier } from './predecessor.js'
import type { BatchScope, EnvelopeRow, NotificationRow, StoredBatch } from './rows/row.js'

/** The database's own time: it decides in which month a notification counts. */
export async function selectTime(tx: Tx): Promise<Date> {
  const rows = await bulk<{ ms: string }>(
    tx,
    `SELECT floor(extract(epoch FROM now()) * 1000)::bigint AS ms`,
  )
  return new Date(Number(rows[0]!.ms))
}

/** A batch of the deliverer, or `undefined`. */
export async function selectBatch(
  tx: Tx,
  deliverer: string,
  batchId: string,
): Promise<StoredBatch | undefined> {
  const [row] = await bulk<{
    digest: Buffer
    month: Day
    received: string
    receipt: string | null
    receipt_signature: string | null
  }>(
    tx,
    `SELECT digest, month, floor(extract(epoch FROM received_at) * 1000)::bigint AS received,
            receipt, receipt_signature
       FROM batch WHERE deliverer = $1 AND batch_id = $2`,
    [deliverer, batchId],
  )
  return (
    row && {
      digest: row.digest,
      month: monthOf(row.month),
      receivedAt: new Date(Number(row.received)),
      receipt: row.receipt,
      signature: row.receipt_signature,
    }
  )
}

/**
 * Claims a batch id. Waits for a transaction that claimed it and is not finished.
 *
 * @param evidence The signature as it came, and the certificate that it was made with.
 * @returns False when it was claimed before: then the stored receipt is the answer.
 */
export async function insertBatch(
  tx: Tx,
  batch: BatchScope,
  digest: Buffer,
  evidence: { readonly signature: string | null; readonly signer: string } | null = null,
): Promise<boolean> {
  const { deliverer, batchId, month, receivedAt } = batch
  const signed = [evidence?.signature ?? null, evidence?.signer ?? null]
  const rows = await bulk(
    tx,
    `INSERT INTO batch (deliverer, batch_id, digest, month, received_at, signature, signer)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING batch_id`,
    [deliverer, batchId, digest, firstDayOf(month), receivedAt, ...signed],
  )
  return rows.length > 0
}

/** Puts the receipt where a repeat will find it. */
export async function updateReceipt(
  tx: Tx,
  { deliverer, batchId }: BatchScope,
  receipt: { readonly text: string; readonly signature: string },
  counts: { readonly accepted: number; readonly rejected: number },
): Promise<void> {
  await bulk(
    tx,
    `UPDATE batch SET receipt = $3, receipt_signature = $4, accepted = $5, rejected = $6
      WHERE deliverer = $1 AND batch_id = $2`,
    [deliverer, batchId, receipt.text, receipt.signature, counts.accepted, counts.rejected],
  )
}

/**
 * Claims notification ids.
 *
 * @returns Positions, in the list given, of those that another batch brought meanwhile.
 */
export async function insertKeys(
  tx: Tx,
  batch: BatchScope,
  rows: readonly (ItemName & { readonly municipality: string })[],
): Promise<number[]> {
  if (rows.length === 0) return []
  const names = [
    plainArray(rows.map(({ creditor }) => creditor)),
    plainArray(rows.map(({ notificationId }) => notificationId)),
  ]
  const [inserted] = await bulk<{ count: string }>(
    tx,
    `WITH claimed AS (
       INSERT INTO notification_key (creditor, notification_id, municipality, deliverer, batch_id, month)
       SELECT k.creditor, k.notification_id, k.municipality, $4, $5, $6
         FROM unnest($1::text[], $2::uuid[], $3::text[]) AS k (creditor, notification_id, municipality)
        ORDER BY 1, 2 -- two batches with the same ids wait for each other, and never in a circle
       ON CONFLICT DO NOTHING RETURNING 1)
     SELECT count(*) AS count FROM claimed`,
    [
      ...names,
      plainArray(rows.map(({ municipality }) => municipality)),
      batch.deliverer,
      batch.batchId,
      firstDayOf(batch.month),
    ],
  )
  if (Number(inserted!.count) === rows.length) return []
  const others = await bulk<{ at: string }>(
    tx,
    `SELECT g.at - 1 AS at
       FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS g (creditor, notification_id, at)
       LEFT JOIN notification_key k ON k.creditor = g.creditor AND k.notification_id = g.notification_id
        AND k.deliverer = $3 AND k.batch_id = $4
      WHERE k.creditor IS NULL`,
    [...names, batch.deliverer, batch.batchId],
  )
  return others.map(({ at }) => Number(at))
}

/** Notifications of creditors whom the deliverer delivers for, by name; missing ones are left out. */
export async function selectEarlier(
  tx: Tx,
  names: readonly ItemName[],
): Promise<Map<string, Earlier | 'expired'>> {
  if (names.length === 0) return new Map()
  const rows = await bulk<EarlierRow>(
    tx,
    `SELECT k.creditor, k.notification_id, k.municipality, k.month, n.kind, n.sector, n.arrears_cents,
            n.oldest_due_on, n.reported_on, n.mandate_id, n.legal_basis, n.legal_basis_version,
            n.district, n.epoch
       FROM unnest($1::text[], $2::uuid[]) AS g (creditor, notification_id)
       JOIN notification_key k ON k.creditor = g.creditor AND k.notification_id = g.notification_id
       LEFT JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
        AND n.creditor = k.creditor AND n.notification_id = k.notification_id`,
    [
      plainArray(names.map(({ creditor }) => creditor)),
      plainArray(names.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Map(rows.map((row) => [`${row.creditor} ${row.notification_id}`, earlierOf(row)]))
}

interface EarlierRow {
  readonly creditor: string
  readonly notification_id: string
  readonly municipality: string
  readonly month: Day
  /** This and the rest are null when only the identifier is still kept. */
  readonly kind: string | null
  readonly sector: string
  readonly arrears_cents: string | null
  readonly oldest_due_on: Day | null
  readonly reported_on: Day
  readonly mandate_id: string
  readonly legal_basis: string
  readonly legal_basis_version: number
  readonly district: string | null
  readonly epoch: number | null
}

function earlierOf(row: EarlierRow): Earlier | 'expired' {
  if (row.kind === null) return 'expired'
  return {
    kind: row.kind,
    municipality: row.municipality,
    month: monthOf(row.month),
    sector: row.sector,
    arrearsCents: row.arrears_cents === null ? undefined : Number(row.arrears_cents),
    oldestDueOn: row.oldest_due_on ?? undefined,
    reportedOn: row.reported_on,
    mandateId: row.mandate_id,
    legalBasis: row.legal_basis,
    legalBasisVersion: row.legal_basis_version,
    district: row.district,
    epoch: row.epoch,
  }
}

/** Of these notifications, those that a municipality asked for once more and did not get yet. */
export async function selectOpenRedeliveries(
  tx: Tx,
  names: readonly ItemName[],
): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const rows = await bulk<{ creditor: string; notification_id: string }>(
    tx,
    `SELECT r.creditor, r.notification_id
       FROM unnest($1::text[], $2::uuid[]) AS g (creditor, notification_id)
       JOIN redelivery_request r ON r.creditor = g.creditor AND r.notification_id = g.notification_id
        AND r.fulfilled_at IS NULL`,
    [
      plainArray(names.map(({ creditor }) => creditor)),
      plainArray(names.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Set(rows.map((row) => `${row.creditor} ${row.notification_id}`))
}

/** How far the caller's own notifications have come, by name. */
export async function selectProgress(
  tx: Tx,
  names: readonly ItemName[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const rows = await bulk<{ creditor: string; notification_id: string; progress: string }>(
    tx,
    `SELECT creditor, notification_id, progress FROM notification_progress($1::text[], $2::uuid[])`,
    [
      plainArray(names.map(({ creditor }) => creditor)),
      plainArray(names.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Map(rows.map((row) => [`${row.creditor} ${row.notification_id}`, row.progress]))
}

/**
 * Replaces the envelope of a notification that its municipality asked for once more. The database
 * compares creditor, request and pseudonyms itself.
 *
 * @returns Whether it was replaced.
 */
export async function redeliverEnvelope(
  tx: Tx,
  batch: BatchScope,
  row: NotificationRow,
  envelope: EnvelopeRow,
): Promise<boolean> {
  const [answer] = await bulk<{ replaced: boolean }>(
    tx,
    `SELECT redeliver_envelope($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS replaced`,
    [
      row.creditor,
      row.notificationId,
      row.municipality,
      row.addressPseudonym,
      row.subjectPseudonym,
      row.epoch,
      envelope.deliveryKey,
      envelope.jwe,
      envelope.digest,
      batch.receivedAt,
      batch.batchId,
      row.position,
    ],
  )
  return answer?.replaced === true
}
