import { setInterval } from 'node:timers'
import type { Database, Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { extend, finish, type Held, lockHeld, takeOver } from './store.js'

const JOB = { role: 'vroegsignaal_job' } as const

/** How long a lease lasts without being renewed: what a worker that died holds up. */
export const LEASE_MS = 60_000

/** The right to do one job, for a time and under a fence. Time is the database's alone. */
export interface Lease extends Held {
  /** What was worked off before, or null. */
  readonly lastDue: Date | null
}

/** Another worker has taken over; whatever was being done must not be committed. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  readonly code = 'job.lease_lost'

  constructor() {
    super('Another worker has taken over this job.')
  }
}

/**
 * Takes the lease of a job.
 *
 * @param holder Names the worker; no two workers share a name.
 * @returns `undefined` while another holds it.
 */
export async function takeLease(
  db: Database,
  job: string,
  holder: string,
  forMs = LEASE_MS,
): Promise<Lease | undefined> {
  const taken = await inTransaction(db, 'jobs.take', JOB, (tx) => takeOver(tx, job, holder, forMs))
  return taken && { job, holder, ...taken }
}

/**
 * Lets a transaction commit only while the lease holds. From here until it ends nobody can take the
 * lease, so of two workers never both commit. Call it late: renewing waits for the same row.
 *
 * @throws {LeaseLost}
 */
export async function assertFence(tx: Tx, lease: Lease): Promise<void> {
  if (!(await lockHeld(tx, lease))) throw new LeaseLost()
}

/** Renews a lease; false when it is lost. */
export function renewLease(db: Database, lease: Lease, forMs = LEASE_MS): Promise<boolean> {
  return inTransaction(db, 'jobs.renew', JOB, (tx) => extend(tx, lease, forMs))
}

/** Gives a lease back and notes what was worked off. @throws {LeaseLost} */
export async function finishLease(db: Database, lease: Lease, lastDue: Date): Promise<void> {
  const isOurs = await inTransaction(db, 'jobs.finish', JOB, (tx) => finish(tx, lease, lastDue))
  if (!isOurs) throw new LeaseLost()
}

/**
 * Holds a lease by renewing it until the returned function is called. A renewal that fails is not
 * told: the fence refuses the commit then.
 */
export function holdLease(db: Database, lease: Lease, forMs = LEASE_MS): () => Promise<void> {
  let renewing: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    renewing = renewing.then(() => renewLease(db, lease, forMs)).catch(() => undefined)
  }, forMs / 3)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await renewing
  }
}
