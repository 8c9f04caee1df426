import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** A closed month, and how long the sealed identities of it stay at the hub. */
export interface MonthToKeep {
  readonly month: Month
  readonly cases: number
  readonly closedAt: Date
  readonly acknowledgedAt: Date | null
  /** Days after acknowledging, by the retention schedule of today. */
  readonly graceDays: number
  /** Days after closing, for what nobody acknowledges. */
  readonly unfetchedDays: number
}

/** Closed months of a municipality that are not forgotten, newest first. */
export async function selectMonthsToKeep(
  tx: Tx,
  municipality: MunicipalityCode,
  at: Date,
): Promise<readonly MonthToKeep[]> {
  const rows = await bulk<{
    month: string
    items: number
    closed_at: string
    acknowledged_at: string | null
    grace: number
    unfetched: number
  }>(
    tx,
    `SELECT f.month, f.items, f.closed_at, f.acknowledged_at, terms.grace, terms.unfetched
       FROM feed f
      CROSS JOIN (SELECT retention_term_of('ACKNOWLEDGED_IDENTITY', $1, '', today.day) AS grace,
                         retention_term_of('UNFETCHED_IDENTITY', $1, '', today.day) AS unfetched
                    FROM (SELECT ($2::timestamptz AT TIME ZONE 'Europe/Amsterdam')::date AS day)
                      AS today) AS terms
      WHERE f.municipality = $1 AND f.forgotten_at IS NULL ORDER BY f.month DESC LIMIT 120`,
    [municipality, at],
  )
  return rows.map((row) => ({
    month: row.month.slice(0, 7) as Month,
    cases: row.items,
    closedAt: new Date(row.closed_at),
    acknowledgedAt: row.acknowledged_at === null ? null : new Date(row.acknowledged_at),
    graceDays: row.grace,
    unfetchedDays: row.unfetched,
  }))
}
