import { join } from 'node:path'
import {
  entryProof,
  exportLog,
  recordAccess,
  sequencePending,
  type AccessEntry,
} from '../../src/access-log/index.js'
import { verifyLog } from '../../src/access-log/verify.js'
import { inTransaction } from '../../src/db/transaction.js'
import { searchEntries, type EntryFilter } from '../../src/log-review/index.js'
import { BIGGEST } from './log-rows.js'
import type { LogSetting } from './log-setting.js'
import { say, timed } from './say.js'

/** How fast a log of that size is. */
export interface LogResult {
  readonly entries: number
  /** 95th percentile of pages that an officer asks for with two filters. */
  readonly searchP95Ms: number
  /** 95th percentile of inclusion proofs. */
  readonly proofMs: number
  /** Entries a second from the queue into the tree, checkpoint included. */
  readonly appendPerSecond: number
  /** Entries a second of one core: tiles, bundles and checkpoint. */
  readonly verifyPerSecond: number
  /** The same, with every record. */
  readonly verifyRecordsPerSecond: number
}

const SEARCHES = 300
const PROOFS = 300
const RECORDED_AT_ONCE = 1_000

/** Measures what is done with a log of so many entries: adding, asking, proving, verifying. */
export async function measureLog(setting: LogSetting, entries: number): Promise<LogResult> {
  const appendPerSecond = await append(setting, Math.max(1_000, Math.min(100_000, entries / 10)))
  const searchP95Ms = await search(setting, entries)
  const proofMs = await prove(setting, entries)
  return { entries, appendPerSecond, searchP95Ms, proofMs, ...(await verify(setting)) }
}

async function append({ context }: LogSetting, count: number): Promise<number> {
  say(`recording ${count} further entries`)
  const entry: AccessEntry = {
    controller: BIGGEST,
    actor: BIGGEST,
    actorKey: null,
    role: 'municipality',
    action: 'PULL',
    operation: 'getFeed',
    objects: { municipality: '0363', month: '2026-07', from: 0, to: 1000 },
    result: 'ALLOW',
    count: 1000,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
  }
  for (let done = 0; done < count; done += RECORDED_AT_ONCE) {
    await inTransaction(context.db, 'bench.record', { role: 'vroegsignaal_intake' }, (tx) =>
      recordAccess(tx, context, new Array<AccessEntry>(RECORDED_AT_ONCE).fill(entry)),
    )
  }
  say('bringing them into the tree')
  const { seconds, result } = await timed(() => sequencePending(context))
  return result.integrated / seconds
}

/** Values that some entries have; each search takes two of different kinds. */
function filtersOf(seed: number): EntryFilter {
  const random = randomOf(seed)
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)]!
  const from = new Date(Date.parse('2024-08-10T00:00:00Z') + random() * 700 * 86_400_000)
  const until = new Date(from.getTime() + 30 * 86_400_000)
  const choices: readonly EntryFilter[] = [
    { from, until },
    { actor: pick([BIGGEST, '00000099000000004000', '00000099000000017000']) },
    { action: pick(['PULL', 'INTAKE', 'VIEW', 'PURGE', 'LOG_READ']) },
    { purpose: pick(['EARLY_DETECTION', 'RETENTION', 'LOG_REVIEW']) },
    { result: pick(['DENY', 'ALLOW'] as const) },
    { municipality: String(300 + Math.floor(random() * 64)).padStart(4, '0') },
  ]
  const first = Math.floor(random() * choices.length)
  const second = (first + 1 + Math.floor(random() * (choices.length - 1))) % choices.length
  return { ...choices[first], ...choices[second] }
}

async function search({ context }: LogSetting, entries: number): Promise<number> {
  say(`${SEARCHES} searches with two filters, in a partition of ${Math.round(entries / 4)}`)
  const officer = {
    id: '00000099000000999000',
    fingerprint: 'ab'.repeat(32),
    controllers: [BIGGEST],
    trace: { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) },
  }
  const times: number[] = []
  let slowest: EntryFilter = {}
  for (let seed = 0; seed < SEARCHES; seed += 1) {
    const filter = filtersOf(seed)
    const { seconds } = await timed(() =>
      searchEntries(context as never, officer, { reason: 'bench', filter, limit: 100 }),
    )
    if (times.every((time) => time < seconds * 1000)) slowest = filter
    times.push(seconds * 1000)
  }
  const [half, most] = [percentile(times, 0.5), Math.max(...times)]
  say(
    `  half within ${half.toFixed(1)} ms; slowest ${most.toFixed(1)} ms: ${JSON.stringify(slowest)}`,
  )
  return percentile(times, 0.95)
}

async function prove({ context, sql }: LogSetting, entries: number): Promise<number> {
  say(`${PROOFS} proofs`)
  const random = randomOf(7)
  const times: number[] = []
  for (let at = 0; at < PROOFS; at += 1) {
    const index = Math.floor((random() * entries) / 4) * 4
    const [row] = await sql<{ entry: string }[]>`
      SELECT entry FROM log_leaf WHERE tree = 1 AND index = ${index}`
    const { seconds } = await timed(() => entryProof(context, BIGGEST, row!.entry))
    times.push(seconds * 1000)
  }
  return percentile(times, 0.95)
}

async function verify({ context, folder }: LogSetting) {
  const [records, tiles] = [join(folder, 'records'), join(folder, 'tiles')]
  say('exporting it')
  await exportLog(context, records)
  say('verifying it with its records')
  const verifyRecordsPerSecond = sound(records, false)
  say('verifying its tiles')
  await exportLog(context, tiles, [])
  return { verifyRecordsPerSecond, verifyPerSecond: sound(tiles, true) }
}

/** By the time of the processor: the verifier uses one core, and others may use it too. */
function sound(folder: string, partial: boolean): number {
  const before = process.cpuUsage()
  const { size, findings } = verifyLog(folder, { partial })
  const { user, system } = process.cpuUsage(before)
  if (findings.length > 0)
    throw new Error(`the log does not verify: ${JSON.stringify(findings[0])}`)
  return size / ((user + system) / 1e6)
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1]!
}

/** The same numbers in every run. */
function randomOf(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
