import type { WeighedCase } from '../cases/index.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { firstDayOf, type Day, type Month } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { MunicipalityCode, TriageProfile } from '../parties/index.js'

/** One person at a time changes the profiles of a municipality, until the transaction ends. */
export async function lockProfiles(tx: Tx, municipality: MunicipalityCode): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('triage'), hashtext($1))`, [municipality])
}

/** A profile with the day from which it holds. */
export interface ProfileRow {
  readonly version: number
  readonly valid_from: Day
  readonly profile: TriageProfile
}

/** All profiles of a municipality, by the day from which they hold. */
export function selectProfiles(tx: Tx, municipality: MunicipalityCode): Promise<ProfileRow[]> {
  return bulk<ProfileRow>(
    tx,
    `SELECT version, valid_from, profile FROM triage_profile
      WHERE municipality = $1 ORDER BY valid_from, version`,
    [municipality],
  )
}

/** The profile of one version; `undefined` when the municipality never had it. */
export async function selectProfileOf(
  tx: Tx,
  municipality: MunicipalityCode,
  version: number,
): Promise<TriageProfile | undefined> {
  const [row] = await bulk<Pick<ProfileRow, 'profile'>>(
    tx,
    'SELECT profile FROM triage_profile WHERE municipality = $1 AND version = $2::integer',
    [municipality, version],
  )
  return row?.profile
}

/** A draft as it is kept. */
export interface DraftRow {
  readonly draft_id: string
  readonly offered_at: Date
  readonly offered_by: string
  readonly valid_from: Day
  readonly profile: TriageProfile
  readonly approved_at: Date | null
  readonly approved_by: string | null
  readonly version: number | null
}

const DRAFT = `draft_id, offered_at, offered_by, valid_from, profile, approved_at, approved_by, version`

/** Drafts that wait for a second person, newest first. */
export function selectWaiting(tx: Tx, municipality: MunicipalityCode): Promise<DraftRow[]> {
  return bulk<DraftRow>(
    tx,
    `SELECT ${DRAFT} FROM triage_draft
      WHERE municipality = $1 AND approved_at IS NULL ORDER BY offered_at DESC LIMIT 100`,
    [municipality],
  )
}

/** One draft. */
export async function selectDraft(
  tx: Tx,
  municipality: MunicipalityCode,
  draftId: string,
): Promise<DraftRow | undefined> {
  const rows = await bulk<DraftRow>(
    tx,
    `SELECT ${DRAFT} FROM triage_draft WHERE municipality = $1 AND draft_id = $2::uuid`,
    [municipality, draftId],
  )
  return rows[0]
}

/** Keeps a draft; false when its id is taken. */
export async function insertDraft(
  tx: Tx,
  municipality: MunicipalityCode,
  draft: Pick<DraftRow, 'draft_id' | 'offered_at' | 'offered_by' | 'valid_from' | 'profile'>,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO triage_draft (municipality, draft_id, offered_at, offered_by, valid_from, profile)
     VALUES ($1, $2::uuid, $3::timestamptz, $4, $5::date, $6::text::jsonb)
     ON CONFLICT DO NOTHING RETURNING draft_id`,
    [
      municipality,
      draft.draft_id,
      draft.offered_at,
      draft.offered_by,
      draft.valid_from,
      JSON.stringify(draft.profile),
    ],
  )
  return rows.length === 1
}

/** Puts a draft in force: the next version, from its day on. */
export async function approveDraft(
  tx: Tx,
  municipality: MunicipalityCode,
  draftId: string,
  by: string,
  at: Date,
): Promise<DraftRow> {
  const [row] = await bulk<DraftRow>(
    tx,
    `UPDATE triage_draft SET approved_at = $3::timestamptz, approved_by = $4,
            version = 1 + coalesce((SELECT max(version) FROM triage_profile
                                     WHERE municipality = $1), 0)
      WHERE municipality = $1 AND draft_id = $2::uuid RETURNING ${DRAFT}`,
    [municipality, draftId, at, by],
  )
  const { version, valid_from, profile } = row!
  await bulk(
    tx,
    `INSERT INTO triage_profile (municipality, version, valid_from, profile, created_at)
     VALUES ($1, $2::integer, $3::date, $4::text::jsonb, $5::timestamptz)`,
    [municipality, version, valid_from, JSON.stringify({ ...profile, version }), at],
  )
  return row!
}

/** The last closed months of a municipality, newest first. */
export async function selectClosedMonths(
  tx: Tx,
  municipality: MunicipalityCode,
  limit: number,
): Promise<Month[]> {
  const rows = await bulk<{ month: string }>(
    tx,
    `SELECT to_char(month, 'YYYY-MM') AS month FROM feed
      WHERE municipality = $1 ORDER BY month DESC LIMIT $2::integer`,
    [municipality, limit],
  )
  return rows.map(({ month }) => month as Month)
}

interface FactsRow {
  readonly match_class: WeighedCase['matchClass']
  readonly sectors: Sector[]
  readonly total: string
  readonly consecutive_months: number
  readonly urgency: WeighedCase['urgency']
  readonly quality: string[]
  readonly district: string | null
  readonly withdrawn: boolean
  readonly growth: string
  readonly work_bin: string
}

/** The cases of a closed month as triage saw them; no identifiers. */
export async function selectWeighed(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<WeighedCase[]> {
  const rows = await bulk<FactsRow>(
    tx,
    `SELECT match_class, sectors, total_arrears_cents AS total, consecutive_months, urgency, quality,
            district, work_bin, total_arrears_cents = 0 AS withdrawn,
            (SELECT coalesce(sum(greatest((n ->> 'amountTrendCents')::bigint, 0)), 0)
               FROM jsonb_array_elements(notifications) n
              WHERE NOT coalesce((n ->> 'isWithdrawn')::boolean, false)) AS growth
       FROM matched_case WHERE municipality = $1 AND month = $2::date`,
    [municipality, firstDayOf(month)],
  )
  return rows.map((row) => ({
    matchClass: row.match_class,
    sectors: row.sectors,
    totalArrearsCents: Number(row.total),
    consecutiveMonths: row.consecutive_months,
    urgency: row.urgency,
    isPhoneKnown: !row.quality.includes('NO_PHONE'),
    isEmailKnown: !row.quality.includes('NO_EMAIL'),
    growthCents: Number(row.growth),
    district: row.district,
    isWithdrawn: row.withdrawn,
    workBin: row.work_bin,
  }))
}
