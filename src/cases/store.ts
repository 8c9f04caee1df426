import { plainArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Named } from '../debts/index.js'
import { firstDayOf, lastDayOf, type Month } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import type { TriageProfile } from '../parties/triage-profile.js'
import { CASE_COLUMNS, type CaseColumns } from './case-columns.js'
import type { KnownCase } from './match.js'
import type { Notified } from './notified.js'
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

/** What a run begins from. */
export interface Basis {
  /** The feed is closed, after which the month's cases stay as they are. */
  readonly isClosed: boolean
  /** The triage profile in force; `undefined` when the municipality has none. */
  readonly profile: TriageProfile | undefined
  /** The digest of the run before, if there was one. */
  readonly digest: Buffer | undefined
  /** Keys of notifications that are held at a resident's request, or were handed over; mostly none. */
  readonly held: ReadonlySet<string>
  /** Ids under which urgent notifications of the month are worked on, by key; mostly few. */
  readonly known: ReadonlyMap<string, KnownCase>
}

/** Reads what a run begins from, in one statement because small municipalities are many. */
export async function selectBasis(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<Basis> {
  const [row] = await bulk<{
    closed: boolean
    digest: Buffer | null
    profile: TriageProfile | null
    version: number | null
    held: string[] | null
    known: string[] | null
  }>(
    tx,
    `SELECT EXISTS (SELECT FROM feed WHERE municipality = $1 AND month = $2::date) AS closed,
            (SELECT digest FROM match_run WHERE municipality = $1 AND month = $2::date) AS digest,
            p.profile, p.version,
            (SELECT array_agg(creditor || ' ' || notification_id)
               FROM (SELECT creditor, notification_id FROM rights_hold
                      WHERE municipality = $1 AND lifted_at IS NULL AND withheld IS NOT NULL
                      UNION ALL
                     SELECT creditor, notification_id FROM transfer_notification
                      WHERE municipality = $1 AND handed_at IS NOT NULL) h) AS held,
            (SELECT array_agg(creditor || ' ' || notification_id || ' ' || case_id || ' ' || weight)
               FROM urgent_cases($1, $2::date)) AS known
       FROM (SELECT 1) one
       LEFT JOIN LATERAL (SELECT profile, version FROM triage_profile
                           WHERE municipality = $1 AND valid_from <= $3::date
                           ORDER BY valid_from DESC, version DESC LIMIT 1) p ON true`,
    [municipality, firstDayOf(month), lastDayOf(month)],
  )
  const { profile = null, version = null } = row ?? {}
  return {
    isClosed: row?.closed === true,
    profile: profile === null || version === null ? undefined : { ...profile, version },
    digest: row?.digest ?? undefined,
    held: new Set(row?.held),
    known: new Map(row?.known?.map(knownCase)),
  }
}

function knownCase(text: string): [key: string, known: KnownCase] {
  const [creditor, notificationId, caseId, weight] = text.split(' ')
  return [`${creditor} ${notificationId}`, { caseId: caseId!, weight: Number(weight) }]
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

/** Removes the cases of the run before. */
export async function deleteCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<void> {
  await bulk(tx, 'DELETE FROM matched_case WHERE municipality = $1 AND month = $2::date', [
    municipality,
    firstDayOf(month),
  ])
}

const NAMES = CASE_COLUMNS.map(({ name }) => name).join(', ')
const LISTS = CASE_COLUMNS.map(({ type }, at) => {
  const element = type === 'list' || type === 'jsonb' ? 'text' : type
  return `string_to_array($${at + 3}, chr(31), chr(30))::${element}[]`
}).join(', ')
// unnest takes no lists of lists, so lists travel as texts with spaces. An empty text is an empty
// list; a column of one empty text becomes a column of none, hence the coalesce.
const VALUES = CASE_COLUMNS.map(({ name, type }) =>
  type === 'list'
    ? `coalesce(string_to_array(u.${name}, ' '), '{}')`
    : type === 'jsonb'
      ? `u.${name}::jsonb`
      : `u.${name}`,
).join(', ')
const INSERT_CASES = `INSERT INTO matched_case (municipality, month, ${NAMES})
  SELECT $1, $2::date, ${VALUES} FROM unnest(${LISTS}) AS u (${NAMES})`

/** Writes the cases of a month. */
export async function insertCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  columns: CaseColumns,
): Promise<void> {
  if (columns.count === 0) return
  await bulk(tx, INSERT_CASES, [municipality, firstDayOf(month), ...columns.texts])
}
