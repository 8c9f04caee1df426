import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { CaseOutcome } from '../judge.js'

/** A closed month as its cases are followed. */
export interface FollowedMonth {
  readonly closedAt: Date
  readonly items: number
}

/** When a month was closed; `undefined` while it is open. */
export async function selectFollowedMonth(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<FollowedMonth | undefined> {
  const rows = await bulk<{ closed_at: Date; items: number }>(
    tx,
    'SELECT closed_at, items FROM feed WHERE municipality = $1 AND month = $2::date',
    [municipality, firstDayOf(month)],
  )
  const [row] = rows
  return row === undefined ? undefined : { closedAt: row.closed_at, items: row.items }
}

/** A case of a closed month, with the latest report about it. */
export interface FollowedCase {
  readonly case_id: string
  readonly urgency: 'NORMAL' | 'HIGH' | 'CRISIS'
  readonly deadline_on: Day | null
  /** A crisis about rent. */
  readonly is_eviction: boolean
  readonly version: number | null
  readonly reported_at: Date | null
  readonly report: CaseOutcome | null
}

/** Cases of a closed month from a place of its feed on, in the order of the feed. */
export function selectFollowedCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  from: number,
  limit: number,
): Promise<FollowedCase[]> {
  return bulk<FollowedCase>(
    tx,
    `SELECT i.case_id, c.urgency, c.deadline_on,
            c.urgency = 'CRISIS' AND 'RENT' = ANY (c.sectors) AS is_eviction,
            o.version, o.reported_at, o.report
       FROM feed_item i
       JOIN matched_case c
         ON c.municipality = $1 AND c.month = $2::date AND c.case_id = i.case_id
       LEFT JOIN LATERAL (SELECT version, reported_at, report FROM outcome o
                           WHERE o.municipality = $1 AND o.month = $2::date
                             AND o.case_id = i.case_id
                           ORDER BY version DESC LIMIT 1) o ON true
      WHERE i.municipality = $1 AND i.month = $2::date AND i.position >= $3::integer
      ORDER BY i.position LIMIT $4::integer`,
    [municipality, firstDayOf(month), from, limit],
  )
}
