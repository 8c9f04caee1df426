import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import postgres from 'postgres'
import { timed, watched } from './say.js'
import type { BenchSetting } from './setting.js'

const TWIN = 'bench_twin'
const RUNS = 3
const CHUNK = 1 << 20

/** A bare COPY of the rows that intake wrote, into empty tables like those it wrote them to. */
export class CopyBaseline {
  readonly #setting: BenchSetting
  readonly #folder: string
  readonly #before: ReadonlyMap<string, number>

  private constructor(setting: BenchSetting, before: ReadonlyMap<string, number>) {
    this.#setting = setting
    this.#folder = join(setting.folder, 'copy')
    this.#before = before
  }

  /** Remembers what stands in the tables before. */
  static async before(setting: BenchSetting): Promise<CopyBaseline> {
    return new CopyBaseline(setting, await rowsByTable(setting.sql))
  }

  /**
   * Copies the rows of every table that has grown: the same columns, indexes, checks and partitions,
   * no policies, no triggers, no foreign keys; one connection, one transaction, durable commit. The
   * best of three.
   */
  async measure(notifications: number): Promise<{ copyPerSecond: number; bytesWritten: number }> {
    const { sql } = this.#setting
    await sequenced(sql)
    const now = await rowsByTable(sql)
    const grown = [...now].filter(([name, rows]) => rows > (this.#before.get(name) ?? 0))
    const tables = grown.map(([name]) => name)
    mkdirSync(this.#folder)
    await sql.unsafe(`CREATE SCHEMA ${TWIN}`)
    let bytesWritten = 0
    for (const table of tables) {
      await makeTwin(sql, table)
      const file = join(this.#folder, table)
      await copyOut(
        this.#setting.superuserUrl,
        `SELECT * FROM public.${table}`,
        createWriteStream(file),
      )
      bytesWritten += statSync(file).size
    }
    let best = Number.POSITIVE_INFINITY
    for (let run = 0; run < RUNS; run += 1) {
      await sql.unsafe('CHECKPOINT')
      const { seconds } = await watched(this.#setting, () => this.#copy(tables))
      best = Math.min(best, seconds)
      for (const [table, rows] of grown) await assertRows(sql, table, rows)
      await sql.unsafe(`TRUNCATE ${tables.map((table) => `${TWIN}.${table}`).join()}`)
    }
    await sql.unsafe(`DROP SCHEMA ${TWIN} CASCADE`)
    rmSync(this.#folder, { recursive: true })
    return { copyPerSecond: notifications / best, bytesWritten }
  }

  async #copy(tables: readonly string[]): Promise<void> {
    await this.#setting.sql.begin(async (tx) => {
      for (const table of tables) {
        const into = await tx.unsafe(`COPY ${TWIN}.${table} FROM STDIN`).writable()
        const file = createReadStream(join(this.#folder, table), { highWaterMark: CHUNK })
        await pipeline(file, into)
      }
    })
  }
}

/**
 * Copies rows out, as text. On a connection of its own that is closed afterwards: the driver may leave
 * a connection paused after a COPY.
 *
 * @returns Seconds from the statement to the last byte, without connecting.
 */
export async function copyOut(url: string, query: string, to: Writable): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql`SELECT 1`
  const { seconds } = await timed(async () => {
    await pipeline(await sql.unsafe(`COPY (${query}) TO STDOUT`).readable(), to)
  })
  await sql.end({ timeout: 0 })
  return seconds
}

/** Waits until every entry of the log is in the tree and under a published checkpoint. */
export async function sequenced(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const [found] = await sql<{ done: boolean }[]>`
      SELECT NOT EXISTS (SELECT FROM log_pending)
         AND coalesce((SELECT max(size) FROM log_checkpoint), 0) =
             coalesce((SELECT max(size) FROM log_head), 0) AS done`
    if (found?.done === true) return
    await delay(200)
  }
}

/** The driver may call a failed COPY a success, so what arrived is counted. */
async function assertRows(sql: postgres.Sql, table: string, expected: number): Promise<void> {
  const [found] = await sql.unsafe(`SELECT count(*)::int AS rows FROM ${TWIN}.${table}`)
  if (found?.['rows'] !== expected) throw new Error(`COPY into ${table} lost rows`)
}

/** Rows of every table of the hub, partitions counted with their table. */
async function rowsByTable(sql: postgres.Sql): Promise<Map<string, number>> {
  const tables = await sql<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
     ORDER BY 1`
  const rows = new Map<string, number>()
  for (const { name } of tables) {
    const [found] = await sql.unsafe(`SELECT count(*)::int AS rows FROM public.${name}`)
    rows.set(name, found?.['rows'] as number)
  }
  return rows
}

async function makeTwin(sql: postgres.Sql, table: string): Promise<void> {
  const [found] = await sql<{ partitioned: string | null }[]>`
    SELECT pg_get_partkeydef(${`public.${table}`}::regclass) AS partitioned`
  const partitioned = found?.partitioned ?? null
  const by = partitioned === null ? '' : `PARTITION BY ${partitioned}`
  await sql.unsafe(`CREATE TABLE ${TWIN}.${table} (LIKE public.${table} INCLUDING ALL) ${by}`)
  if (partitioned === null) return
  const children = await sql<{ name: string; bound: string }[]>`
    SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = ${`public.${table}`}::regclass`
  for (const { name, bound } of children) {
    await sql.unsafe(`CREATE TABLE ${TWIN}.${name} PARTITION OF ${TWIN}.${table} ${bound}`)
  }
}
