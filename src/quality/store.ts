import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { firstDayOf, type Month } from '../kernel/calendar.js'
import type { MedianRow } from './figures.js'

/** Counts of one creditor and sector. */
export interface QualityRow {
  readonly creditor: string
  readonly sector: string
  readonly measure: string
  readonly code: string
  readonly items: string
}

/**
 * What was counted of a month: all that was delivered for a party, and what it delivered for others.
 */
export function selectQuality(tx: Tx, party: string, month: Month): Promise<QualityRow[]> {
  return bulk<QualityRow>(
    tx,
    `SELECT creditor, sector, measure, code, sum(count) AS items FROM delivery_quality
      WHERE month = $2 AND (creditor = $1 OR deliverer = $1)
      GROUP BY creditor, sector, measure, code ORDER BY creditor, sector, measure, code`,
    [party, firstDayOf(month)],
  )
}

/** The median creditor of a sector; of too few of them nothing but nulls. */
export async function selectMedian(
  tx: Tx,
  month: Month,
  sector: string,
): Promise<MedianRow | undefined> {
  const [row] = await bulk<MedianRow>(
    tx,
    `SELECT creditors, rejected, warned, phone_missing, email_missing, contact_missing, mismatched,
            not_grown, age_days FROM delivery_quality_medians($1, $2)`,
    [firstDayOf(month), sector],
  )
  return row
}
