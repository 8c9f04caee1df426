import { bulk } from './bulk.js'
import type { Database } from './client.js'
import { inTransaction } from './transaction.js'

/**
 * Makes the monthly partitions of every hot table that are not there yet. The function in the
 * database runs with its owner's rights; the hub itself may make no table.
 *
 * @param month First month, as `2026-08`.
 * @param months How many months, that one included.
 * @returns How many partitions were made.
 */
export function ensurePartitions(db: Database, month: string, months: number): Promise<number> {
  return inTransaction(db, 'db.partitions', { role: 'vroegsignaal_job' }, async (tx) => {
    const rows = await bulk<{ made: number }>(
      tx,
      'SELECT ensure_partitions($1::date, $2::integer) AS made',
      [`${month}-01`, months],
    )
    return rows[0]?.made ?? 0
  })
}
