import { booleanArray, integerArray, plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { firstDayOf, type Month } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/index.js'
import type { FeedbackCode } from './feedback-policy.js'
import type { CaseOutcome, Listed } from './judge.js'

/** One report at a time of a municipality, until the transaction ends: versions follow each other. */
export async function lockOutcomes(tx: Tx, municipality: MunicipalityCode): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('outcomes'), hashtext($1))`, [municipality])
}

/** What a submission was answered with. */
export interface StoredReport {
  readonly digest: Buffer
  readonly answer: string
  readonly signature: string
}

/** Takes the id of a submission; false when it was taken before. */
export async function insertReport(
  tx: Tx,
  municipality: MunicipalityCode,
  reportId: string,
  digest: Buffer,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO outcome_report (municipality, report_id, digest, received_at)
     VALUES ($1, $2::uuid, $3::bytea, $4::timestamptz) ON CONFLICT DO NOTHING RETURNING report_id`,
    [municipality, reportId, digest, at],
  )
  return rows.length === 1
}

/** A submission that was answered before. */
export async function selectReport(
  tx: Tx,
  municipality: MunicipalityCode,
  reportId: string,
): Promise<StoredReport | undefined> {
  const rows = await bulk<StoredReport>(
    tx,
    `SELECT digest, answer, signature FROM outcome_report
      WHERE municipality = $1 AND report_id = $2::uuid`,
    [municipality, reportId],
  )
  return rows[0]
}

/** Keeps the answer of a submission. */
export async function updateReport(
  tx: Tx,
  municipality: MunicipalityCode,
  reportId: string,
  { text, signature }: { readonly text: string; readonly signature: string },
): Promise<void> {
  await bulk(
    tx,
    `UPDATE outcome_report SET answer = $3, signature = $4
      WHERE municipality = $1 AND report_id = $2::uuid`,
    [municipality, reportId, text, signature],
  )
}

/** A case as reports name it. */
export interface CaseName {
  readonly caseId: string
  readonly month: Month
}

/** A case that can be reported about, with what was reported last. */
export interface KnownCase {
  readonly notifications: readonly Listed[]
  /** 0 before the first report. */
  readonly version: number
  readonly report: CaseOutcome | null
  /** It is offered to another municipality, or was handed over. */
  readonly isTransferred: boolean
}

/**
 * Cases of the municipality's closed feeds by id, and of months that are not closed those that the
 * urgent lane told of; others are left out. What was urgent stays of its case also when a correction
 * stands in its place: what was reported before that may be said again.
 */
export async function selectCases(
  tx: Tx,
  municipality: MunicipalityCode,
  names: readonly CaseName[],
): Promise<ReadonlyMap<string, KnownCase>> {
  const rows = await bulk<{
    case_id: string
    creditors: string[]
    notification_ids: string[]
    version: number | null
    report: CaseOutcome | null
    transferred: boolean
  }>(
    tx,
    `SELECT n.case_id, coalesce(i.creditors, '{}') || coalesce(u.creditors, '{}') AS creditors,
            coalesce(i.notification_ids, '{}') || coalesce(u.ids, '{}') AS notification_ids,
            o.version, o.report,
            EXISTS (SELECT FROM transfer t
                     WHERE t.municipality = $1 AND t.month = n.month AND t.case_id = n.case_id
                       AND t.status IN ('OFFERED', 'ACCEPTED')) AS transferred
       FROM unnest($2::uuid[], $3::date[]) AS n (case_id, month)
       LEFT JOIN LATERAL (SELECT i.case_id, i.creditors, i.notification_ids FROM feed_item i
                           WHERE i.municipality = $1 AND i.month = n.month
                             AND i.case_id = n.case_id LIMIT 1) i ON true
       LEFT JOIN LATERAL (SELECT array_agg(u.creditor ORDER BY u.urgent_id) AS creditors,
                                 array_agg(u.notification_id ORDER BY u.urgent_id) AS ids
                            FROM urgent_item u
                            JOIN notification t ON t.municipality = u.municipality
                             AND t.month = u.month AND t.creditor = u.creditor
                             AND t.notification_id = u.notification_id AND t.kind <> 'WITHDRAWAL'
                           WHERE u.municipality = $1 AND u.month = n.month
                             AND u.case_id = n.case_id) u ON true
       LEFT JOIN LATERAL (SELECT o.version, o.report FROM outcome o
                           WHERE o.municipality = $1 AND o.month = n.month
                             AND o.case_id = n.case_id
                           ORDER BY o.version DESC LIMIT 1) o ON true
      WHERE i.case_id IS NOT NULL
         OR u.ids IS NOT NULL AND NOT EXISTS (SELECT FROM feed f WHERE f.municipality = $1
                                                                   AND f.month = n.month)`,
    [
      municipality,
      plainArray(names.map(({ caseId }) => caseId)),
      plainArray(names.map(({ month }) => firstDayOf(month))),
    ],
  )
  return new Map(
    rows.map(({ case_id, creditors, notification_ids, version, report, transferred }) => [
      case_id,
      {
        notifications: creditors.map((creditor, at) => ({
          creditor,
          notificationId: notification_ids[at]!,
        })),
        version: version ?? 0,
        report,
        isTransferred: transferred,
      },
    ]),
  )
}

/** How a notification stands before a report. */
export interface Standing {
  readonly told: FeedbackCode | null
  /** It was taken back, or is held at a resident's request. */
  readonly isGone: boolean
  /** Municipality that its creditor reported to, when it may not know that another has it by now. */
  readonly shownAs: MunicipalityCode | null
}

/** What was told about notifications so far, and whether they were taken back, by `creditor id`. */
export async function selectStanding(
  tx: Tx,
  municipality: MunicipalityCode,
  named: readonly Listed[],
): Promise<ReadonlyMap<string, Standing>> {
  if (named.length === 0) return new Map()
  const rows = await bulk<{
    creditor: string
    notification_id: string
    told: FeedbackCode | null
    is_gone: boolean
    shown_as: MunicipalityCode | null
  }>(
    tx,
    `SELECT n.creditor, n.notification_id, o.told,
            EXISTS (SELECT FROM notification w
                     WHERE w.municipality = $1 AND w.creditor = n.creditor
                       AND w.predecessor_id = n.notification_id AND w.kind = 'WITHDRAWAL')
         OR EXISTS (SELECT FROM rights_hold h
                     WHERE h.municipality = $1 AND h.creditor = n.creditor
                       AND h.notification_id = n.notification_id AND h.lifted_at IS NULL
                       AND h.withheld IS NOT NULL)
         OR EXISTS (SELECT FROM transferred_withdrawals($1) w
                     WHERE w.creditor = n.creditor AND w.predecessor_id = n.notification_id
                       AND w.kind = 'WITHDRAWAL')
         OR EXISTS (SELECT FROM transferred_held($1) h
                     WHERE h.creditor = n.creditor AND h.notification_id = n.notification_id)
              AS is_gone,
            (SELECT t.municipality FROM transfer_notification t
              WHERE t.receiver = $1 AND t.notification_id = n.notification_id
                AND t.creditor = n.creditor AND t.handed_at IS NOT NULL AND NOT t.shows_move
              LIMIT 1) AS shown_as
       FROM unnest($2::text[], $3::uuid[]) AS n (creditor, notification_id)
       LEFT JOIN outcome_notification o ON o.municipality = $1 AND o.creditor = n.creditor
        AND o.notification_id = n.notification_id`,
    [
      municipality,
      plainArray(named.map(({ creditor }) => creditor)),
      plainArray(named.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Map(
    rows.map(({ creditor, notification_id, told, is_gone: isGone, shown_as: shownAs }) => [
      `${creditor} ${notification_id}`,
      { told, isGone, shownAs },
    ]),
  )
}

/** A new version of what is known about a case. */
export interface OutcomeRow extends CaseName {
  readonly version: number
  /** Canonical text. */
  readonly text: string
  readonly report: CaseOutcome
}

/**
 * Adds versions; none is ever changed.
 *
 * @param executor Party of the executor that reports them; `null` for the municipality itself.
 */
export async function insertOutcomes(
  tx: Tx,
  municipality: MunicipalityCode,
  reportId: string,
  at: Date,
  rows: readonly OutcomeRow[],
  executor: string | null,
): Promise<void> {
  if (rows.length === 0) return
  await bulk(
    tx,
    `INSERT INTO outcome (municipality, month, case_id, version, report_id, reported_at, report,
                          taken_up_on, outcome, closed_on, plan_made, executor)
     SELECT $1, n.month, n.case_id, n.version, $2::uuid, $3::timestamptz, n.report::jsonb,
            (n.report::jsonb ->> 'takenUpOn')::date, n.report::jsonb ->> 'outcome',
            (n.report::jsonb ->> 'closedOn')::date, (n.report::jsonb ->> 'planMade')::boolean,
            $8
       FROM unnest($4::date[], $5::uuid[], $6::integer[], $7::text[])
         AS n (month, case_id, version, report)`,
    [
      municipality,
      reportId,
      at,
      plainArray(rows.map(({ month }) => firstDayOf(month))),
      plainArray(rows.map(({ caseId }) => caseId)),
      integerArray(rows.map(({ version }) => version)),
      textArray(rows.map(({ text }) => text)),
      executor,
    ],
  )
}

/** How a notification stands after a report. */
export interface StandingRow extends Listed, CaseName {
  readonly isClosed: boolean
  /** What its creditor is told now; `undefined` when nothing new. */
  readonly tell: FeedbackCode | undefined
}

/** Keeps how notifications stand. */
export async function upsertStanding(
  tx: Tx,
  municipality: MunicipalityCode,
  rows: readonly StandingRow[],
): Promise<void> {
  if (rows.length === 0) return
  await bulk(
    tx,
    `INSERT INTO outcome_notification AS o
            (municipality, creditor, notification_id, month, case_id, is_closed, told)
     SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::date[], $5::uuid[], $6::boolean[], $7::text[])
     ON CONFLICT (municipality, creditor, notification_id) DO UPDATE
        SET month = excluded.month, case_id = excluded.case_id, is_closed = excluded.is_closed,
            told = coalesce(excluded.told, o.told)`,
    [
      municipality,
      plainArray(rows.map(({ creditor }) => creditor)),
      plainArray(rows.map(({ notificationId }) => notificationId)),
      plainArray(rows.map(({ month }) => firstDayOf(month))),
      plainArray(rows.map(({ caseId }) => caseId)),
      booleanArray(rows.map(({ isClosed }) => isClosed)),
      plainArray(rows.map(({ tell }) => tell ?? null)),
    ],
  )
}
