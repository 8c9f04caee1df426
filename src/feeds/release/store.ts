import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import { rawRows } from '../../db/raw.js'
import type { Tx } from '../../db/client.js'
import type { CaseStatus, Foldable } from '../../cases/index.js'
import { type Day, firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** A closed feed without its items. */
export interface FeedRow {
  readonly month: string
  readonly closed_at: string
  readonly items: number
  readonly root: Buffer
  readonly statement: string
  readonly statement_signature: string
  readonly checkpoint: string
  readonly closing_entry: string
  readonly intake_entries: readonly StoredProof[]
  readonly acknowledged_at: string | null
}

/** Where an intake entry stands in the tree; hashes in hexadecimal. */
export interface StoredProof {
  readonly entryId: string
  readonly index: number
  readonly leaf: string
  readonly proof: readonly string[]
}

/** A municipality's feed of a month; `undefined` while the month is open. */
export async function selectFeed(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<FeedRow | undefined> {
  const rows = await bulk<FeedRow>(
    tx,
    `SELECT month, closed_at, items, root, statement, statement_signature, checkpoint,
            closing_entry, intake_entries, acknowledged_at
       FROM feed WHERE municipality = $1 AND month = $2::date`,
    [municipality, firstDayOf(month)],
  )
  return rows[0]
}

/** One month of a list of feeds. */
export type FeedSummaryRow = Pick<FeedRow, 'month'> & {
  readonly closed_at: string | null
  readonly items: number | null
  readonly root: Buffer | null
  readonly acknowledged_at: string | null
}

/** A municipality's months, newest first: closed ones, and those that something was reported in. */
export function selectFeeds(tx: Tx, municipality: MunicipalityCode): Promise<FeedSummaryRow[]> {
  return bulk<FeedSummaryRow>(
    tx,
    `SELECT m.month, f.closed_at, f.items, f.root, f.acknowledged_at
       FROM (SELECT month FROM intake WHERE municipality = $1
             UNION SELECT month FROM feed WHERE municipality = $1) m
       LEFT JOIN feed f ON f.municipality = $1 AND f.month = m.month
      ORDER BY m.month DESC LIMIT 1200`,
    [municipality],
  )
}

/** An item of a page. */
export interface PageItemRow {
  readonly item: string
  readonly status: CaseStatus
  readonly creditors: readonly string[]
  readonly notification_ids: readonly string[]
  readonly notification_months: readonly string[]
}

/** Items of a closed feed in their order. */
export function selectItems(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  from: number,
  count: number,
): Promise<PageItemRow[]> {
  return bulk<PageItemRow>(
    tx,
    `SELECT item, status, creditors, notification_ids, notification_months::text[] AS notification_months
       FROM feed_item
      WHERE municipality = $1 AND month = $2::date
        AND position >= $3::integer AND position < $3::integer + $4::integer
      ORDER BY position`,
    [municipality, firstDayOf(month), from, count],
  )
}

/** An envelope as it is now. */
export interface EnvelopeRow {
  /** Place in the lists that it was asked with, from 0. */
  readonly place: number
  readonly deliveryKey: string
  /** In ASCII; null once purged. */
  readonly jwe: Buffer | null
  /** Digest of the JWE that is there, or was last; hexadecimal. */
  readonly digest: string
}

/** The envelopes of a page, of one month. */
export async function selectEnvelopes(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  creditors: readonly string[],
  notificationIds: readonly string[],
): Promise<EnvelopeRow[]> {
  const rows = await rawRows(
    tx,
    `SELECT n.place, e.delivery_key, encode(e.digest, 'hex'), e.jwe
       FROM unnest($3::text[], $4::uuid[])
            WITH ORDINALITY AS n (creditor, notification_id, place)
       -- OFFSET 0 keeps these look-ups by key: a planner without statistics makes products of them.
      CROSS JOIN LATERAL (SELECT e.delivery_key, e.jwe, e.digest
                            FROM envelope e
                           WHERE e.municipality = $1 AND e.month = $2::date
                             AND e.creditor = n.creditor
                             AND e.notification_id = n.notification_id OFFSET 0) e`,
    [municipality, firstDayOf(month), plainArray(creditors), plainArray(notificationIds)],
  )
  return rows.map(([place, deliveryKey, digest, jwe]) => ({
    place: Number(place!.toString('latin1')) - 1,
    deliveryKey: deliveryKey!.toString('latin1'),
    digest: digest!.toString('latin1'),
    jwe: jwe ?? null,
  }))
}

/** Which notifications of some months the municipality acknowledged in the urgent lane. */
export function selectDelivered(
  tx: Tx,
  municipality: MunicipalityCode,
  months: readonly Month[],
): Promise<{ creditor: string; notification_id: string }[]> {
  return bulk(
    tx,
    `SELECT creditor, notification_id FROM urgent_item
      WHERE municipality = $1 AND month IN (SELECT unnest($2::date[]))
        AND acknowledged_at IS NOT NULL`,
    [municipality, plainArray(months.map(firstDayOf))],
  )
}

interface FollowUpRow {
  creditor: string
  notification_id: string
  month: string
  kind: Foldable['kind']
  reported_on: Day
  predecessor_id: string
  withdrawal_reason: Foldable['withdrawalReason']
}

/** What says something about another notification, from a month on: corrections, withdrawals, … */
export async function selectFollowUps(
  tx: Tx,
  municipality: MunicipalityCode,
  from: Month,
): Promise<Foldable[]> {
  const rows = await bulk<FollowUpRow>(
    tx,
    `SELECT creditor, notification_id, month, kind, reported_on, predecessor_id, withdrawal_reason
       FROM notification
      WHERE municipality = $1 AND month >= $2::date AND predecessor_id IS NOT NULL`,
    [municipality, firstDayOf(from)],
  )
  return rows.map((row) => ({
    creditor: row.creditor,
    notificationId: row.notification_id,
    month: row.month.slice(0, 7) as Month,
    kind: row.kind,
    reportedOn: row.reported_on,
    predecessorId: row.predecessor_id,
    withdrawalReason: row.withdrawal_reason,
  }))
}

/** A delivery key as it was wrapped for the municipality. */
export interface DeliveryKeyRow {
  readonly id: string
  readonly keyId: string
  readonly jwe: string
}

/** Delivery keys by id; each once. */
export function selectDeliveryKeys(
  tx: Tx,
  municipality: MunicipalityCode,
  months: readonly Month[],
  ids: readonly string[],
): Promise<DeliveryKeyRow[]> {
  return bulk<DeliveryKeyRow>(
    tx,
    `SELECT DISTINCT ON (delivery_key) delivery_key AS id, key_id AS "keyId", jwe
       FROM delivery_key
      WHERE municipality = $1 AND month IN (SELECT unnest($2::date[]))
        AND delivery_key IN (SELECT unnest($3::text[]))
      ORDER BY delivery_key`,
    [municipality, plainArray(months.map(firstDayOf)), plainArray(ids)],
  )
}
