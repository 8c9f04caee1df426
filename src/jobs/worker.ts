import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { dayOf, firstDayOf, instantOf, monthOf, type Month } from '../kernel/calendar.js'
import { describeError, type Fields } from '../logger.js'
import { loadMemberships, type MunicipalityCode } from '../parties/index.js'
import { assertFence, finishLease, holdLease, LeaseLost, renewLease, takeLease } from './lease.js'
import {
  type Due,
  dueRuns,
  HUB_SCHEDULE,
  type HubJob,
  SERVED_SCHEDULE,
  type ServedJob,
} from './schedule.js'
import { selectLastDue, selectNow } from './store.js'
import { doWork, type Planned } from './work.js'

/** One run that was due, and what became of it. */
export interface JobRun {
  readonly job: HubJob | ServedJob
  readonly municipality: MunicipalityCode | null
  readonly month: Month
  /**
   * `held` when another worker has it or has just done it, or an earlier run has to come first; `lost`
   * when one took over meanwhile.
   */
  readonly outcome: 'done' | 'failed' | 'held' | 'lost'
}

const JOB = { role: 'vroegsignaal_job' } as const

/** A job that failed is left alone for so long, whoever asks. */
const RETRY_AFTER_MS = 60_000

/** What is due now and was not worked off, in the order in which it must run. */
export async function planRuns({ db, clock }: Context): Promise<readonly Planned[]> {
  return inTransaction(db, 'jobs.plan', JOB, async (tx) => {
    const now = clock.stepped ? clock.now() : await selectNow(tx)
    const lastDue = await selectLastDue(tx)
    const members = await loadMemberships(tx)
    const forHub = namesOf(HUB_SCHEDULE).flatMap((job) => {
      const since = lastDue.get(job) ?? monthBegin(now)
      const due = dueRuns(HUB_SCHEDULE[job], since, now)
      return inTurn(due).map((one) => ({ job, served: null, ...one }))
    })
    const forAll = namesOf(SERVED_SCHEDULE).flatMap((job) =>
      members.flatMap(({ code, party, registeredAt, endedAt }) => {
        const since = lastDue.get(`${job}/${code}`) ?? registeredAt
        const until = job === 'purge' ? null : endedAt
        const due = dueRuns(SERVED_SCHEDULE[job], since, now, until)
        return inTurn(due).map((one) => ({ job, served: { code, party }, ...one }))
      }),
    )
    return [...forHub, ...forAll]
  })
}

function inTurn(runs: readonly Due[]): readonly Pick<Planned, 'due' | 'after'>[] {
  return runs.map((due, at) => ({ due, after: runs[at - 1] ?? null }))
}

function namesOf<Name extends string>(schedule: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(schedule) as Name[]
}

/** A new hub owes nothing for the months before it; what is due daily is due at once. */
function monthBegin(now: Date): Date {
  return new Date(instantOf(firstDayOf(monthOf(dayOf(now))), 0).getTime() - 1)
}

/** Does one run under its lease. Never throws: what went wrong is counted, logged and returned. */
export async function runPlanned(
  context: Context,
  holder: string,
  planned: Planned,
): Promise<JobRun> {
  const { job, served, due } = planned
  const begun = performance.now()
  const fields = { job, municipality: served?.code, month: due.month }
  const end = (outcome: JobRun['outcome']): JobRun => {
    const seconds = (performance.now() - begun) / 1000
    context.metrics.jobs.observe({ job, outcome }, seconds)
    if (outcome === 'done') context.log.info('job done', { ...fields, seconds })
    return { job, municipality: served?.code ?? null, month: due.month, outcome }
  }
  try {
    return end(await underLease(context, holder, planned, fields))
  } catch (error) {
    context.log.error('job failed', { ...fields, ...describeError(error) })
    return end(error instanceof LeaseLost ? 'lost' : 'failed')
  }
}

async function underLease(
  context: Context,
  holder: string,
  planned: Planned,
  fields: Fields,
): Promise<'done' | 'held'> {
  const { db, log } = context
  const { job, served, due, after } = planned
  const name = served === null ? job : `${job}/${served.code}`
  const lease = await takeLease(db, name, holder)
  if (lease === undefined) return 'held'
  if (lease.lastDue !== null && lease.lastDue >= due.slot) {
    await finishLease(db, lease, lease.lastDue)
    return 'held'
  }
  if (after !== null && (lease.lastDue === null || lease.lastDue < after.slot)) {
    // What is worked off is one instant: a month that is skipped now would never be closed.
    await renewLease(db, lease, 0)
    return 'held'
  }
  const letGo = holdLease(db, lease)
  try {
    await doWork(context, planned, (tx) => assertFence(tx, lease))
    await letGo()
  } catch (error) {
    await letGo()
    // The lease stays with this worker until the job may be tried again.
    if (!(error instanceof LeaseLost)) {
      await renewLease(db, lease, RETRY_AFTER_MS).catch((problem: unknown) => {
        log.warn('a lease could not be renewed', { ...fields, ...describeError(problem) })
      })
    }
    throw error
  }
  await finishLease(db, lease, due.slot)
  return 'done'
}
