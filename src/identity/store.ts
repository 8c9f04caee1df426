import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Day } from '../kernel/calendar.js'
import type { Epoch, LogSubjectYear } from './keys.js'

interface EpochRow {
  number: number
  starts_on: Day
  ends_on: Day
  check_value: Buffer
  destroyed: boolean
}

/** Every epoch there ever was, oldest first. They are about time, and belong to no party. */
export async function selectEpochs(tx: Tx): Promise<Epoch[]> {
  const rows = await bulk<EpochRow>(
    tx,
    `SELECT number, starts_on, ends_on, check_value,
            coalesce(destroyed_at, ended_at) IS NOT NULL AS destroyed
       FROM epoch ORDER BY number`,
  )
  return rows.map((row) => ({
    number: row.number,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    checkValue: row.check_value,
    isDestroyed: row.destroyed,
  }))
}

/** Every year that has or had a key for log subjects, oldest first. */
export async function selectLogSubjectYears(tx: Tx): Promise<LogSubjectYear[]> {
  const rows = await bulk<{ year: number; check_value: Buffer; destroyed: boolean }>(
    tx,
    `SELECT year, check_value, coalesce(destroyed_at, ended_at) IS NOT NULL AS destroyed
       FROM log_subject_year ORDER BY year`,
  )
  return rows.map(({ year, check_value, destroyed }) => ({
    year,
    checkValue: check_value,
    isDestroyed: destroyed,
  }))
}

/** A secret of pseudonyms and what became of it; never the secret itself. */
export interface SecretFate {
  readonly family: 'epoch' | 'log-subjects'
  /** Number of the epoch, or the year. */
  readonly number: number
  readonly startsOn: Day
  readonly endsOn: Day
  /** Derived from the secret: tells it apart and says nothing else about it; 16 bytes, hex. */
  readonly fingerprint: string
  /** When the hub destroyed its own copy. */
  readonly endedAt: string | null
  /** When two people attested that every other copy is gone. */
  readonly attestedAt: string | null
}

/** Every secret of pseudonyms there ever was: epochs, then years of the log, oldest first. */
export function selectSecretFates(tx: Tx): Promise<SecretFate[]> {
  return bulk<SecretFate>(
    tx,
    `SELECT 'epoch' AS family, number::integer AS number, starts_on AS "startsOn",
            ends_on AS "endsOn", encode(check_value, 'hex') AS fingerprint, ended_at AS "endedAt", destroyed_at AS "attestedAt" FROM epoch
     UNION ALL
     SELECT 'log-subjects', year::integer, make_date(year, 1, 1), make_date(year, 12, 31),
            encode(check_value, 'hex'), ended_at, destroyed_at FROM log_subject_year
      ORDER BY 1, 2`,
  )
}

/** Lets one process at a time make keys, until its transaction ends. */
export async function lockKeys(tx: Tx): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('identity.keys'))`)
}

/** Registers an epoch; false when its number was registered already. */
export async function insertEpoch(
  tx: Tx,
  epoch: Omit<Epoch, 'isDestroyed'>,
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO epoch (number, starts_on, ends_on, check_value, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number) DO NOTHING RETURNING number`,
    [epoch.number, epoch.startsOn, epoch.endsOn, epoch.checkValue, now],
  )
  return rows.length > 0
}

/** Registers the key of a year; false when the year was registered already. */
export async function insertLogSubjectYear(
  tx: Tx,
  year: Omit<LogSubjectYear, 'isDestroyed'>,
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO log_subject_year (year, check_value, created_at)
     VALUES ($1, $2, $3) ON CONFLICT (year) DO NOTHING RETURNING year`,
    [year.year, year.checkValue, now],
  )
  return rows.length > 0
}

/** Records who attested that an epoch's secret is gone; false when it was recorded before. */
export async function markEpochDestroyed(
  tx: Tx,
  number: number,
  attestedBy: readonly [string, string],
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE epoch SET destroyed_at = $2, destroyed_by = ARRAY[$3, $4]::text[]
      WHERE number = $1 AND destroyed_at IS NULL RETURNING number`,
    [number, now, attestedBy[0], attestedBy[1]],
  )
  return rows.length > 0
}

/** Records who attested that a year's key is gone; false when it was recorded before. */
export async function markYearDestroyed(
  tx: Tx,
  year: number,
  attestedBy: readonly [string, string],
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE log_subject_year SET destroyed_at = $2, destroyed_by = ARRAY[$3, $4]::text[]
      WHERE year = $1 AND destroyed_at IS NULL RETURNING year`,
    [year, now, attestedBy[0], attestedBy[1]],
  )
  return rows.length > 0
}

/** Whether any row is still keyed under an epoch: it was not forgotten yet, or a hold keeps it. */
export async function isEpochInUse(tx: Tx, number: number): Promise<boolean> {
  const [row] = await bulk<{ used: boolean }>(tx, 'SELECT epoch_in_use($1::smallint) AS used', [
    number,
  ])
  return row?.used !== false
}

/** Whether the log still has an entry of a year. */
export async function isLogYearInUse(tx: Tx, year: number): Promise<boolean> {
  const [row] = await bulk<{ used: boolean }>(tx, 'SELECT log_year_in_use($1::smallint) AS used', [
    year,
  ])
  return row?.used !== false
}

/** Records that the hub has no copy of an epoch's secret any more; false when it was recorded before. */
export async function markEpochEnded(tx: Tx, number: number, now: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    'UPDATE epoch SET ended_at = $2 WHERE number = $1 AND ended_at IS NULL RETURNING number',
    [number, now],
  )
  return rows.length > 0
}

/** Records that the hub has no copy of a year's key any more; false when it was recorded before. */
export async function markYearEnded(tx: Tx, year: number, now: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    'UPDATE log_subject_year SET ended_at = $2 WHERE year = $1 AND ended_at IS NULL RETURNING year',
    [year, now],
  )
  return rows.length > 0
}
