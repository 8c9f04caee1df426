import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { LogContext } from '../../src/access-log/index.js'
import { noteSigner } from '../../src/crypto/signed-note.js'
import { openDatabase } from '../../src/db/client.js'
import { startEmbedded } from '../../src/db/embedded.js'
import { migrate } from '../../src/db/migrate.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { createLogger, type Logger } from '../../src/logger.js'
import { edgeRoot, growTree, splitHashes, type Edge } from '../../src/log-tree/tiles.js'
import { fillEntries } from './log-rows.js'
import { say } from './say.js'

/** A log on a server of its own, without a hub. */
export interface LogSetting {
  readonly context: LogContext & { readonly config: object; readonly log: Logger }
  readonly sql: postgres.Sql
  /** For exports; gone at the end. */
  readonly folder: string
  close(): Promise<void>
}

const ORIGIN = 'bench.vroegsignaal.example/log'
const LEAVES_PER_READ = 65_536

/** Starts a server with fsync and loads a log of so many entries into it, with its tree. */
export async function openLogSetting(entries: number): Promise<LogSetting> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-bench-log-'))
  const folders = [folder]
  const closers: (() => unknown)[] = [
    () => folders.forEach((one) => rmSync(one, { recursive: true, force: true })),
  ]
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    say('starting a server for the log')
    const server = await startEmbedded({ dataDir: folder })
    folders.push(server.home)
    closers.push(() => server.stop())
    await migrate({ url: server.ownerUrl })
    const db = openDatabase(server.hubUrl, { poolSize: 4 })
    closers.push(() => db.close())
    const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined })
    closers.push(() => sql.end())
    const clock = new SteppedClock('2026-08-10T09:00:00.000Z')
    const key = generateKeyPairSync('ed25519').privateKey
    await fillEntries(sql, entries)
    await fillTree(sql, entries, noteSigner(ORIGIN, key).verifierKey)
    say('analysing')
    await sql`VACUUM ANALYZE log_entry, log_leaf, log_node`
    await sql`CHECKPOINT`
    const config = {
      logOrigin: ORIGIN,
      checkpointDir: join(folder, 'checkpoints'),
      tracesPerDay: 1_000_000,
      trialItemsPerDay: 1_000_000,
      logPagesPerDay: 1_000_000,
    }
    const log = createLogger(clock, 'silent', () => undefined)
    return { context: { db, clock, keys: { log: key }, config, log }, sql, folder, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Tile roots, head and root over leaves that are there already, as the sequencer would leave them. */
async function fillTree(sql: postgres.Sql, entries: number, verifierKey: string): Promise<void> {
  say('growing the tree over them')
  let edge: Edge = []
  for (let first = 0; first < entries; first += LEAVES_PER_READ) {
    const [row] = await sql<{ leaves: Buffer }[]>`
      SELECT string_agg(leaf, ''::bytea ORDER BY index) AS leaves FROM log_leaf
       WHERE tree = 1 AND index >= ${first} AND index < ${first + LEAVES_PER_READ}`
    const grown = growTree(first, edge, splitHashes(row!.leaves))
    edge = grown.edge
    const nodes = grown.roots.map(({ level, index, hash }) => ({ tree: 1, level, index, hash }))
    if (nodes.length > 0) await sql`INSERT INTO log_node ${sql(nodes)}`
  }
  await sql`UPDATE log_head SET size = ${entries}, root = ${edgeRoot(edge)},
                                verifier_key = ${verifierKey}, origin = ${ORIGIN}`
}
