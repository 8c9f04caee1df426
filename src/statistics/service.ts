import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { logReference, municipalEntry, municipalScope, type Municipality } from '../feeds/index.js'
import type { components } from '../generated/openapi.js'
import type { Month } from '../kernel/calendar.js'
import type { Tx } from '../db/client.js'
import { HubError } from '../kernel/errors.js'
import { namesOf, type MunicipalityCode } from '../parties/index.js'
import { approachCounts, outcomeStatistics } from './month.js'
import * as store from './store.js'

type MonthStatistics = components['schemas']['MonthStatistics']

/** A month in numbers, with the names of the parties that it counts by. */
export interface Numbers {
  readonly statistics: MonthStatistics
  readonly names: ReadonlyMap<string, string>
}

/**
 * Counts a closed month of the caller's own municipality. The reading is logged.
 *
 * @throws {HubError} `feed.unknown` for a month without a closed feed, `log.unavailable`.
 */
export async function readStatistics(
  context: Context,
  caller: Municipality,
  month: Month,
): Promise<MonthStatistics> {
  return (await readNumbers(context, caller, month)).statistics
}

/** The same for people, who know parties by their names. @throws {HubError} As `readStatistics`. */
export function readNumbers(
  context: Context,
  caller: Municipality,
  month: Month,
): Promise<Numbers> {
  return count(context, caller, month, { action: 'VIEW', operation: 'getStatistics' })
}

/** The same as a file that leaves the hub. @throws {HubError} As `readStatistics`. */
export function exportNumbers(
  context: Context,
  caller: Municipality,
  month: Month,
  format: 'csv' | 'json',
): Promise<Numbers> {
  const looked = { action: 'PULL', operation: 'exportStatistics', objects: { format } } as const
  return count(context, caller, month, looked)
}

interface Looked {
  readonly action: 'VIEW' | 'PULL'
  readonly operation: 'getStatistics' | 'exportStatistics'
  readonly objects?: { readonly format: string }
}

function count(
  context: Context,
  caller: Municipality,
  month: Month,
  { action, operation, objects }: Looked,
): Promise<Numbers> {
  const { municipality } = caller
  return inTransaction(context.db, 'statistics.read', municipalScope(caller), async (tx) => {
    const figures = await figuresOf(tx, municipality, month)
    if (figures === undefined) {
      throw new HubError('feed.unknown', 'There is no closed feed of that month.')
    }
    const { byCreditor = [], byExecutor = [] } = figures.outcomes
    const names = await namesOf(tx, [
      ...byCreditor.map(({ creditorId }) => creditorId),
      ...byExecutor.map(({ executorId }) => executorId),
    ])
    const now = context.clock.now()
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, action, operation),
        objects: { municipality, month, ...objects },
        count: figures.cases.total,
        at: now,
      },
    ])
    const statistics = {
      hub: context.config.hubId,
      municipalityCode: municipality,
      month,
      countedAt: now.toISOString(),
      ...figures,
      logEntry: logReference(entry!),
    }
    return { statistics, names }
  })
}

/** What is counted of a month. */
export type Figures = Pick<components['schemas']['MonthStatistics'], 'cases' | 'outcomes'> & {
  readonly transfers: components['schemas']['TransferCounts']
}

/** `undefined` for a month without a closed feed. */
async function figuresOf(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<Figures | undefined> {
  const kept = await store.selectKept(tx, municipality, month)
  const cases = kept?.cases ?? (await store.countCases(tx, municipality, month))
  if (cases === undefined) return undefined
  const [outcomes, contacts, approaches, transfers] = await Promise.all([
    kept?.outcomes ?? store.countOutcomes(tx, municipality, month),
    kept?.contacts ?? store.countContacts(tx, municipality, month),
    kept?.approaches ?? countApproaches(tx, municipality, month),
    store.countTransfers(tx, municipality, month),
  ])
  return { cases, outcomes: outcomeStatistics(outcomes, contacts, approaches), transfers }
}

/** All that the hub holds of the months of a municipality up to one, in numbers. */
export interface Held {
  /** By closed month, the earliest first. */
  readonly months: ReadonlyMap<Month, Figures>
  /** Months with notifications whose feed is not closed: nobody has counted them. */
  readonly open: readonly Month[]
  /** Reports and closed feeds, row by row: what must still be the same when these data go. */
  readonly rows: Readonly<Record<'outcome' | 'feed', number>>
}

/**
 * Counts every month of a municipality up to one, in the caller's transaction of a job, for what is
 * compared with it; nobody is shown the figures.
 */
export async function heldFigures(
  tx: Tx,
  municipality: MunicipalityCode,
  through: Month,
): Promise<Held> {
  const { closed, open, rows } = await store.selectHeldMonths(tx, municipality, through)
  const months = new Map<Month, Figures>()
  for (const month of closed) {
    const figures = await figuresOf(tx, municipality, month)
    if (figures !== undefined) months.set(month, figures)
  }
  return { months, open, rows }
}

/** What of a month is about to be forgotten. */
export interface Going {
  /** The reports: what came of the cases, and every contact. */
  readonly outcomes: boolean
  /** The delivered cases, or the reports about them: who reported what, and how it was approached. */
  readonly approaches: boolean
}

/**
 * Keeps the figures of a closed month before what they are counted from is forgotten, in the job's
 * transaction that forgets it; from then on they are what the month is answered with. What stays is
 * counted anew at every reading.
 */
export async function keepFigures(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  going: Going,
  at: Date,
): Promise<void> {
  const kept = await store.selectKept(tx, municipality, month)
  const cases = kept?.cases ?? (await store.countCases(tx, municipality, month))
  // A month without a feed was never counted.
  if (cases === undefined) return
  const outcomes = going.outcomes ? await store.countOutcomes(tx, municipality, month) : null
  const contacts = going.outcomes ? await store.countContacts(tx, municipality, month) : null
  const approaches = going.approaches ? await countApproaches(tx, municipality, month) : null
  await store.upsertKept(tx, municipality, month, { cases, outcomes, contacts, approaches }, at)
}

async function countApproaches(tx: Tx, municipality: MunicipalityCode, month: Month) {
  const approaches = await store.selectApproaches(tx, municipality, month)
  const byExecutor = await store.countExecutors(tx, municipality, month)
  return { ...approachCounts(approaches), byExecutor }
}
