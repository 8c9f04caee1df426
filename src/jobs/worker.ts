import type { Served } from '../cases/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import type { Month } from '../kernel/calendar.js'
import { describeError, type Fields } from '../logger.js'
import { loadMemberships, type MunicipalityCode } from '../parties/index.js'
import { assertFence, finishLease, holdLease, LeaseLost, renewLease, takeLease } from './lease.js'
import { type Due, dueRuns, type JobName, SCHEDULE } from './schedule.js'
import { selectLastDue, selectNow } from './store.js'
import { doWork } from './work.js'

/** One run that was due, and what became of it. */
export interface JobRun {
  readonly job: JobName
  readonly municipality: MunicipalityCode | null
  readonly month: Month
  /** `held` when another worker has it or has just done it, `lost` when one took over meanwhile. */
  readonly outcome: 'done' | 'failed' | 'held' | 'lost'
}

/** A run before it began: what, for whom, and when it was due. */
interface Planned {
  readonly job: JobName
  readonly served: Served | null
  readonly due: Due
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
    const names = Object.keys(SCHEDULE) as JobName[]
    return names.flatMap((job): Planned[] => {
      const rhythm = SCHEDULE[job]
      if (rhythm.each === 'hub') {
        const since = lastDue.get(leaseName(job, null)) ?? NEVER
        return dueRuns(rhythm, since, now).map((due) => ({ job, served: null, due }))
      }
      return members.flatMap(({ code, party, registeredAt, endedAt }) => {
        const served = { code, party }
        const since = lastDue.get(leaseName(job, served)) ?? registeredAt
        const until = job === 'purge' ? null : endedAt
        return dueRuns(rhythm, since, now, until).map((due) => ({ job, served, due }))
      })
    })
  })
}

const NEVER = new Date(0)

/** Does one run under its lease. Never throws: what went wrong is counted, logged and returned. */
export async function runPlanned(
  context: Context,
  holder: string,
  { job, served, due }: Planned,
): Promise<JobRun> {
  const begun = performance.now()
  const fields = { job, municipality: served?.code, month: due.month }
  const end = (outcome: JobRun['outcome']): JobRun => {
    const seconds = (performance.now() - begun) / 1000
    context.metrics.jobs.observe({ job, outcome }, seconds)
    if (outcome === 'done') context.log.info('job done', { ...fields, seconds })
    return { job, municipality: served?.code ?? null, month: due.month, outcome }
  }
  try {
    return end(await underLease(context, holder, { job, served, due }, fields))
  } catch (error) {
    context.log.error('job failed', { ...fields, ...describeError(error) })
    return end(error instanceof LeaseLost ? 'lost' : 'failed')
  }
}

async function underLease(
  context: Context,
  holder: string,
  { job, served, due }: Planned,
  fields: Fields,
): Promise<'done' | 'held'> {
  const { db, log } = context
  const lease = await takeLease(db, leaseName(job, served), holder)
  if (lease === undefined) return 'held'
  if (lease.lastDue !== null && lease.lastDue >= due.slot) {
    await finishLease(db, lease, lease.lastDue)
    return 'held'
  }
  const letGo = holdLease(db, lease)
  try {
    await doWork(job, { context, due, fence: (tx) => assertFence(tx, lease) }, served)
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

function leaseName(job: JobName, served: Served | null): string {
  return served === null ? job : `${job}/${served.code}`
}
