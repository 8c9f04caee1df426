import type { Tx } from '../db/client.js'
import { strippedError } from '../db/errors.js'
import { inTransaction } from '../db/transaction.js'
import type { Clock } from '../kernel/clock.js'
import { HubError } from '../kernel/errors.js'
import { isUuid } from '../kernel/identifiers.js'
import * as tree from '../log-tree/index.js'
import type { EntryPlace, LogContext, Reopening, Sequenced } from '../log-tree/index.js'
import { byHub } from './by-hub.js'
import { denialEntry, denialSource, HUB, repeatedDenial } from './denial.js'
import type { Denial, PlacedDenial } from './denial.js'
import { prepareEntries, type AccessEntry } from './entry.js'
import { ExportedNumbers, ExportFolder, recordLine, signedStatement } from './export.js'
import * as store from './store.js'
import type { RecordedEntry } from './store.js'

export type { RecordedEntry } from './store.js'

const EDGE = { role: 'vroegsignaal_edge' } as const
const EXPORT_PAGE = 5000
const REPEATABLE: ReadonlySet<string> = new Set(['40001', '40P01'])

/**
 * Writes down decisions in the transaction that carries them out, so that neither happens without
 * the other. To be called once per transaction and as its last statement: the counter of each
 * controller stays locked until the transaction ends.
 *
 * @returns The entries as written, in the order given.
 * @throws {HubError} `log.unavailable` when they cannot be written; then nothing may be released.
 */
export async function recordAccess(
  tx: Tx,
  context: { readonly clock: Clock },
  entries: readonly AccessEntry[],
): Promise<RecordedEntry[]> {
  if (entries.length === 0) return []
  const prepared = prepareEntries(entries, context.clock.now())
  try {
    const written = await store.appendEntries(tx, prepared)
    return written.map((entry, at) => ({ ...entry, controller: entries[at]!.controller }))
  } catch (error) {
    // A deadlock makes the transaction start again; everything else means: no log, no answer.
    if (REPEATABLE.has(strippedError('access_log.record', error).sqlState)) throw error
    throw new HubError('log.unavailable', 'The log cannot be written, so nothing is released.')
  }
}

/**
 * Writes down a refusal in a transaction of its own: in the hub's log, in that of the caller's party,
 * and in that of whoever it reached for, each once. Equal refusals within a minute are counted and
 * become one further entry in each when the minute is over.
 *
 * @throws {HubError} `log.unavailable`
 */
export async function recordDenial(
  context: Pick<LogContext, 'db' | 'clock'>,
  denial: Denial,
): Promise<void> {
  const now = context.clock.now()
  await inTransaction(context.db, 'access_log.deny', EDGE, async (tx) => {
    const { ownLog, aimedAt, ...attempt } = denial
    // Whom a caller names is a word of the caller: only what is registered has a log.
    const aimed = aimedAt === undefined ? undefined : await store.selectController(tx, aimedAt)
    const logs = new Set([HUB, ownLog, aimed].filter((log) => log !== undefined))
    const firsts: PlacedDenial[] = []
    for (const controller of [...logs].sort()) {
      const placed = { ...attempt, controller }
      const { operation, code } = attempt
      const key = { fingerprint: denialSource(placed), operation, code }
      if (await store.countDenial(tx, key, now, JSON.stringify(placed))) firsts.push(placed)
    }
    await recordAccess(
      tx,
      context,
      firsts.map((placed) => denialEntry(placed, now)),
    )
  })
}

/** Turns the counts of minutes that are over into entries; returns how many there were. */
export async function flushDenials(context: Pick<LogContext, 'db' | 'clock'>): Promise<number> {
  const now = context.clock.now()
  return inTransaction(context.db, 'access_log.flush_denials', EDGE, async (tx) => {
    const counted = await store.takeDenials(tx, now)
    const entries = counted
      .filter(({ repeats }) => repeats > 0)
      .map((row) => repeatedDenial(row.template as PlacedDenial, row.minute, row.repeats, now))
    await recordAccess(tx, context, entries)
    return entries.length
  })
}

/**
 * One run of the sequencer: counted refusals become entries, entries become leaves, and a checkpoint
 * over them is published. See `log-tree`.
 *
 * @throws {LogStopped}
 */
export async function sequencePending(context: LogContext): Promise<Sequenced> {
  await flushDenials(context)
  return tree.sequencePending(context)
}

/**
 * After a restore: opens a new tree for what the database holds, with an entry about the old one as
 * its first leaf, and tells what is missing. Does nothing while the log is in order.
 */
export async function recoverLog(
  context: LogContext,
): Promise<Reopening & { readonly opened: boolean }> {
  const scope = { role: 'vroegsignaal_admin' } as const
  return inTransaction(context.db, 'access_log.recover', scope, async (tx) => {
    const reopening = await tree.previewReopening(tx, context)
    if (reopening.previous.reason === null) return { ...reopening, opened: false }
    const [opening] = await recordAccess(tx, context, [
      {
        ...byHub('hub', 'operator'),
        action: 'LOG_RECOVER',
        operation: 'log.recover',
        objects: { origin: reopening.origin, previous: reopening.previous },
        count: 1,
        ...NO_TRACE,
      },
    ])
    await tree.reopenLog(tx, context, reopening, opening!.entryId)
    return { ...reopening, opened: true }
  })
}

const NO_TRACE = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) }

/** A proof for a party that an entry concerns. */
export interface EntryProof extends EntryPlace {
  readonly entryId: string
  readonly controller: string
  readonly number: number
  /** The signed checkpoint that the proof leads to, verbatim. */
  readonly checkpoint: string
}

/**
 * Proves that an entry stands in the tree, to its controller, to those who acted and to who reviews
 * its partition. Not logged itself: it releases hashes that are public, and asking for its own entry
 * would never end.
 *
 * @param reviewed Partitions that the party may read now as their officer.
 * @throws {HubError} `log.entry_unknown`, also for what concerns others; `log.not_integrated` when
 *   asked too early.
 */
export async function entryProof(
  context: Pick<LogContext, 'db'>,
  party: string,
  entryId: string,
  reviewed: readonly string[] = [],
): Promise<EntryProof> {
  const known = isUuid(entryId) ? await knownEntry(context, party, entryId, reviewed) : undefined
  if (known === undefined) throw new HubError('log.entry_unknown', 'There is no such entry.')
  const proven = await tree.proveEntries(context, [entryId])
  const place = proven?.proofs.get(entryId)
  if (proven === undefined || place === undefined) {
    throw new HubError('log.not_integrated', 'The entry is not in the tree yet; ask again soon.')
  }
  return { entryId, ...known, ...place, checkpoint: proven.checkpoint }
}

async function knownEntry(
  { db }: Pick<LogContext, 'db'>,
  party: string,
  entryId: string,
  reviewed: readonly string[],
): Promise<{ controller: string; number: number } | undefined> {
  const own = await inTransaction(db, 'access_log.concerned', EDGE, (tx) =>
    store.selectConcerned(tx, party, entryId),
  )
  if (own !== undefined) return own
  for (const controller of reviewed) {
    const scope = { role: 'vroegsignaal_officer', controller } as const
    const found = await inTransaction(db, 'access_log.reviewed', scope, (tx) =>
      store.selectReviewed(tx, controller, entryId),
    )
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Intake entries of a controller with what their leaves commit to, for the feed that rests on them.
 * In a transaction that names the controller; others are left out, and so are other kinds.
 */
export async function intakeRecords(
  tx: Tx,
  controller: string,
  entryIds: readonly string[],
): Promise<store.IntakeRecord[]> {
  return store.selectIntakeRecords(tx, controller, entryIds)
}

/** What an export holds. */
export interface Exported {
  readonly origin: string
  readonly size: number
  /** Base64, as in the checkpoint. */
  readonly root: string
  readonly records: number
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
}

/**
 * Writes the log as other programs read it: the newest checkpoint, the tiles and bundles it covers,
 * the verifier key, and the records with their salts, one file per controller. Each controller's
 * records are read in the role of its officer.
 *
 * @param folder Made when missing; must be empty.
 * @param controllers Whose records; everybody's when left out.
 * @throws {HubError} `log.not_integrated` when nothing was published yet.
 */
export async function exportLog(
  context: Pick<LogContext, 'db' | 'keys'>,
  folder: string,
  controllers?: readonly string[],
): Promise<Exported> {
  const published = await tree.readCheckpoint(context)
  if (published === undefined) throw new HubError('log.not_integrated', 'The log is empty.')
  const target = new ExportFolder(folder)
  const prefix = published.tree === 1 ? '' : `${published.tree}/`
  const copy = async (path: string) => {
    const file = await tree.readLogFile(context, prefix + path)
    if (file === undefined) throw new Error('a tile that was published is not there')
    target.write(path, file.bytes)
  }
  target.write('checkpoint', published.note)
  await copy('vkey')
  for (const tile of tree.tilesOf(published.size)) {
    await copy(tree.tilePath(tile))
    if (tile.level === 0) await copy(tree.bundlePath(tile.index, tile.width))
  }
  const exported = new Map<string, ExportedNumbers>()
  let records = 0
  for (const controller of controllers ?? (await listControllers(context))) {
    const numbers = new ExportedNumbers()
    exported.set(controller, numbers)
    records += await exportRecords(context, target, controller, published, numbers)
  }
  const head = tree.unverifiedCheckpoint(published.note)
  target.write('export', signedStatement(head, context.keys.log, exported))
  const { origin, size, root } = head
  return { origin, size, root: root.toString('base64'), records, checkpoint: published.note }
}

async function listControllers(context: Pick<LogContext, 'db'>): Promise<string[]> {
  const scope = { role: 'vroegsignaal_admin' } as const
  return inTransaction(context.db, 'access_log.controllers', scope, store.selectControllers)
}

async function exportRecords(
  context: Pick<LogContext, 'db'>,
  target: ExportFolder,
  controller: string,
  published: { tree: number; size: number },
  numbers: ExportedNumbers,
): Promise<number> {
  const scope = { role: 'vroegsignaal_officer', controller } as const
  const file = target.openRecords(controller)
  let count = 0
  try {
    for (let after = 0; ;) {
      const page = await inTransaction(context.db, 'access_log.export', scope, (tx) =>
        store.selectRecords(tx, controller, published.tree, after, EXPORT_PAGE),
      )
      const covered = page.filter(({ index }) => index < published.size)
      file.append(covered.map(recordLine).join(''))
      for (const { number } of covered) numbers.add(number)
      count += covered.length
      after = page.at(-1)?.number ?? after
      if (page.length < EXPORT_PAGE) return count
    }
  } finally {
    file.close()
  }
}
