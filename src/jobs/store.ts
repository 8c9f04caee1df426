import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'

// clock_timestamp() and not now(): a statement may have waited, and a transaction may be long.

/** When each job was last worked off, by its name; jobs that never were are missing. */
export async function selectLastDue(tx: Tx): Promise<ReadonlyMap<string, Date>> {
  const rows = await bulk<{ job: string; last_due: string }>(
    tx,
    'SELECT job, last_due FROM job_lease WHERE last_due IS NOT NULL',
  )
  return new Map(rows.map((row) => [row.job, new Date(row.last_due)]))
}

/** The present instant of the database, to the millisecond. */
export async function selectNow(tx: Tx): Promise<Date> {
  const rows = await bulk<{ ms: string }>(
    tx,
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms',
  )
  return new Date(Number(rows[0]!.ms))
}

/**
 * Takes a lease that nobody holds any more, under the next fence.
 *
 * @returns `undefined` while somebody holds it.
 */
export async function takeOver(
  tx: Tx,
  job: string,
  holder: string,
  forMs: number,
): Promise<{ readonly fence: string; readonly lastDue: Date | null } | undefined> {
  const rows = await bulk<{ fence: string; last_due: string | null }>(
    tx,
    `INSERT INTO job_lease AS l (job, holder, fence, expires_at)
     VALUES ($1, $2, 1, clock_timestamp() + $3::integer * interval '1 millisecond')
     ON CONFLICT (job) DO UPDATE
        SET holder = excluded.holder, fence = l.fence + 1, expires_at = excluded.expires_at
      WHERE l.expires_at <= clock_timestamp()
     RETURNING fence, last_due`,
    [job, holder, forMs],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  return { fence: row.fence, lastDue: row.last_due === null ? null : new Date(row.last_due) }
}

/** Whose lease: the job, who took it and under which fence. */
export interface Held {
  readonly job: string
  readonly holder: string
  readonly fence: string
}

/** Moves the end of a lease; false when it is no longer held. */
export async function extend(tx: Tx, lease: Held, forMs: number): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE job_lease SET expires_at = clock_timestamp() + $4::integer * interval '1 millisecond'
      WHERE job = $1 AND holder = $2 AND fence = $3::bigint AND expires_at > clock_timestamp()
     RETURNING job`,
    [lease.job, lease.holder, lease.fence, forMs],
  )
  return rows.length > 0
}

/** Ends a lease with what was worked off; false when another worker has it. */
export async function finish(tx: Tx, lease: Held, lastDue: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE job_lease SET expires_at = clock_timestamp(), last_due = $4::timestamptz
      WHERE job = $1 AND holder = $2 AND fence = $3::bigint
     RETURNING job`,
    [lease.job, lease.holder, lease.fence, lastDue],
  )
  return rows.length > 0
}

/** Whether a lease is held, and if so, keeps others from taking it until the transaction ends. */
export async function lockHeld(tx: Tx, lease: Held): Promise<boolean> {
  const rows = await bulk(
    tx,
    `SELECT 1 FROM job_lease
      WHERE job = $1 AND holder = $2 AND fence = $3::bigint AND expires_at > clock_timestamp()
        FOR UPDATE`,
    [lease.job, lease.holder, lease.fence],
  )
  return rows.length > 0
}
