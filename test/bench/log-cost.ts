import { recordAccess, type AccessEntry, type LogSubject } from '../../src/access-log/index.js'
import { openDatabase } from '../../src/db/client.js'
import { startEmbedded } from '../../src/db/embedded.js'
import { inTransaction } from '../../src/db/transaction.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { deliverMonth } from './intake.js'
import type { Options } from './options.js'
import { inParallel, say } from './say.js'
import { NOW, type BenchSetting } from './setting.js'

interface SubjectRow {
  readonly entry: string
  readonly household: Buffer
  readonly person: Buffer | null
  readonly reference: string
}

/**
 * What the log costs intake: a month is delivered, then the entries of its batches are recorded once
 * more, batch by batch in transactions that do nothing else, as many at once as were delivered at
 * once. Both in processor seconds of hub and database, which a busy machine disturbs least; that the
 * transactions are further ones is counted too, so it is rather too much.
 */
export async function measureLogCost(setting: BenchSetting, options: Options): Promise<number> {
  const { notifications } = options
  const begun = setting.cpu()
  await deliverMonth(setting, options, notifications, Math.ceil(notifications / 10))
  const delivered = setting.cpu()
  const batches = await recordedBatches(setting)
  say(`recording the entries of ${batches.length} batches once more`)
  const server = await startEmbedded({ dataDir: setting.folder })
  const db = openDatabase(server.hubUrl, { poolSize: options.connections })
  const context = { clock: new SteppedClock(NOW) }
  try {
    const [before, own] = [setting.cpu(), process.cpuUsage()]
    await inParallel(batches, options.connections, async (entries) => {
      const scope = { role: 'vroegsignaal_intake' } as const
      await inTransaction(db, 'bench.record', scope, (tx) => recordAccess(tx, context, entries))
    })
    const [after, { user, system }] = [setting.cpu(), process.cpuUsage(own)]
    const intake = { hub: delivered.hub - begun.hub, db: delivered.database - begun.database }
    const log = { hub: (user + system) / 1e6, db: after.database - before.database }
    const seconds = `hub ${log.hub.toFixed(2)} of ${intake.hub.toFixed(2)}`
    say(`  processor seconds: ${seconds}, database ${log.db.toFixed(2)} of ${intake.db.toFixed(2)}`)
    return (log.hub + log.db) / (intake.hub + intake.db)
  } finally {
    await db.close()
  }
}

async function recordedBatches({ sql }: BenchSetting): Promise<AccessEntry[][]> {
  const subjects = new Map<string, LogSubject[]>()
  const rows = await sql<SubjectRow[]>`
    SELECT entry, household, person, reference FROM log_subject ORDER BY entry, position`
  for (const { entry, ...subject } of rows) {
    const own = subjects.get(entry) ?? []
    own.push(subject)
    subjects.set(entry, own)
  }
  const entries = await sql<{ entry: string; batch: string; record: Buffer }[]>`
    SELECT entry, objects ->> 'batchId' AS batch, record FROM log_entry
     WHERE action = 'INTAKE' ORDER BY batch, controller`
  const batches = new Map<string, AccessEntry[]>()
  for (const { entry, batch, record } of entries) {
    const said = JSON.parse(record.toString('utf8')) as AccessEntry & { at: string }
    const own = batches.get(batch) ?? []
    own.push({ ...said, at: new Date(said.at), subjects: subjects.get(entry) })
    batches.set(batch, own)
  }
  return [...batches.values()]
}
