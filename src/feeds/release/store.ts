import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import { rawRows, type RawRow } from '../../db/raw.js'
import type { Tx } from '../../db/client.js'
import { keyOf, type CaseStatus, type Lapse, type Named } from '../../cases/index.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { ListedNotification, PageItem } from './page.js'

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
  /** Since when what its items were made of is gone: nothing of it can be pulled any more. */
  readonly forgotten_at: string | null
}

/** Where an intake entry stands in the tree; hashes in hexadecimal. */
export interface StoredProof {
  readonly entryId: string
  readonly index: number
  readonly leaf: string
  readonly proof: readonly string[]
  /** Of an entry at another municipality, from which a case was taken over; else looked up. */
  readonly number?: number
  readonly record?: string
  readonly salt?: string
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
            closing_entry, intake_entries, acknowledged_at, forgotten_at
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

/** A municipality's months that are not forgotten, newest first: closed, or with something reported. */
export function selectFeeds(tx: Tx, municipality: MunicipalityCode): Promise<FeedSummaryRow[]> {
  return bulk<FeedSummaryRow>(
    tx,
    `SELECT m.month, f.closed_at, f.items, f.root, f.acknowledged_at
       FROM (SELECT month FROM intake WHERE municipality = $1
             UNION SELECT month FROM feed WHERE municipality = $1) m
       LEFT JOIN feed f ON f.municipality = $1 AND f.month = m.month
      WHERE f.forgotten_at IS NULL
      ORDER BY m.month DESC LIMIT 1200`,
    [municipality],
  )
}

/**
 * Items of a closed feed in their order, each with its notifications and their envelopes. Large
 * values stay bytes, and an item's text comes once.
 */
export async function selectItems(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  from: number,
  count: number,
): Promise<PageItem[]> {
  const rows = await rawRows(
    tx,
    `${ITEMS} AND i.position >= $3::integer AND i.position < $3::integer + $4::integer`,
    [municipality, firstDayOf(month), from, count],
  )
  return itemsIn(rows)
}

/** An item of a closed feed with its place there, from 0. */
export interface PlacedItem {
  readonly position: number
  readonly item: PageItem
}

/** Named cases of a closed feed, each with its notifications and their envelopes, by their place. */
export async function selectItemsOf(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseIds: readonly string[],
): Promise<PlacedItem[]> {
  const rows = await rawRows(
    tx,
    `${ITEMS} AND i.position IN (
       SELECT c.position FROM unnest($4::uuid[]) AS u (case_id)
         JOIN feed_item c ON c.municipality = $1 AND c.month = $2::date AND c.case_id = u.case_id)`,
    [municipality, firstDayOf(month), 0, plainArray(caseIds)],
  )
  // A list with holes: `entries` would give them too.
  return itemsIn(rows).flatMap((item, position) => ({ position, item }))
}

/** Which notifications `feed_item i` lists, in their order, as PlacedNotification. */
export const PLACED_NOTIFICATIONS = `(
  SELECT json_agg(json_build_object('creditor', l.creditor, 'notificationId', l.notification_id,
                                    'isEarlier', l.month < i.month) ORDER BY l.place)
    FROM unnest(i.creditors, i.notification_ids, i.notification_months)
         WITH ORDINALITY AS l (creditor, notification_id, month, place))`

/** Items of a month with their notifications, from place $3 on. */
const ITEMS = `
     SELECT i.position - $3::integer, n.place, CASE WHEN n.place = 1 THEN i.item END, i.status,
            n.creditor, n.notification_id, n.month < $2::date, e.delivery_key,
            encode(e.digest, 'hex'), e.jwe
       FROM feed_item i
      CROSS JOIN LATERAL unnest(i.creditors, i.notification_ids, i.notification_months)
            WITH ORDINALITY AS n (creditor, notification_id, month, place)
       -- OFFSET 0 keeps these look-ups by key: a planner without statistics makes products of them.
       LEFT JOIN LATERAL (SELECT e.delivery_key, e.jwe, e.digest
                            FROM envelope e
                           WHERE e.municipality = $1 AND e.month = $2::date AND n.month = $2::date
                             AND e.creditor = n.creditor
                             AND e.notification_id = n.notification_id OFFSET 0) e ON true
      WHERE i.municipality = $1 AND i.month = $2::date`

function itemsIn(rows: readonly RawRow[]): PageItem[] {
  const items: { text: string; status: CaseStatus; notifications: ListedNotification[] }[] = []
  for (const row of rows) {
    const [position, place, text, status] = row
    const item = (items[numberIn(position!)] ??= { text: '', status: 'NEW', notifications: [] })
    if (text) item.text = text.toString()
    item.status = status!.toString('latin1') as CaseStatus
    item.notifications[numberIn(place!) - 1] = listedIn(row)
  }
  return items
}

function listedIn(row: RawRow): ListedNotification {
  const [, , , , creditor, notificationId, isEarlier, deliveryKey, digest, jwe = null] = row
  return {
    creditor: creditor!.toString('latin1'),
    notificationId: notificationId!.toString('latin1'),
    isEarlier: isEarlier!.toString('latin1') === 't',
    envelope: deliveryKey
      ? { deliveryKey: deliveryKey.toString('latin1'), jwe, digest: digest!.toString('latin1') }
      : undefined,
  }
}

function numberIn(text: Buffer): number {
  return Number(text.toString('latin1'))
}

/**
 * Which notifications of a month the municipality acknowledged in the urgent lane, and has: one that
 * it asked for once more since, because it can no longer open it, is handed out again.
 */
export function selectDelivered(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<Named[]> {
  return bulk<{ creditor: string; notificationId: string }>(
    tx,
    `SELECT u.creditor, u.notification_id AS "notificationId" FROM urgent_item u
      WHERE u.municipality = $1 AND u.month = $2::date AND u.acknowledged_at IS NOT NULL
        AND NOT (${CAME_AGAIN})`,
    [municipality, firstDayOf(month)],
  )
}

/** Whether an envelope came once more after `urgent_item u` was acknowledged. */
export const CAME_AGAIN = `
  EXISTS (SELECT FROM redelivery_request r
           WHERE r.municipality = u.municipality AND r.creditor = u.creditor
             AND r.notification_id = u.notification_id AND r.fulfilled_at > u.acknowledged_at)`

/**
 * Notifications of a municipality that may not be worked on, by key, and what is said: held at a
 * resident's request, here or where it was taken over from, or handed to another municipality.
 */
export async function selectHeld(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<ReadonlyMap<string, Lapse>> {
  const rows = await bulk<{ creditor: string; notificationId: string; withheld: Lapse }>(
    tx,
    `SELECT creditor, notification_id AS "notificationId", min(withheld) AS withheld
       FROM (SELECT creditor, notification_id, withheld FROM rights_hold
              WHERE municipality = $1 AND lifted_at IS NULL AND withheld IS NOT NULL
              UNION ALL
             SELECT creditor, notification_id, withheld FROM transferred_held($1)
              UNION ALL
             SELECT creditor, notification_id, 'TRANSFERRED' FROM transfer_notification
              WHERE municipality = $1 AND handed_at IS NOT NULL) h
      GROUP BY 1, 2`,
    [municipality],
  )
  return new Map(rows.map((row) => [keyOf(row), row.withheld]))
}

/** Notifications of a municipality that a resident disputes, by key; they go on. */
export async function selectDisputed(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<ReadonlySet<string>> {
  const rows = await bulk<{ creditor: string; notificationId: string }>(
    tx,
    'SELECT creditor, notification_id AS "notificationId" FROM rights_disputed($1)',
    [municipality],
  )
  return new Set(rows.map(keyOf))
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
