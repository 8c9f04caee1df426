import { randomBytes } from 'node:crypto'
import { runMatch, type Served } from '../cases/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { ensurePartitions, PARTITION_MONTHS } from '../db/partitions.js'
import type { Due, JobName } from './schedule.js'

/** What one run works with. */
export interface Run {
  readonly context: Context
  readonly due: Due
  /** To be called in the transaction that commits the work; throws when the lease is lost. */
  readonly fence: (tx: Tx) => Promise<void>
}

/** A job of the hub changes nothing the second time, so it needs no fence. */
type HubWork = (run: Omit<Run, 'fence'>) => Promise<unknown>

type ServedWork = (run: Run, served: Served) => Promise<unknown>

const HUB_WORK: Readonly<Partial<Record<JobName, HubWork>>> = {
  partitions: ({ context, due }) => ensurePartitions(context.db, due.month, PARTITION_MONTHS),
}

const SERVED_WORK: Readonly<Partial<Record<JobName, ServedWork>>> = {
  match: ({ context, due, fence }, served) =>
    runMatch(context, served, due.month, newTrace(), fence),
}

/** Does the work of one run: of a municipality when one is served, else of the hub. */
export async function doWork(job: JobName, run: Run, served: Served | null): Promise<void> {
  await (served === null ? HUB_WORK[job]?.(run) : SERVED_WORK[job]?.(run, served))
}

/** Every run is a trace of its own. */
function newTrace() {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') }
}
