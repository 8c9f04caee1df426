import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { CaseStatus, Named } from '../../cases/index.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import { HASH_BYTES } from '../../log-tree/tree.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { PlacedNotification } from '../release/page.js'
import { PLACED_NOTIFICATIONS } from '../release/store.js'

/** Names of the cases of a closed feed from a place on, in their order. */
export async function selectCaseIds(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  from: number,
  count: number,
): Promise<string[]> {
  const rows = await bulk<{ case_id: string }>(
    tx,
    `SELECT case_id FROM feed_item
      WHERE municipality = $1 AND month = $2::date AND position >= $3::integer
        AND position < $3::integer + $4::integer
      ORDER BY position`,
    [municipality, firstDayOf(month), from, count],
  )
  return rows.map(({ case_id: caseId }) => caseId)
}

/** Leaves of a closed feed in their order, 32 bytes each. */
export async function selectLeaves(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<Buffer[]> {
  const [row] = await bulk<{ leaves: Buffer | null }>(
    tx,
    `SELECT string_agg(leaf, '' ORDER BY position) AS leaves FROM feed_item
      WHERE municipality = $1 AND month = $2::date`,
    [municipality, firstDayOf(month)],
  )
  const all = row?.leaves ?? Buffer.alloc(0)
  return Array.from({ length: all.length / HASH_BYTES }, (_, at) =>
    all.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}

/** Entries of the intakes that brought named notifications of a month. */
export async function selectIntakesOf(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  named: readonly Named[],
): Promise<ReadonlySet<string>> {
  const rows = await bulk<{ entry: string }>(
    tx,
    `SELECT i.entry FROM intake i
      WHERE i.municipality = $1 AND i.month = $2::date AND (i.deliverer, i.batch_id) IN (
        SELECT DISTINCT n.deliverer, n.batch_id
          FROM unnest($3::text[], $4::uuid[]) AS u (creditor, notification_id)
          -- OFFSET 0 keeps it a look-up by key: a planner without statistics makes a product of it.
         CROSS JOIN LATERAL (SELECT n.deliverer, n.batch_id FROM notification n
                              WHERE n.municipality = $1 AND n.month = $2::date
                                AND n.creditor = u.creditor
                                AND n.notification_id = u.notification_id OFFSET 0) n)`,
    [
      municipality,
      firstDayOf(month),
      plainArray(named.map(({ creditor }) => creditor)),
      plainArray(named.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Set(rows.map(({ entry }) => entry))
}

/** A case as it was closed, and which notifications it lists. */
export interface PlacedCase {
  readonly caseId: string
  readonly status: CaseStatus
  readonly notifications: readonly PlacedNotification[]
}

/** Cases of a closed feed that list one of these ids, whichever creditor's. */
export function selectPlaced(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  notificationIds: readonly string[],
): Promise<PlacedCase[]> {
  return bulk<PlacedCase>(
    tx,
    `SELECT i.case_id AS "caseId", i.status, ${PLACED_NOTIFICATIONS} AS notifications
       FROM feed_item i
      WHERE i.municipality = $1 AND i.month = $2::date AND i.notification_ids && $3::uuid[]
      ORDER BY i.position`,
    [municipality, firstDayOf(month), plainArray(notificationIds)],
  )
}
