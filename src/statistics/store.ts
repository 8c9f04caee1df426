import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { components } from '../generated/openapi.js'
import { firstDayOf, type Month } from '../kernel/calendar.js'
import type { OutcomeCode } from '../outcomes/index.js'
import type { MunicipalityCode } from '../parties/index.js'

/** Cases of a closed month, counted. */
export interface CaseRow {
  readonly total: number
  readonly single: number
  readonly multiple: number
  readonly consecutive: number
  readonly crisis: number
  readonly notifications: number
}

/** Counts the cases of a municipality's closed feed; `undefined` while the month is open. */
export async function countCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<CaseRow | undefined> {
  const rows = await bulk<CaseRow>(
    tx,
    `SELECT count(c.case_id)::integer AS total,
            count(*) FILTER (WHERE c.match_class = 'SINGLE')::integer AS single,
            count(*) FILTER (WHERE c.match_class LIKE 'MULTIPLE%')::integer AS multiple,
            count(*) FILTER (WHERE c.match_class LIKE '%CONSECUTIVE')::integer AS consecutive,
            count(*) FILTER (WHERE c.urgency = 'CRISIS')::integer AS crisis,
            coalesce(sum(c.notification_count), 0)::integer AS notifications
       FROM feed f
       LEFT JOIN matched_case c ON c.municipality = $1 AND c.month = $2::date
      WHERE f.municipality = $1 AND f.month = $2::date
      GROUP BY f.month`,
    [municipality, firstDayOf(month)],
  )
  return rows[0]
}

/** Months of a municipality up to one, and the rows that stand for them. */
export interface HeldMonths {
  readonly closed: readonly Month[]
  readonly open: readonly Month[]
  readonly rows: { readonly outcome: number; readonly feed: number }
}

/** Which months of a municipality there are, up to one: closed, or with notifications and still open. */
export async function selectHeldMonths(
  tx: Tx,
  municipality: MunicipalityCode,
  through: Month,
): Promise<HeldMonths> {
  const months = await bulk<{ month: Month; is_closed: boolean }>(
    tx,
    `SELECT to_char(m.month, 'YYYY-MM') AS month, bool_or(m.is_closed) AS is_closed
       FROM (SELECT month, true AS is_closed FROM feed WHERE municipality = $1
              UNION ALL
             SELECT month, true FROM statistic_month WHERE municipality = $1
              UNION ALL
             SELECT DISTINCT month, false FROM notification WHERE municipality = $1) m
      WHERE m.month <= $2::date GROUP BY m.month ORDER BY m.month`,
    [municipality, firstDayOf(through)],
  )
  const [rows] = await bulk<HeldMonths['rows']>(
    tx,
    `SELECT (SELECT count(*) FROM outcome
              WHERE municipality = $1 AND month <= $2::date)::integer AS outcome,
            (SELECT count(*) FROM feed
              WHERE municipality = $1 AND month <= $2::date)::integer AS feed`,
    [municipality, firstDayOf(through)],
  )
  const of = (isClosed: boolean) =>
    months.filter((one) => one.is_closed === isClosed).map(({ month }) => month)
  return { closed: of(true), open: of(false), rows: rows! }
}

/** Latest reports of a month, counted by outcome; `null` for those that are not closed. */
export interface OutcomeRow {
  readonly outcome: OutcomeCode | null
  readonly cases: number
  readonly taken_up: number
  /** Of which somebody was reached, by a contact attempt. */
  readonly reached: number
  readonly plan_made: number
}

/** The latest version of each report. */
const LATEST = `
  SELECT DISTINCT ON (case_id) case_id, report, taken_up_on, outcome, plan_made
    FROM outcome o WHERE municipality = $1 AND month = $2::date
     -- What was handed over is counted where it was taken over.
     AND NOT EXISTS (SELECT FROM transfer t
                      WHERE t.municipality = $1 AND t.month = $2::date AND t.case_id = o.case_id
                        AND t.status = 'ACCEPTED')
   ORDER BY case_id, version DESC`

/** Cases of a month that went to other municipalities, and that came from them. */
export interface TransferRow {
  readonly handedOver: number
  readonly takenOver: number
}

/** Counts transfers of a month; nothing else tells that the two are one household. */
export async function countTransfers(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<TransferRow> {
  const [row] = await bulk<TransferRow>(
    tx,
    `SELECT count(*) FILTER (WHERE municipality = $1 AND month = $2::date)::integer AS "handedOver",
            count(*) FILTER (WHERE receiver = $1 AND received_month = $2::date)::integer
              AS "takenOver"
       FROM transfer WHERE status = 'ACCEPTED' AND $1 IN (municipality, receiver)`,
    [municipality, firstDayOf(month)],
  )
  return row!
}

/** Counts what was reported about a month. */
export function countOutcomes(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<OutcomeRow[]> {
  return bulk<OutcomeRow>(
    tx,
    `SELECT outcome, count(*)::integer AS cases, count(taken_up_on)::integer AS taken_up,
            count(*) FILTER (WHERE report @> '{"contactAttempts":[{"reached":true}]}')::integer
              AS reached,
            count(*) FILTER (WHERE plan_made)::integer AS plan_made
       FROM (${LATEST}) o GROUP BY outcome ORDER BY outcome`,
    [municipality, firstDayOf(month)],
  )
}

/** Figures of a month that were kept when what they were counted from was forgotten. */
export interface KeptFigures {
  /** `null` while the cases are still there to be counted. */
  readonly cases: CaseRow | null
  /** `null` while the reports are still there to be counted. */
  readonly outcomes: readonly OutcomeRow[] | null
  readonly contacts: readonly ContactRow[] | null
  /** `null` while the delivered cases are still there, which say who reported what. */
  readonly approaches: ApproachCounts | null
}

/** How households were approached and what came of it, added up. */
export type ApproachCounts = Required<
  Pick<components['schemas']['OutcomeStatistics'], 'strategies' | 'byCreditor'>
> &
  // Months whose figures were kept before executors were counted have none.
  Pick<components['schemas']['OutcomeStatistics'], 'byExecutor'>

/** What was kept of a month; `undefined` when nothing was. */
export async function selectKept(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<KeptFigures | undefined> {
  const [row] = await bulk<KeptFigures>(
    tx,
    `SELECT cases, outcomes, contacts, approaches FROM statistic_month
      WHERE municipality = $1 AND month = $2::date`,
    [municipality, firstDayOf(month)],
  )
  return row
}

/** Keeps figures of a month; those that are kept already stay as they are. */
export async function upsertKept(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  { cases, outcomes, contacts, approaches }: KeptFigures,
  at: Date,
): Promise<void> {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value))
  await bulk(
    tx,
    `INSERT INTO statistic_month AS s
            (municipality, month, cases, outcomes, contacts, approaches, kept_at)
     VALUES ($1, $2::date, $3::text::jsonb, $4::text::jsonb, $5::text::jsonb, $6::text::jsonb,
             $7::timestamptz)
     ON CONFLICT (municipality, month) DO UPDATE
        SET cases = coalesce(s.cases, excluded.cases),
            outcomes = coalesce(s.outcomes, excluded.outcomes),
            contacts = coalesce(s.contacts, excluded.contacts),
            approaches = coalesce(s.approaches, excluded.approaches),
            kept_at = excluded.kept_at`,
    [municipality, firstDayOf(month), ...[cases, outcomes, contacts, approaches].map(json), at],
  )
}

/** Contact attempts of one kind. */
export interface ContactRow {
  readonly kind: string
  readonly attempts: number
  readonly reached: number
}

/** Counts contact attempts about cases of a month. */
export function countContacts(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<ContactRow[]> {
  return bulk<ContactRow>(
    tx,
    `SELECT a ->> 'kind' AS kind, count(*)::integer AS attempts,
            count(*) FILTER (WHERE (a ->> 'reached')::boolean)::integer AS reached
       FROM (${LATEST}) o, jsonb_array_elements(o.report -> 'contactAttempts') a
      GROUP BY 1 ORDER BY 1`,
    [municipality, firstDayOf(month)],
  )
}

/** How one case was approached and what came of it; no identifiers of the case. */
export interface ApproachRow {
  /** `null` while the case is open, and for one that nothing was reported about. */
  readonly outcome: OutcomeCode | null
  readonly reached: boolean
  readonly plan_made: boolean | null
  /** Kinds of contact that were tried. */
  readonly kinds: readonly string[]
  /** Who reported it. */
  readonly creditors: readonly string[]
}

/**
 * Every case that was delivered of a month, whether or not the municipality reported about it. What
 * was handed over is counted where it was taken over.
 */
export function selectApproaches(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<ApproachRow[]> {
  return bulk<ApproachRow>(
    tx,
    `SELECT o.outcome, coalesce(o.report @> '{"contactAttempts":[{"reached":true}]}', false)
              AS reached, o.plan_made,
            ARRAY(SELECT DISTINCT a ->> 'kind'
                    FROM jsonb_array_elements(o.report -> 'contactAttempts') a) AS kinds,
            ARRAY(SELECT DISTINCT unnest(i.creditors)) AS creditors
       FROM feed_item i
       LEFT JOIN (${LATEST}) o ON o.case_id = i.case_id
      WHERE i.municipality = $1 AND i.month = $2::date
        AND NOT EXISTS (SELECT FROM transfer t
                         WHERE t.municipality = $1 AND t.month = $2::date
                           AND t.case_id = i.case_id AND t.status = 'ACCEPTED')`,
    [municipality, firstDayOf(month)],
  )
}

/** What one executor did about the cases of a month, as it reported that itself. */
export interface ExecutorRow {
  readonly executorId: string
  readonly cases: number
  readonly visits: number
  readonly reached: number
}

/**
 * Counts what executors added to reports: the attempts that a version of theirs has and the version
 * before it had not. A case that two of them worked on counts for each.
 */
export function countExecutors(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<ExecutorRow[]> {
  const attempts = (where: string) =>
    `(SELECT count(*) FROM jsonb_array_elements(o.report -> 'contactAttempts') a WHERE ${where})`
  const added = (name: string) =>
    `greatest(0, ${name} - coalesce(lag(${name}) OVER of_case, 0)) AS ${name}`
  return bulk<ExecutorRow>(
    tx,
    `WITH versions AS (
       SELECT case_id, version, executor, ${attempts('true')} AS tried,
              ${attempts("a ->> 'kind' = 'HOME_VISIT'")} AS visits,
              ${attempts("(a ->> 'reached')::boolean")} AS reached
         FROM outcome o WHERE municipality = $1 AND month = $2::date
          AND NOT EXISTS (SELECT FROM transfer t
                           WHERE t.municipality = $1 AND t.month = $2::date
                             AND t.case_id = o.case_id AND t.status = 'ACCEPTED')),
     added AS (
       SELECT case_id, executor, ${added('tried')}, ${added('visits')}, ${added('reached')}
         FROM versions WINDOW of_case AS (PARTITION BY case_id ORDER BY version))
     SELECT executor AS "executorId", count(DISTINCT case_id)::integer AS cases,
            sum(visits)::integer AS visits,
            count(DISTINCT case_id) FILTER (WHERE reached > 0)::integer AS reached
       FROM added WHERE executor IS NOT NULL AND tried > 0
      GROUP BY executor ORDER BY executor`,
    [municipality, firstDayOf(month)],
  )
}
