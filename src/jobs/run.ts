import { setTimeout as delay } from 'node:timers/promises'
import { logHealth, sequencePending, shipEntries } from '../access-log/index.js'
import type { Context } from '../context.js'
import { observeExpiries } from '../expiry/index.js'
import { randomId } from '../kernel/identifiers.js'
import { describeError } from '../logger.js'
import { observeRequests } from '../rights/index.js'
import {
  EXPIRY_EVERY_MS,
  KEYS_EVERY_MS,
  LOOK_EVERY_MS,
  SEQUENCE_EVERY_MS,
  SHIP_EVERY_MS,
  WITNESS_EVERY_MS,
} from './schedule.js'
import { askWitnesses } from './witnesses.js'
import { type JobRun, planRuns, runPlanned } from './worker.js'

/** What jobs need of the process that runs them. */
export interface JobHooks {
  /** Makes the secrets that must exist by now, and reads those that another process made. */
  readonly makeKeys: () => Promise<unknown>
}

/**
 * Runs what is due, once: secrets, the log, then the jobs with a rhythm and the log again. For tests
 * and the demonstration, whose clock is stepped by hand; a hub uses `startJobs`.
 *
 * @returns The runs that were due, in order; those that failed are among them.
 * @throws {LogStopped} And whatever else keeps the hub from working at all.
 */
export async function runDueJobs(context: Context, hooks: JobHooks): Promise<readonly JobRun[]> {
  await hooks.makeKeys()
  await sequencePending(context)
  const runs = await runPlans(context, randomId())
  if (runs.length > 0) await sequencePending(context)
  return runs
}

/**
 * Runs jobs until told to stop, each kind in a loop of its own so that a long match run does not hold
 * up the log. No kind overlaps with itself, and what fails is tried again.
 *
 * @returns `stop` waits for what is running; nothing begins after it was called.
 */
export function startJobs(context: Context, hooks: JobHooks): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const holder = randomId()
  const loops = [
    repeat(context, 'sequence', SEQUENCE_EVERY_MS, signal, () => sequencePending(context)),
    ...shippingLoop(context, signal),
    ...witnessLoop(context, signal),
    repeat(context, 'expiry', EXPIRY_EVERY_MS, signal, async () => {
      await observeExpiries(context)
      await observeRequests(context)
    }),
    repeat(context, 'keys', KEYS_EVERY_MS, signal, hooks.makeKeys),
    repeat(context, 'look', LOOK_EVERY_MS, signal, async () => {
      context.metrics.pendingLeaves.set((await logHealth(context)).pending)
      await runPlans(context, holder, signal)
    }),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

/** Sending the log to a collector, if one was set; the hub itself never waits for it. */
function shippingLoop(context: Context, signal: AbortSignal): Promise<void>[] {
  const { collectorUrl: url, collectorCa: caFile } = context.config
  if (url === undefined) return []
  const collector = { url, caFile }
  return [
    repeat(context, 'ship', SHIP_EVERY_MS, signal, () => shipEntries(context, collector, signal)),
  ]
}

/** Asking witnesses, if a policy names any; the hub itself never waits for them. */
function witnessLoop(context: Context, signal: AbortSignal): Promise<void>[] {
  if (context.config.witnessPolicy === undefined) return []
  return [repeat(context, 'witness', WITNESS_EVERY_MS, signal, askWitnesses(context, signal))]
}

async function runPlans(
  context: Context,
  holder: string,
  signal?: AbortSignal,
): Promise<readonly JobRun[]> {
  const runs: JobRun[] = []
  for (const planned of await planRuns(context)) {
    if (signal?.aborted === true) break
    runs.push(await runPlanned(context, holder, planned))
  }
  return runs
}

/** A failure that lasts is told when it begins, and then once in so many times. */
const TELL_EVERY = 60

async function repeat(
  { log, metrics }: Context,
  job: string,
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const begun = performance.now()
    const count = (outcome: string) =>
      metrics.jobs.observe({ job, outcome }, (performance.now() - begun) / 1000)
    try {
      await work()
      count('done')
      if (failures > 0) log.info('a job works again', { job, failures })
      failures = 0
    } catch (error) {
      count('failed')
      if (failures % TELL_EVERY === 0) {
        log.error('a job failed', { job, failures, ...describeError(error) })
      }
      failures += 1
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
