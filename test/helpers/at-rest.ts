import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServedHub } from './served-hub.js'

/**
 * Writes out what the superuser can read of a hub's database: every row of every table, what the
 * planner remembers of values, and the statements of open sessions.
 *
 * @returns The folder.
 */
export async function dumpDatabase(hub: ServedHub): Promise<string> {
  const folder = join(hub.folder, 'dump')
  mkdirSync(folder)
  // Statistics hold values of their own.
  await hub.alone('ANALYZE')
  const tables = await hub.sql<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
     UNION ALL SELECT unnest(ARRAY['pg_stats', 'pg_stat_activity', 'pg_prepared_statements'])`,
  )
  for (const { name } of tables) {
    const rows = await hub.sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
    writeFileSync(join(folder, `${name}.txt`), rows.map(({ row }) => `${row}\n`).join(''))
  }
  // Whatever stands in memory only belongs on disk, too.
  await hub.alone('CHECKPOINT')
  return folder
}

/**
 * Writes out environment and command line of the hub, its database server and their children, where
 * the system shows them.
 *
 * @returns The folder; empty where there is no `/proc`.
 */
export function copyEnvironments(hub: ServedHub): string {
  const folder = join(hub.folder, 'environ')
  mkdirSync(folder)
  const wanted = new Set([hub.process.pid, hub.embedded.pid])
  for (const pid of processes()) {
    try {
      const parent = Number(
        /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
      )
      if (!wanted.has(pid) && !wanted.has(parent)) continue
      for (const name of ['environ', 'cmdline']) {
        writeFileSync(join(folder, `${pid}.${name}`), readFileSync(`/proc/${pid}/${name}`))
      }
    } catch {
      // It ended while we looked, or belongs to somebody else.
    }
  }
  return folder
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}
