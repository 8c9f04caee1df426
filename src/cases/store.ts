import { integerArray, plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { type Day, firstDayOf, type Month } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import type { TriageProfile } from '../parties/triage-profile.js'
import type { CaseRow } from './case-row.js'
import type { Named, Notified } from './notified.js'
import { fullNotified, lookBackNotified, type FullRow, type LookBackRow } from './notified-row.js'

/** Lets one transaction at a time decide about a municipality's month, until it ends. */
export async function lockMonth(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('cases.month'), hashtext($1))`, [
    `${municipality} ${month}`,
  ])
}

/** Whether the month's feed is closed, after which its cases stay as they are. */
export async function isClosed(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<boolean> {
  const rows = await bulk(tx, 'SELECT 1 FROM feed WHERE municipality = $1 AND month = $2::date', [
    municipality,
    firstDayOf(month),
  ])
  return rows.length > 0
}

/** The triage profile in force on a day; `undefined` when the municipality has none. */
export async function selectProfile(
  tx: Tx,
  municipality: MunicipalityCode,
  day: Day,
): Promise<TriageProfile | undefined> {
  const rows = await bulk<{ profile: TriageProfile; version: number }>(
    tx,
    `SELECT profile, version FROM triage_profile
      WHERE municipality = $1 AND valid_from <= $2::date
      ORDER BY valid_from DESC, version DESC LIMIT 1`,
    [municipality, day],
  )
  return rows[0] && { ...rows[0].profile, version: rows[0].version }
}

/** The newest pseudonym epoch of a month's notifications; `undefined` when there is none. */
export async function selectEpoch(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<number | undefined> {
  const rows = await bulk<{ epoch: number | null }>(
    tx,
    'SELECT max(epoch) AS epoch FROM notification WHERE municipality = $1 AND month = $2::date',
    [municipality, firstDayOf(month)],
  )
  return rows[0]?.epoch ?? undefined
}

/** Everything about the notifications of one month. */
export async function selectMonth(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  epoch: number,
): Promise<Notified[]> {
  const rows = await bulk<FullRow>(
    tx,
    `SELECT ${FULL} FROM notification WHERE municipality = $1 AND month = $2::date`,
    [municipality, firstDayOf(month), epoch],
  )
  return rows.map(fullNotified)
}

/** Everything about named notifications of the months from `from` up to `until`, that one excluded. */
export async function selectNamed(
  tx: Tx,
  municipality: MunicipalityCode,
  from: Month,
  until: Month,
  epoch: number,
  named: readonly Named[],
): Promise<Notified[]> {
  if (named.length === 0) return []
  const rows = await bulk<FullRow>(
    tx,
    `SELECT ${FULL} FROM notification
      WHERE municipality = $1 AND month >= $2::date AND month < $4::date
        AND (creditor, notification_id) IN
            (SELECT * FROM unnest($5::text[], $6::uuid[]))`,
    [
      municipality,
      firstDayOf(from),
      epoch,
      firstDayOf(until),
      plainArray(named.map(({ creditor }) => creditor)),
      plainArray(named.map(({ notificationId }) => notificationId)),
    ],
  )
  return rows.map(fullNotified)
}

/**
 * What the look-back needs: notifications at one of the addresses, and every correction and
 * withdrawal, because those say what became of the others. Few columns, and no evidence.
 */
export async function selectLookBack(
  tx: Tx,
  municipality: MunicipalityCode,
  from: Month,
  until: Month,
  epoch: number,
  addresses: readonly string[],
): Promise<Notified[]> {
  const rows = await bulk<LookBackRow>(
    tx,
    `SELECT creditor, notification_id, month, kind, sector, arrears_cents, reported_on,
            predecessor_id, withdrawal_reason, encode(${ADDRESS}, 'hex') AS address,
            CASE WHEN epoch = $3 THEN encode(addition_pseudonym, 'hex') END AS addition,
            ${SUBJECT}, ${CUSTOMER}, CASE WHEN epoch = $3 THEN tags END AS tags, presence
       FROM notification
      WHERE municipality = $1 AND month >= $2::date AND month < $4::date
        AND (kind IN ('CORRECTION', 'WITHDRAWAL')
          OR ${ADDRESS} IN (SELECT decode(a, 'hex') FROM unnest($5::text[]) AS u (a)))`,
    [municipality, firstDayOf(from), epoch, firstDayOf(until), plainArray(addresses)],
  )
  return rows.map(lookBackNotified)
}

// $3 is the epoch that everything of a run is compared in. In the overlap of two epochs a row has
// the pseudonyms of both; a row that has none of this epoch can only be equal to its own kind.
const ADDRESS = `CASE WHEN next_epoch = $3 THEN next_address_pseudonym ELSE address_pseudonym END`
const SUBJECT = `encode(CASE WHEN next_epoch = $3 THEN next_subject_pseudonym
                             ELSE subject_pseudonym END, 'hex') AS subject`
const CUSTOMER = `encode(CASE WHEN next_epoch = $3 THEN next_customer_pseudonym
                              ELSE customer_pseudonym END, 'hex') AS customer`
const FULL = `creditor, notification_id, month, kind, sector, crisis, crisis_ground,
  planned_termination_on, arrears_cents, oldest_due_on, reported_on, predecessor_id,
  withdrawal_reason, ${ADDRESS} AS address,
  CASE WHEN epoch = $3 THEN addition_pseudonym END AS addition, ${SUBJECT}, ${CUSTOMER}, evidence,
  presence, tags, has_phone, has_email, district, mandate_id,
  'BUSINESS_NAME_SUSPECTED' = ANY (quality || warnings) AS business`

/** What a run left behind. */
export interface MatchRun {
  readonly runId: string
  readonly finishedAt: Date
  readonly notifications: number
  readonly cases: number
  readonly ruleVersion: string
  /** 32 bytes. */
  readonly digest: Buffer
}

/** The digest of the run before, if there was one. */
export async function selectRunDigest(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<Buffer | undefined> {
  const rows = await bulk<{ digest: Buffer }>(
    tx,
    'SELECT digest FROM match_run WHERE municipality = $1 AND month = $2::date',
    [municipality, firstDayOf(month)],
  )
  return rows[0]?.digest
}

/** Writes a run over the one before. */
export async function upsertRun(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  run: MatchRun,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO match_run (municipality, month, run_id, finished_at, notifications, cases,
                            rule_version, digest)
     VALUES ($1, $2::date, $3::uuid, $4::timestamptz, $5::integer, $6::integer, $7, $8::bytea)
     ON CONFLICT (municipality, month) DO UPDATE SET
       run_id = excluded.run_id, finished_at = excluded.finished_at,
       notifications = excluded.notifications, cases = excluded.cases,
       rule_version = excluded.rule_version, digest = excluded.digest`,
    [
      municipality,
      firstDayOf(month),
      run.runId,
      run.finishedAt,
      run.notifications,
      run.cases,
      run.ruleVersion,
      run.digest,
    ],
  )
}

/** Puts these cases in the place of all that the month had. */
export async function replaceCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  rows: readonly CaseRow[],
): Promise<void> {
  await bulk(tx, 'DELETE FROM matched_case WHERE municipality = $1 AND month = $2::date', [
    municipality,
    firstDayOf(month),
  ])
  if (rows.length === 0) return
  await bulk(
    tx,
    `INSERT INTO matched_case (municipality, month, case_id, match_class, sectors,
       notification_count, consecutive_months, total_arrears_cents, urgency, deadline_on, work_bin,
       reasons, rule_version, quality, district, status, notifications)
     SELECT $1, $2::date, u.case_id, u.match_class, string_to_array(u.sectors, ' '),
            u.notification_count, u.consecutive_months, u.total, u.urgency, u.deadline_on,
            u.work_bin, u.reasons::jsonb, u.rule_version,
            CASE WHEN u.quality = '' THEN '{}' ELSE string_to_array(u.quality, ' ') END,
            u.district, u.status, u.notifications::jsonb
       FROM unnest($3::uuid[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::bigint[],
                   $9::text[], $10::date[], $11::text[], $12::text[], $13::text[], $14::text[],
                   $15::text[], $16::text[], $17::text[])
         AS u (case_id, match_class, sectors, notification_count, consecutive_months, total,
               urgency, deadline_on, work_bin, reasons, rule_version, quality, district, status,
               notifications)`,
    [
      municipality,
      firstDayOf(month),
      plainArray(rows.map(({ caseId }) => caseId)),
      plainArray(rows.map(({ matchClass }) => matchClass)),
      textArray(rows.map(({ sectors }) => sectors)),
      integerArray(rows.map(({ notificationCount }) => notificationCount)),
      integerArray(rows.map(({ consecutiveMonths }) => consecutiveMonths)),
      integerArray(rows.map(({ totalArrearsCents }) => totalArrearsCents)),
      plainArray(rows.map(({ urgency }) => urgency)),
      plainArray(rows.map(({ deadlineOn }) => deadlineOn)),
      textArray(rows.map(({ workBin }) => workBin)),
      textArray(rows.map(({ reasons }) => reasons)),
      textArray(rows.map(({ ruleVersion }) => ruleVersion)),
      textArray(rows.map(({ quality }) => quality)),
      textArray(rows.map(({ district }) => district)),
      plainArray(rows.map(({ status }) => status)),
      textArray(rows.map(({ notifications }) => notifications)),
    ],
  )
}
