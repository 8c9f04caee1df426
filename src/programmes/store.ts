import { textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Day } from '../kernel/calendar.js'
import type { Agency, MunicipalityCode, TriageProfile } from '../parties/index.js'

/** A programme as the registry keeps it. */
export interface ProgrammeRow {
  readonly id: string
  readonly name: string
  readonly municipalities: readonly string[]
  readonly validFrom: Day
  readonly validUntil: Day | null
  readonly participants: readonly { party: string; name: string; part: string }[]
}

/** Writes a programme, in the place of an earlier one of its id. */
export async function upsertProgramme(tx: Tx, row: ProgrammeRow): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO programme (programme_id, name, municipalities, valid_from, valid_until, participants)
     VALUES ($1, $2, $3::text[], $4, $5, $6::text::jsonb)
     ON CONFLICT (programme_id) DO UPDATE SET name = excluded.name,
       municipalities = excluded.municipalities, valid_from = excluded.valid_from,
       valid_until = excluded.valid_until, participants = excluded.participants`,
    [
      row.id,
      row.name,
      textArray(row.municipalities),
      row.validFrom,
      row.validUntil,
      JSON.stringify(row.participants),
    ],
  )
}

/** All programmes, by id. */
export async function selectProgrammes(tx: Tx): Promise<ProgrammeRow[]> {
  const rows = await bulk<{
    programme_id: string
    name: string
    municipalities: string[]
    valid_from: Day
    valid_until: Day | null
    participants: ProgrammeRow['participants']
  }>(
    tx,
    `SELECT programme_id, name, municipalities, valid_from, valid_until, participants
       FROM programme ORDER BY programme_id`,
  )
  return rows.map(({ programme_id, valid_from, valid_until, ...row }) => ({
    ...row,
    id: programme_id,
    validFrom: valid_from,
    validUntil: valid_until,
  }))
}

/** Version of the newest triage profile of a municipality; 0 when it has none. */
export async function selectTriageVersion(tx: Tx, municipality: MunicipalityCode): Promise<number> {
  const rows = await bulk<{ version: number }>(
    tx,
    'SELECT coalesce(max(version), 0) AS version FROM triage_profile WHERE municipality = $1',
    [municipality],
  )
  return rows[0]!.version
}

/** Adds a triage profile; false when its version exists. */
export async function insertTriageProfile(
  tx: Tx,
  municipality: MunicipalityCode,
  profile: TriageProfile,
  validFrom: Day,
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO triage_profile (municipality, version, valid_from, profile, created_at)
     VALUES ($1, $2, $3, $4::text::jsonb, $5)
     ON CONFLICT (municipality, version) DO NOTHING RETURNING version`,
    [municipality, profile.version, validFrom, JSON.stringify(profile), now],
  )
  return rows.length > 0
}

/** Whether an agency of these two that starts on this day is registered. */
export async function hasAgency(tx: Tx, agency: Agency): Promise<boolean> {
  const rows = await bulk<{ found: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM agency
        WHERE agent = $1 AND principal = $2 AND valid_from = $3) AS found`,
    [agency.agent, agency.principal, agency.validFrom],
  )
  return rows[0]!.found
}

/** Rows of one table that went. */
export interface Removed {
  readonly from_table: string
  readonly removed: string
}

/**
 * Removes everything that the hub holds about residents of a municipality under an ended programme.
 * The database checks itself that it has ended, that no hold is in force and that nothing else
 * reports there.
 */
export function deleteProgrammeData(
  tx: Tx,
  programme: string,
  municipality: string,
  at: Date,
): Promise<Removed[]> {
  return bulk<Removed>(
    tx,
    'SELECT from_table, removed FROM end_programme($1, $2, $3::timestamptz)',
    [programme, municipality, at],
  )
}
