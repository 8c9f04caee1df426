import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { CaseClass, CaseUrgency, InboxFilter, Stage } from './filter.js'

/** A case as a list shows it: nothing of the person, nothing that a mandate does not entitle to. */
export interface InboxRow {
  readonly caseId: string
  readonly workBin: string
  readonly matchClass: CaseClass
  readonly urgency: CaseUrgency
  readonly deadlineOn: Day | null
  readonly totalArrearsCents: number
  readonly notificationCount: number
  readonly district: string | null
  readonly hasPhone: boolean
  /** At closing; a pull knows what was withdrawn since. */
  readonly status: 'NEW' | 'UPDATED' | 'WITHDRAWN'
  readonly stage: Stage
  readonly attempts: number
}

/** How many cases a work bin holds under the rest of the filter. */
export interface BinCount {
  readonly workBin: string
  readonly cases: number
}

/** A month's inbox: counts by bin, and one page of the cases. */
export interface Inbox {
  readonly bins: readonly BinCount[]
  /** Cases under the whole filter. */
  readonly total: number
  readonly rows: readonly InboxRow[]
  /** Districts of the month, for choosing one. */
  readonly districts: readonly string[]
}

/**
 * Cases of a closed month under a filter: the most urgent first, then by deadline and amount. One
 * statement over the rows of the month, which are narrow; the items themselves are not read.
 */
export async function selectInbox(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  filter: InboxFilter,
): Promise<Inbox> {
  const { workBin, stage, urgency, matchClass, sector, district, leastCents, hasPhone } = filter
  const [row] = await bulk<{
    bins: BinCount[] | null
    total: string
    rows: InboxRow[] | null
    districts: string[] | null
  }>(
    tx,
    `WITH reported AS MATERIALIZED (
       SELECT DISTINCT ON (case_id) case_id, outcome, taken_up_on,
              jsonb_array_length(report -> 'contactAttempts') AS attempts
         FROM outcome WHERE municipality = $1 AND month = $2::date
        ORDER BY case_id, version DESC),
     found AS MATERIALIZED (
       SELECT i.case_id, i.position, i.work_bin, i.match_class, i.urgency, i.deadline_on,
              i.total_arrears_cents, cardinality(i.notification_ids) AS notifications, i.district,
              i.has_phone, i.status, coalesce(o.attempts, 0) AS attempts,
              CASE WHEN o.outcome IS NOT NULL THEN 'CLOSED'
                   WHEN o.taken_up_on IS NOT NULL OR o.attempts > 0 THEN 'TAKEN_UP'
                   ELSE 'OPEN' END AS stage
         FROM feed_item i LEFT JOIN reported o ON o.case_id = i.case_id
        WHERE i.municipality = $1 AND i.month = $2::date AND i.work_bin <> ''
          AND ($3::text IS NULL OR i.urgency = $3)
          AND ($4::text IS NULL OR i.match_class = $4)
          AND ($5::text IS NULL OR $5 = ANY (i.sectors))
          AND ($6::text IS NULL OR i.district = $6)
          AND ($7::bigint IS NULL OR i.total_arrears_cents >= $7)
          AND ($8::boolean IS NULL OR i.has_phone = $8)),
     staged AS MATERIALIZED (SELECT * FROM found WHERE $9::text IS NULL OR stage = $9),
     page AS (
       SELECT * FROM staged WHERE $10::text IS NULL OR work_bin = $10
        ORDER BY array_position(ARRAY['CRISIS', 'HIGH', 'NORMAL'], urgency),
                 deadline_on NULLS LAST, total_arrears_cents DESC, position
        LIMIT $11::integer OFFSET $12::integer)
     SELECT (SELECT json_agg(json_build_object('workBin', work_bin, 'cases', cases) ORDER BY first)
               FROM (SELECT work_bin, count(*) AS cases, min(position) AS first
                       FROM staged GROUP BY work_bin) b) AS bins,
            (SELECT count(*) FROM staged WHERE $10::text IS NULL OR work_bin = $10) AS total,
            (SELECT json_agg(json_build_object('caseId', case_id, 'workBin', work_bin,
                      'matchClass', match_class, 'urgency', urgency, 'deadlineOn', deadline_on,
                      'totalArrearsCents', total_arrears_cents, 'notificationCount', notifications,
                      'district', district, 'hasPhone', has_phone, 'status', status,
                      'stage', stage, 'attempts', attempts)) FROM page) AS rows,
            (SELECT json_agg(DISTINCT district ORDER BY district) FROM found
              WHERE district IS NOT NULL) AS districts`,
    [
      municipality,
      firstDayOf(month),
      urgency,
      matchClass,
      sector,
      district,
      leastCents,
      hasPhone,
      stage,
      workBin,
      filter.size,
      (filter.page - 1) * filter.size,
    ],
  )
  return {
    bins: row?.bins ?? [],
    total: Number(row?.total ?? 0),
    rows: row?.rows ?? [],
    districts: row?.districts ?? [],
  }
}

/** A month that is closed. */
export interface ClosedMonth {
  readonly month: Month
  readonly cases: number
  readonly acknowledgedAt: Date | null
}

/** Closed months of a municipality, newest first. */
export async function selectMonths(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<readonly ClosedMonth[]> {
  const rows = await bulk<{ month: string; items: number; acknowledged_at: string | null }>(
    tx,
    `SELECT month, items, acknowledged_at FROM feed
      WHERE municipality = $1 ORDER BY month DESC LIMIT 120`,
    [municipality],
  )
  return rows.map(({ month, items, acknowledged_at: at }) => ({
    month: month.slice(0, 7) as Month,
    cases: items,
    acknowledgedAt: at === null ? null : new Date(at),
  }))
}
