import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** What there is of a kind in one table, of one municipality or partition, or of the hub. */
export interface CountRow {
  readonly kind: string
  readonly table: string
  /** CBS code, or empty. */
  readonly municipality: string
  /** Partition of the log, or empty. */
  readonly controller: string
  /** Day or first day of the month of the oldest row. */
  readonly oldest: string | null
  readonly rows: number
  /** Rows that should have gone more than a day ago, and that no hold keeps. */
  readonly overdue: number
  readonly held: number
}

/** Counts everything that has a term, from the tables themselves. */
export async function selectCounts(tx: Tx, at: Date): Promise<CountRow[]> {
  const rows = await bulk<Record<keyof CountRow, string>>(
    tx,
    `SELECT c.kind, c.from_table AS table, c.municipality, c.controller, c.oldest, c.rows, c.overdue,
            c.held
       FROM (SELECT * FROM retention_counts($1::timestamptz)
             UNION ALL SELECT * FROM retention_counts_ended($1::timestamptz)) c
       JOIN retention_kind k ON k.kind = c.kind
      ORDER BY k.place, c.from_table, c.municipality, c.controller`,
    [at],
  )
  return rows.map((row) => ({
    ...row,
    rows: Number(row.rows),
    overdue: Number(row.overdue),
    held: Number(row.held),
  }))
}

/** Writes one table that is not partitioned anew, so that its file holds only what it shows. */
export async function compactTable(tx: Tx, table: string): Promise<void> {
  await bulk(tx, 'SELECT compact_table($1)', [table])
}
