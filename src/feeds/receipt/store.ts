import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** What an acknowledgement is compared with. */
export interface AcknowledgedRow {
  readonly items: number
  readonly root: Buffer
  readonly acknowledged_at: string
  /** Days that envelopes are kept from then on, by the retention schedule. */
  readonly grace_days: number
}

/** Marks a feed as received, the first time. `undefined` when the month is not closed. */
export async function acknowledgeFeed(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  at: Date,
): Promise<AcknowledgedRow | undefined> {
  const key = [municipality, firstDayOf(month)]
  await bulk(
    tx,
    `UPDATE feed SET acknowledged_at = $3::timestamptz
      WHERE municipality = $1 AND month = $2::date AND acknowledged_at IS NULL`,
    [...key, at],
  )
  const rows = await bulk<AcknowledgedRow>(
    tx,
    `SELECT items, root, acknowledged_at,
            retention_term_of('ACKNOWLEDGED_IDENTITY', municipality, '',
              (acknowledged_at AT TIME ZONE 'Europe/Amsterdam')::date) AS grace_days
       FROM feed WHERE municipality = $1 AND month = $2::date`,
    key,
  )
  return rows[0]
}

/** One notification that is asked for once more. */
export interface Wanted {
  readonly creditor: string
  readonly notificationId: string
}

/** Opens re-delivery for those that the municipality ever received; returns their keys. */
export async function openRedelivery(
  tx: Tx,
  municipality: MunicipalityCode,
  wanted: readonly Wanted[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const rows = await bulk<{ creditor: string; notification_id: string }>(
    tx,
    `INSERT INTO redelivery_request (municipality, creditor, notification_id, requested_at)
     SELECT DISTINCT $1, e.creditor, e.notification_id, $4::timestamptz
       FROM unnest($2::text[], $3::uuid[]) AS w (creditor, notification_id)
       JOIN envelope e ON e.municipality = $1 AND e.creditor = w.creditor
        AND e.notification_id = w.notification_id
     ON CONFLICT (municipality, creditor, notification_id)
       DO UPDATE SET requested_at = excluded.requested_at, fulfilled_at = NULL
     RETURNING creditor, notification_id`,
    [
      municipality,
      plainArray(wanted.map(({ creditor }) => creditor)),
      plainArray(wanted.map(({ notificationId }) => notificationId)),
      at,
    ],
  )
  return new Set(rows.map((row) => `${row.creditor} ${row.notification_id}`))
}

/** Those of them that re-delivery was opened for, fulfilled or not; their keys. */
export async function selectRedelivery(
  tx: Tx,
  municipality: MunicipalityCode,
  wanted: readonly Wanted[],
): Promise<ReadonlySet<string>> {
  const rows = await bulk<{ creditor: string; notification_id: string }>(
    tx,
    `SELECT r.creditor, r.notification_id
       FROM unnest($2::text[], $3::uuid[]) AS w (creditor, notification_id)
       JOIN redelivery_request r ON r.municipality = $1 AND r.creditor = w.creditor
        AND r.notification_id = w.notification_id`,
    [
      municipality,
      plainArray(wanted.map(({ creditor }) => creditor)),
      plainArray(wanted.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Set(rows.map((row) => `${row.creditor} ${row.notification_id}`))
}

/** Months of a municipality with sealed identities that may be due: closed, or taken from the lane. */
export async function selectUnpurged(tx: Tx, municipality: MunicipalityCode): Promise<Month[]> {
  const rows = await bulk<{ month: string }>(
    tx,
    `SELECT f.month FROM feed f
      WHERE f.municipality = $1
        AND (f.purged_at IS NULL
          OR EXISTS (SELECT FROM envelope e WHERE e.municipality = $1 AND e.month = f.month
                                              AND e.jwe IS NOT NULL))
      UNION
     SELECT u.month FROM urgent_item u
       JOIN envelope e ON e.municipality = $1 AND e.month = u.month AND e.creditor = u.creditor
        AND e.notification_id = u.notification_id AND e.jwe IS NOT NULL
      WHERE u.municipality = $1 AND u.acknowledged_at IS NOT NULL
      ORDER BY month`,
    [municipality],
  )
  return rows.map(({ month }) => month.slice(0, 7) as Month)
}

/** Removes the sealed identities of a month if its term is over; the database checks that itself. */
export async function purgeEnvelopes(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  at: Date,
): Promise<number> {
  const [row] = await bulk<{ purged: number }>(
    tx,
    'SELECT purge_envelopes($1, $2::date, $3::timestamptz) AS purged',
    [municipality, firstDayOf(month), at],
  )
  return row?.purged ?? 0
}
