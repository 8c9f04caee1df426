import { byHub, recordAccess } from '../access-log/index.js'
import { jobScope, type Served } from '../cases/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { DatabaseError, inTransaction } from '../db/transaction.js'
import { purgeEnvelopes, type Purged } from '../feeds/index.js'
import { type Month, monthsBefore } from '../kernel/calendar.js'
import type { Trace } from '../parties/index.js'
import { keepFigures } from '../statistics/index.js'
import { forgetEnded, type ForgottenKind } from './ended/service.js'
import { removedByTable, removedInAll } from './removed.js'
import { HUB_KINDS, type KindName, MONTHLY_KINDS } from './kinds.js'
import * as store from './store.js'

/** What forgetting needs of the process. */
export type RetentionContext = Pick<Context, 'config' | 'db' | 'clock' | 'log'>

/** What was forgotten of one kind. */
export interface Forgotten {
  readonly kind: KindName
  /** `null` for what belongs to no month. */
  readonly month: Month | null
  readonly rows: number
}

/**
 * Forgets what is due of one municipality: sealed identities, then month by month everything whose
 * term is over. Each step is a transaction with its entry, so whatever stops it half-way, the next run
 * goes on where it was.
 *
 * @param fence Refuses a commit by throwing, when somebody else has taken over the work.
 */
export async function forgetMunicipality(
  context: RetentionContext,
  served: Served,
  trace: Trace,
  fence: (tx: Tx) => Promise<void> = unfenced,
): Promise<{ readonly identities: Purged[]; readonly forgotten: Forgotten[] }> {
  const identities = await purgeEnvelopes(context, served, trace, fence)
  const forgotten: Forgotten[] = []
  for (const kind of MONTHLY_KINDS) {
    const due = await inTransaction(context.db, 'retention.due', jobScope(served), (tx) =>
      store.selectDueMonths(tx, kind, served.code, context.clock.now()),
    )
    if (due.length === 0) continue
    const ready = due.filter(({ waits }) => !waits)
    for (const { month } of ready) {
      const rows = await forgetMonth(context, served, kind, month, trace, fence)
      if (rows > 0) forgotten.push({ kind, month, rows })
    }
    await noteDone(context, served, kind, due)
  }
  return { identities, forgotten }
}

const unfenced = () => Promise.resolve()

async function forgetMonth(
  context: RetentionContext,
  served: Served,
  kind: KindName,
  month: Month,
  trace: Trace,
  fence: (tx: Tx) => Promise<void>,
): Promise<number> {
  const at = context.clock.now()
  return inTransaction(context.db, 'retention.forget', jobScope(served), async (tx) => {
    // Figures are counted from what is about to go, and stand for it afterwards.
    if (kind !== 'STATISTICS') {
      const outcomes = kind === 'OUTCOME'
      const going = { outcomes, approaches: outcomes || kind === 'DELIVERED_CASE' }
      await keepFigures(tx, served.code, month, going, at)
    }
    const removed = await store.forgetMonth(tx, kind, served.code, month, at)
    const count = removedInAll(removed)
    const held = Math.max(0, ...removed.map((one) => one.held))
    await fence(tx)
    if (count === 0) return 0
    await recordAccess(tx, context, [
      {
        ...byHub(served.party, 'job'),
        action: 'FORGET',
        operation: 'job.purge',
        ...trace,
        objects: {
          municipality: served.code,
          kind,
          month,
          removed: removedByTable(removed),
          ...(held > 0 && { held }),
        },
        count,
        at,
      },
    ])
    return count
  })
}

/** Up to the month before the first that waits; everything when none does. */
async function noteDone(
  context: RetentionContext,
  served: Served,
  kind: KindName,
  due: readonly store.DueMonth[],
): Promise<void> {
  const waiting = due.find(({ waits }) => waits)
  const through = waiting === undefined ? FAR : monthsBefore(waiting.month, 1)
  await inTransaction(context.db, 'retention.done', jobScope(served), (tx) =>
    store.noteForgotten(tx, kind, served.code, through, context.clock.now()),
  )
}

/** The database goes no further than what is over. */
const FAR = '9999-01' as Month

/** What was done for the hub as a whole. */
export interface ForgottenOfHub {
  readonly forgotten: readonly Forgotten[]
  /** What ended, of the hub, of municipalities and of partitions of the log. */
  readonly ended: readonly ForgottenKind[]
  /** Entries erased by partition of the log. */
  readonly entries: Readonly<Record<string, number>>
  readonly dropped: readonly string[]
  readonly rewritten: readonly string[]
}

/** Entries of the log erased in one transaction. */
const ERASED_AT_ONCE = 20_000

/**
 * Forgets what is due of the hub as a whole: receipts, ledgers, what ended, entries of each partition of
 * the log; then drops the month partitions that hold nothing any more, and writes anew those that rows
 * were taken out of. Each step is a transaction with its entry; a second run finds nothing left to do.
 */
export async function forgetHub(context: RetentionContext, trace: Trace): Promise<ForgottenOfHub> {
  const forgotten: Forgotten[] = []
  for (const kind of HUB_KINDS) {
    const rows = await forgetKindOfHub(context, kind, trace)
    if (rows > 0) forgotten.push({ kind, month: null, rows })
  }
  const ended = await inTransaction(context.db, 'retention.forget_ended', JOB, (tx) =>
    forgetEnded(tx, context, trace),
  )
  const entries: Record<string, number> = {}
  const partitions = await inTransaction(context.db, 'retention.partitions', JOB, (tx) =>
    store.selectPartitions(tx),
  )
  for (const controller of partitions) {
    const erased = await eraseLog(context, controller, trace)
    if (erased > 0) entries[controller] = erased
  }
  const dropped = await partitionByPartition(context, trace, 'dropped', store.dropEmptyPartition)
  const rewritten = await partitionByPartition(context, trace, 'rewritten', store.rewritePartition)
  return { forgotten, ended, entries, dropped, rewritten }
}

const JOB = { role: 'vroegsignaal_job', controller: 'hub' } as const

async function forgetKindOfHub(
  context: RetentionContext,
  kind: KindName,
  trace: Trace,
): Promise<number> {
  const at = context.clock.now()
  return inTransaction(context.db, 'retention.forget_hub', JOB, async (tx) => {
    const removed = await store.forgetOfHub(tx, kind, at)
    const count = removedInAll(removed)
    if (count === 0) return 0
    await recordAccess(tx, context, [
      {
        ...byHub('hub', 'job'),
        action: 'FORGET',
        operation: 'job.forget',
        ...trace,
        objects: { kind, removed: removedByTable(removed) },
        count,
        at,
      },
    ])
    return count
  })
}

/** Erases what is due of one partition of the log, piece by piece. */
async function eraseLog(
  context: RetentionContext,
  controller: string,
  trace: Trace,
): Promise<number> {
  const scope = { role: 'vroegsignaal_job', controller } as const
  for (let total = 0; ;) {
    const at = context.clock.now()
    const erased = await inTransaction(context.db, 'retention.erase', scope, async (tx) => {
      const found = await store.eraseEntries(tx, controller, at, ERASED_AT_ONCE)
      if (found === undefined) return undefined
      const { entries, subjects, until, below, before, missing } = found
      await recordAccess(tx, context, [
        {
          ...byHub(controller, 'job'),
          action: 'FORGET_LOG',
          operation: 'job.forget',
          ...trace,
          objects: { until, below, before: before.toISOString(), entries, subjects, missing },
          count: entries,
          at,
        },
      ])
      return found
    })
    total += erased?.entries ?? 0
    if (erased?.hasMore !== true) return total
  }
}

/** One partition per transaction, so that each lock is short; one that is in use waits for later. */
async function partitionByPartition(
  context: RetentionContext,
  trace: Trace,
  outcome: 'dropped' | 'rewritten',
  work: (tx: Tx, at: Date) => Promise<string | null>,
): Promise<string[]> {
  const done: string[] = []
  for (;;) {
    const at = context.clock.now()
    try {
      const partition = await inTransaction(context.db, 'retention.partition', JOB, async (tx) => {
        const name = await work(tx, at)
        if (name === null) return null
        await recordAccess(tx, context, [
          {
            ...byHub('hub', 'job'),
            action: 'FORGET',
            operation: 'job.forget',
            ...trace,
            objects: { kind: 'PARTITION', partition: name, outcome },
            count: 1,
            at,
          },
        ])
        return name
      })
      if (partition === null) return done
      done.push(partition)
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.sqlState !== LOCK_NOT_AVAILABLE) throw error
      context.log.warn('a partition is in use and is looked at in the next run', { outcome })
      return done
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03'
