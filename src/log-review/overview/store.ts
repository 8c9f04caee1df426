import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { DayCount } from './pattern.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** Entries of a partition from an instant on, per day in Amsterdam, actor and purpose. */
export async function selectDayCounts(tx: Tx, controller: string, from: Date): Promise<DayCount[]> {
  const rows = await bulk<{ day: Day; actor: string; purpose: string; entries: string }>(
    tx,
    `SELECT (at AT TIME ZONE 'Europe/Amsterdam')::date AS day, actor, purpose, count(*) AS entries
       FROM log_entry WHERE controller = $1 AND at >= $2::timestamptz GROUP BY 1, 2, 3`,
    [controller, from],
  )
  return rows.map((row) => ({ ...row, entries: Number(row.entries) }))
}

/** Equal refusals of one party. */
export interface DenialCount {
  readonly actor: string
  readonly operation: string
  /** Code of the refusal. */
  readonly code: string
  readonly attempts: number
  readonly lastAt: Date
}

/** Refused attempts in a partition from an instant on, most first. */
export async function selectDenialCounts(
  tx: Tx,
  controller: string,
  from: Date,
  limit: number,
): Promise<DenialCount[]> {
  const rows = await bulk<{
    actor: string
    operation: string
    code: string
    attempts: string
    last_at: string
  }>(
    tx,
    `SELECT actor, operation, coalesce(objects ->> 'code', '') AS code, sum(count) AS attempts,
            max(at) AS last_at
       FROM log_entry
      WHERE controller = $1 AND at >= $2::timestamptz AND result <> 'ALLOW'
      GROUP BY 1, 2, 3 ORDER BY 4 DESC, 5 DESC, 1, 2, 3 LIMIT $3::integer`,
    [controller, from, limit],
  )
  return rows.map(({ attempts, last_at: lastAt, ...row }) => ({
    ...row,
    attempts: Number(attempts),
    lastAt: new Date(lastAt),
  }))
}

/** Names of parties in the log, by id. */
export async function selectPartyNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await bulk<{ id: string; name: string }>(tx, 'SELECT id, name FROM party')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The municipality that a party is; `undefined` when it is none. */
export async function selectMunicipalityOf(
  tx: Tx,
  party: string,
): Promise<MunicipalityCode | undefined> {
  const [row] = await bulk<{ municipality: MunicipalityCode }>(
    tx,
    `SELECT municipality FROM party_role WHERE party = $1 AND role = 'municipality'`,
    [party],
  )
  return row?.municipality
}

/** A certificate that ends soon, or ended just now. */
export interface EndingCertificate {
  readonly party: string
  readonly purpose: 'transport' | 'signing'
  /** Role pseudonym of the person who holds it. */
  readonly holder: string | null
  readonly endsAt: Date
}

/** Certificates that end within a period, of those that the role may see, soonest first. */
export async function selectEndingCertificates(
  tx: Tx,
  from: Date,
  until: Date,
  limit: number,
): Promise<EndingCertificate[]> {
  const rows = await bulk<Omit<EndingCertificate, 'endsAt'> & { not_after: string }>(
    tx,
    `SELECT c.party, c.purpose, c.holder, c.not_after
       FROM certificate c JOIN party p ON p.id = c.party AND p.ended_at IS NULL
      WHERE c.revoked_at IS NULL AND c.not_after >= $1::timestamptz AND c.not_after < $2::timestamptz
      ORDER BY c.not_after, c.party, c.purpose LIMIT $3::integer`,
    [from, until, limit],
  )
  return rows.map(({ not_after: endsAt, ...row }) => ({ ...row, endsAt: new Date(endsAt) }))
}

/** Mandates under one agreement that end on one day. */
export interface EndingMandates {
  readonly agreement: string
  readonly creditor: string
  readonly municipality: string
  readonly sectors: readonly string[]
  readonly endsOn: Day
}

/** Mandates that end within a period, of those that the role may see, soonest first. */
export async function selectEndingMandates(
  tx: Tx,
  from: Day,
  until: Day,
  limit: number,
): Promise<EndingMandates[]> {
  return bulk<EndingMandates>(
    tx,
    `SELECT reference AS agreement, creditor, municipality, valid_until AS "endsOn",
            array_agg(DISTINCT sector ORDER BY sector) AS sectors
       FROM agreement
      WHERE state = 'ACCEPTED' AND valid_until >= $1::date AND valid_until <= $2::date
      GROUP BY 1, 2, 3, 4 ORDER BY 4, 1, 2, 3 LIMIT $3::integer`,
    [from, until, limit],
  )
}

/** The newest published checkpoint: how many entries it covers, and when it was signed. */
export async function selectNewestCheckpoint(
  tx: Tx,
): Promise<{ readonly size: number; readonly signedAt: Date } | undefined> {
  const [row] = await bulk<{ size: string; signed_at: string }>(
    tx,
    'SELECT size, signed_at FROM log_checkpoint ORDER BY tree DESC, size DESC LIMIT 1',
  )
  return row && { size: Number(row.size), signedAt: new Date(row.signed_at) }
}

/** The newest checkpoint that witnesses signed, as it is kept; `undefined` when there is none. */
export async function selectNewestCosigned(
  tx: Tx,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  const [row] = await bulk<{ size: string; note: string }>(
    tx,
    `SELECT size, cosigned AS note FROM log_checkpoint WHERE cosigned IS NOT NULL
      ORDER BY tree DESC, size DESC LIMIT 1`,
  )
  return row && { size: Number(row.size), note: row.note }
}

/** An alarm that lookups looked like enumeration. */
export interface RaisedAlarm {
  readonly entry: string
  readonly number: number
  readonly at: Date
  readonly actor: string
  readonly operation: string
  readonly rules: readonly string[]
  /** Different subjects of that day. */
  readonly subjects: number
}

/** Alarms in a partition from an instant on, newest first. */
export async function selectAlarms(
  tx: Tx,
  controller: string,
  from: Date,
  limit: number,
): Promise<RaisedAlarm[]> {
  const rows = await bulk<{
    entry: string
    number: string
    at: string
    actor: string
    operation: string
    rules: string[]
    subjects: string
  }>(
    tx,
    `SELECT entry, number, at, actor, operation,
            ARRAY(SELECT jsonb_array_elements_text(objects -> 'rules')) AS rules,
            objects ->> 'subjectsOfDay' AS subjects
       FROM log_entry
      WHERE controller = $1 AND action = 'ALARM' AND at >= $2::timestamptz
      ORDER BY number DESC LIMIT $3::integer`,
    [controller, from, limit],
  )
  return rows.map(({ number, at, subjects, ...row }) => ({
    ...row,
    number: Number(number),
    at: new Date(at),
    subjects: Number(subjects),
  }))
}
