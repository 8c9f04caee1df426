import { newTrace } from '../../crypto/trace.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import * as tree from '../../log-tree/index.js'
import type { LogContext, PublishedCheckpoint } from '../../log-tree/index.js'
import { byHub } from '../by-hub.js'
import type { AccessEntry } from '../entry.js'
import { ExportedNumbers, ExportFolder, signedStatement } from '../export.js'
import { recordAccess } from '../service.js'
import { adlRecord } from './adl.js'
import { sendTo, type Collector } from './collector.js'
import type { ExportSource, ProvenEntry } from './evidence.js'
import { ldvRecords, type LdvRecord } from './ldv.js'
import { logsRequest, spansRequest } from './otlp.js'
import * as store from './store.js'

/** What leaving entries need of the process. */
export type ShippingContext = Pick<LogContext, 'db' | 'clock'> & {
  readonly config: { readonly hubId: string; readonly publicUrl: string }
}

/** Formats of an export: as the verifier of trees reads it, or as a standard wants its records. */
export type ExportFormat = 'tiles' | 'ldv' | 'adl'

const SEQUENCER = { role: 'vroegsignaal_sequencer' } as const
const PAGE = 200
const MOST_SUBJECTS = 20_000
const RECORDS_PER_REQUEST = 1_000

/**
 * Writes down that an operator is about to export partitions, in each of them. To be called before
 * the export, which then holds the entry about itself. What is confidential stays here.
 *
 * @param controllers Whose records; everybody's when left out.
 * @returns Whose records may leave, and whose not.
 * @throws {HubError} `log.confidential` for one that was asked for by name.
 */
export async function recordExport(
  context: Pick<LogContext, 'db' | 'clock'>,
  operator: string,
  format: ExportFormat,
  controllers?: readonly string[],
): Promise<{ readonly leaving: readonly string[]; readonly confidential: readonly string[] }> {
  const trace = newTrace()
  return inTransaction(context.db, 'access_log.leave', ADMIN, async (tx) => {
    const partitions = await store.selectPartitions(tx)
    const meant = partitions.filter(
      ({ controller }) => controllers === undefined || controllers.includes(controller),
    )
    const leaving = meant.filter(({ isConfidential }) => !isConfidential)
    const confidential = meant.filter(({ isConfidential }) => isConfidential)
    if (controllers !== undefined && confidential.length > 0) {
      throw new HubError('log.confidential', 'This log is confidential by decision.')
    }
    await recordAccess(
      tx,
      context,
      leaving.map(({ controller, last }): AccessEntry => {
        const objects = { operator, format, from: 1, to: last }
        const event = { action: 'LOG_EXPORT', operation: 'log.export' } as const
        return { ...byHub(controller, 'operator'), ...event, objects, count: last, ...trace }
      }),
    )
    const names = (list: readonly store.LeavingPartition[]) => list.map((one) => one.controller)
    return { leaving: names(leaving), confidential: names(confidential) }
  })
}

const ADMIN = { role: 'vroegsignaal_admin' } as const

/** What an export in the format of a standard holds. */
export interface ExportedRecords {
  readonly origin: string
  readonly size: number
  readonly entries: number
  /** Lines: entries, and in the processing log also the residents they touched. */
  readonly records: number
}

/**
 * Writes entries as records of a standard (NDJSON, one file per partition), with the checkpoint that
 * their proofs lead to.
 *
 * @param folder Made when missing; must be empty.
 * @throws {HubError} `log.not_integrated` when nothing was published yet.
 */
export async function exportStandard(
  context: ShippingContext & Pick<LogContext, 'keys'>,
  folder: string,
  format: 'ldv' | 'adl',
  controllers?: readonly string[],
): Promise<ExportedRecords> {
  const checkpoint = await tree.readCheckpoint(context)
  if (checkpoint === undefined) throw new HubError('log.not_integrated', 'The log is empty.')
  const target = new ExportFolder(folder, format)
  const prefix = checkpoint.tree === 1 ? '' : `${checkpoint.tree}/`
  const key = await tree.readLogFile(context, `${prefix}vkey`)
  target.write('checkpoint', checkpoint.note)
  target.write('vkey', key?.bytes ?? '')
  const source = sourceOf(context, checkpoint)
  const every = await inTransaction(context.db, 'access_log.partitions', ADMIN, (tx) =>
    store.selectPartitions(tx),
  )
  const exported = new Map<string, ExportedNumbers>()
  let [entries, records] = [0, 0]
  for (const controller of controllers ?? every.map((partition) => partition.controller)) {
    const file = target.openRecords(controller)
    const numbers = new ExportedNumbers()
    exported.set(controller, numbers)
    try {
      for (let after = 0; ;) {
        const page = await provenPage(context, controller, checkpoint, after)
        if (page.length === 0) break
        const found = page.flatMap((entry): readonly object[] =>
          format === 'ldv' ? ldvRecords(source, entry) : [adlRecord(source, entry)],
        )
        file.append(found.map((record) => `${JSON.stringify(record)}\n`).join(''))
        for (const { number } of page) numbers.add(number)
        entries += page.length
        records += found.length
        after = page.at(-1)!.number
      }
    } finally {
      file.close()
    }
  }
  const head = tree.unverifiedCheckpoint(checkpoint.note)
  target.write('export', signedStatement(head, context.keys.log, exported))
  const { origin, size } = head
  return { origin, size, entries, records }
}

/**
 * Sends a collector what it does not have yet: processing log as traces, decision log as logs. What
 * it confirmed is noted; what fails is sent again by the next call, from there on.
 *
 * @returns Entries that were sent and confirmed.
 * @throws {CollectorError} When it does not take something; what it took before stays noted.
 */
export async function shipEntries(
  context: ShippingContext,
  collector: Collector,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const checkpoint = await tree.readCheckpoint(context)
  if (checkpoint === undefined) return 0
  const sink = collector.url
  const shipments = await inTransaction(context.db, 'access_log.shipments', SEQUENCER, (tx) =>
    store.selectShipments(tx, sink),
  )
  let count = 0
  for (const { controller, shipped } of shipments) {
    if (shipped === undefined) await begin(context, sink, controller)
    for (let after = shipped ?? 0; !signal.aborted;) {
      const page = await provenPage(context, controller, checkpoint, after)
      if (page.length === 0) break
      await send(sourceOf(context, checkpoint, checkpoint.note), collector, page, signal)
      const from = after
      after = page.at(-1)!.number
      const to = after
      const isOurs = await inTransaction(context.db, 'access_log.shipped', SEQUENCER, (tx) =>
        store.advanceShipment(tx, sink, controller, from, to),
      )
      if (!isOurs) break
      count += page.length
    }
  }
  return count
}

/** From now on everything of a partition leaves: that is decided once, and logged before it does. */
async function begin(context: ShippingContext, sink: string, controller: string): Promise<void> {
  const scope = { role: 'vroegsignaal_job', controller } as const
  const objects = { format: 'otlp', collector: new URL(sink).host, from: 1 }
  const event = { action: 'LOG_EXPORT', operation: 'job.ship' } as const
  await inTransaction(context.db, 'access_log.ship', scope, (tx) =>
    recordAccess(tx, context, [
      { ...byHub(controller, 'job'), ...event, objects, count: 0, ...newTrace() },
    ]),
  )
  await inTransaction(context.db, 'access_log.ship_begin', SEQUENCER, (tx) =>
    store.beginShipment(tx, sink, controller),
  )
}

async function send(
  source: ExportSource,
  collector: Collector,
  page: readonly ProvenEntry[],
  signal: AbortSignal,
): Promise<void> {
  const spans = page.flatMap((entry) => ldvRecords(source, entry))
  for (let at = 0; at < spans.length; at += RECORDS_PER_REQUEST) {
    const body = spansRequest(spans.slice(at, at + RECORDS_PER_REQUEST))
    await sendTo(collector, '/v1/traces', body, signal)
  }
  const body = logsRequest(page.map((entry) => adlRecord(source, entry)))
  await sendTo(collector, '/v1/logs', body, signal)
}

/** The next entries of a partition with their proofs under one checkpoint, read as its officer. */
async function provenPage(
  context: Pick<LogContext, 'db'>,
  controller: string,
  checkpoint: PublishedCheckpoint,
  after: number,
): Promise<ProvenEntry[]> {
  const scope = { role: 'vroegsignaal_officer', controller } as const
  const { records, subjects } = await inTransaction(
    context.db,
    'access_log.leaving',
    scope,
    async (tx) => {
      const found = await store.selectLeaving(tx, controller, checkpoint, after, PAGE)
      const records = found.slice(0, pageEnd(found))
      const ids = records.map(({ entryId }) => entryId)
      return { records, subjects: await store.selectEntrySubjects(tx, controller, ids) }
    },
  )
  const ids = records.map(({ entryId }) => entryId)
  const proven = await tree.proveEntries(context, ids, checkpoint)
  return records.map(({ entryId, ...record }) => ({
    ...record,
    controller,
    proof: proven!.proofs.get(entryId)!.proof,
    subjects: subjects.get(entryId) ?? [],
  }))
}

/** An entry that was read, with those whom it touched. */
export type ReadEntry = Omit<ProvenEntry, 'proof' | 'index'> & {
  readonly entryId: string
  /** `null` while it has no place in the tree. */
  readonly index: number | null
}

/** Residents whom entries of a partition touched, by entry id; in the transaction that reads them. */
export const subjectsOf = (
  tx: Tx,
  controller: string,
  entries: readonly { readonly entryId: string }[],
) =>
  store.selectEntrySubjects(
    tx,
    controller,
    entries.map(({ entryId }) => entryId),
  )

/**
 * Entries as records of the processing log, with their proofs under the published checkpoint. Entries
 * that it does not cover yet are left out.
 */
export async function ldvOf(
  context: ShippingContext,
  entries: readonly ReadEntry[],
): Promise<LdvRecord[]> {
  const checkpoint = await tree.readCheckpoint(context)
  if (checkpoint === undefined) return []
  const source = sourceOf(context, checkpoint, checkpoint.note)
  const covered = entries.filter(({ index }) => index !== null && index < checkpoint.size)
  const ids = covered.map(({ entryId }) => entryId)
  const proven = await tree.proveEntries(context, ids, checkpoint)
  return covered.flatMap((entry) => {
    const { index, proof } = proven!.proofs.get(entry.entryId)!
    return ldvRecords(source, { ...entry, index, proof })
  })
}

/** Entries of one page: no more than their residents fit into memory, and at least one. */
function pageEnd(records: readonly store.LeavingRecord[]): number {
  let total = 0
  const end = records.findIndex(({ record }) => {
    const { subjects } = JSON.parse(record) as { subjects?: { count: number } }
    total += subjects?.count ?? 0
    return total > MOST_SUBJECTS
  })
  return end < 0 ? records.length : Math.max(end, 1)
}

function sourceOf(
  { config }: ShippingContext,
  { note }: PublishedCheckpoint,
  checkpoint?: string,
): ExportSource {
  const { origin } = tree.unverifiedCheckpoint(note)
  return { hubId: config.hubId, publicUrl: config.publicUrl, origin, checkpoint }
}
