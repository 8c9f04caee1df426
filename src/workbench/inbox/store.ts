import type { CaseStatus } from '../../cases/index.js'
import { plainArray } from '../../db/arrays.js'
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
  /** As it stands now. */
  readonly status: CaseStatus
  readonly stage: Stage
  /** A term of it is over. */
  readonly isOverdue: boolean
  readonly attempts: number
  /** Why it lies in its bin, in words. */
  readonly reasons: readonly { readonly nl: string; readonly en: string }[]
}

/** How many cases a work bin holds under the rest of the filter. */
export interface BinCount {
  readonly workBin: string
  readonly cases: number
}

/** What is known of the cases of a month beside what was closed. */
export interface Known {
  /** Cases that something was said about since, and how they stand now. */
  readonly changed: ReadonlyMap<string, CaseStatus>
  /** Cases of which a term is over. */
  readonly overdue: readonly string[]
}

/** A month's inbox: counts by bin, and one page of the cases. */
export interface Inbox {
  readonly bins: readonly BinCount[]
  /** Cases under the whole filter. */
  readonly total: number
  /** Cases under the filter but for its stage of which a term is over. */
  readonly overdue: number
  readonly rows: readonly InboxRow[]
  /** Districts of the month, for choosing one. */
  readonly districts: readonly string[]
  /** Creditors of the month, for choosing one; with a name where a mandate lets it be seen. */
  readonly creditors: readonly { readonly creditor: string; readonly name: string | null }[]
}

/**
 * Cases of a closed month under a filter: the most urgent first, then by deadline and amount, and what
 * was withdrawn last. One statement over the rows of the month, which are narrow; of the items themselves
 * only those of the page are read.
 */
export async function selectInbox(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  filter: InboxFilter,
  { changed, overdue }: Known,
): Promise<Inbox> {
  const { workBin, stage, urgency, matchClass, sector, district, leastCents, hasPhone } = filter
  const [row] = await bulk<{
    bins: BinCount[] | null
    total: string
    overdue: string
    rows: InboxRow[] | null
    districts: string[] | null
    creditors: Inbox['creditors'] | null
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
              i.has_phone, coalesce(s.status, i.status) AS status, i.creditors,
              coalesce(o.attempts, 0) AS attempts, l.case_id IS NOT NULL AS is_late,
              CASE WHEN o.outcome IS NOT NULL THEN 'CLOSED'
                   WHEN coalesce(s.status, i.status) = 'WITHDRAWN' THEN 'WITHDRAWN'
                   WHEN o.taken_up_on IS NOT NULL OR o.attempts > 0 THEN 'TAKEN_UP'
                   ELSE 'OPEN' END AS stage
         FROM feed_item i LEFT JOIN reported o ON o.case_id = i.case_id
         LEFT JOIN unnest($13::uuid[], $14::text[]) AS s (case_id, status) ON s.case_id = i.case_id
         LEFT JOIN unnest($15::uuid[]) AS l (case_id) ON l.case_id = i.case_id
        WHERE i.municipality = $1 AND i.month = $2::date AND i.work_bin <> ''
          AND ($3::text IS NULL OR i.urgency = $3)
          AND ($4::text IS NULL OR i.match_class = $4)
          AND ($5::text IS NULL OR $5 = ANY (i.sectors))
          AND ($6::text IS NULL OR i.district = $6)
          AND ($7::bigint IS NULL OR i.total_arrears_cents >= $7)
          AND ($8::boolean IS NULL OR i.has_phone = $8)
          AND ($16::text IS NULL OR $16 = ANY (i.creditors))
          AND ($17::bigint IS NULL OR i.total_arrears_cents <= $17)),
     timed AS MATERIALIZED (
       SELECT *, is_late AND stage NOT IN ('CLOSED', 'WITHDRAWN') AS is_overdue FROM found),
     staged AS MATERIALIZED (
       SELECT * FROM timed WHERE $9::text IS NULL OR stage = $9 OR ($9 = 'OVERDUE' AND is_overdue)),
     page AS (
       SELECT * FROM staged WHERE $10::text IS NULL OR work_bin = $10
        ORDER BY stage = 'WITHDRAWN',
                 array_position(ARRAY['CRISIS', 'HIGH', 'NORMAL'], urgency),
                 deadline_on NULLS LAST, total_arrears_cents DESC, position
        LIMIT $11::integer OFFSET $12::integer)
     SELECT (SELECT json_agg(json_build_object('workBin', work_bin, 'cases', cases) ORDER BY first)
               FROM (SELECT work_bin, count(*) AS cases, min(position) AS first
                       FROM staged GROUP BY work_bin) b) AS bins,
            (SELECT count(*) FROM staged WHERE $10::text IS NULL OR work_bin = $10) AS total,
            (SELECT count(*) FROM timed WHERE is_overdue) AS overdue,
            (SELECT json_agg(json_build_object('caseId', case_id, 'workBin', work_bin,
                      'matchClass', match_class, 'urgency', urgency, 'deadlineOn', deadline_on,
                      'totalArrearsCents', total_arrears_cents, 'notificationCount', notifications,
                      'district', district, 'hasPhone', has_phone, 'status', status,
                      'stage', stage, 'isOverdue', is_overdue, 'attempts', attempts,
                      'reasons', (SELECT i.item::jsonb -> 'reasons' FROM feed_item i
                                   WHERE i.municipality = $1 AND i.month = $2::date
                                     AND i.position = page.position))) FROM page) AS rows,
            (SELECT json_agg(DISTINCT district ORDER BY district) FROM found
              WHERE district IS NOT NULL) AS districts,
            (SELECT json_agg(json_build_object('creditor', c.creditor, 'name', p.name)
                             ORDER BY p.name, c.creditor)
               FROM (SELECT DISTINCT unnest(creditors) AS creditor FROM feed_item
                      WHERE municipality = $1 AND month = $2::date AND work_bin <> '') c
               LEFT JOIN party p ON p.id = c.creditor AND EXISTS (
                 SELECT FROM agreement a
                  WHERE a.municipality = $1 AND a.creditor = c.creditor
                    AND 'creditorName' = ANY (a.entitled_fields))) AS creditors`,
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
      plainArray([...changed.keys()]),
      plainArray([...changed.values()]),
      plainArray(overdue),
      filter.creditor,
      filter.mostCents,
    ],
  )
  return {
    bins: row?.bins ?? [],
    total: Number(row?.total ?? 0),
    overdue: Number(row?.overdue ?? 0),
    rows: row?.rows ?? [],
    districts: row?.districts ?? [],
    creditors: row?.creditors ?? [],
  }
}

/** By which rules the cases of a month were weighed; `undefined` once that is forgotten. */
export async function selectRuleVersion(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<string | undefined> {
  const [row] = await bulk<{ rule_version: string }>(
    tx,
    'SELECT rule_version FROM match_run WHERE municipality = $1 AND month = $2::date',
    [municipality, firstDayOf(month)],
  )
  return row?.rule_version
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
