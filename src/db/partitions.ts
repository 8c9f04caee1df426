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

/** Months, the present one included, for which every hot table must have its partition. */
export const PARTITION_MONTHS = 4

/**
 * Whether the partitions of this month and the three after it are there. Without them the first
 * notification of a month would fail, so a hub that lacks one says that it is not ready.
 *
 * @param day The present day, as `2026-08-31`.
 */
export function partitionsReady(db: Database, day: string): Promise<boolean> {
  return inTransaction(
    db,
    'db.partitions_ready',
    { role: 'vroegsignaal_publisher' },
    async (tx) => {
      const rows = await bulk<{ missing: number }>(tx, MISSING, [`${day}`, PARTITION_MONTHS])
      return rows[0]?.missing === 0
    },
  )
}

const MISSING = `
  SELECT count(*)::int AS missing
    FROM pg_class c
    JOIN pg_partitioned_table p ON p.partrelid = c.oid AND p.partstrat = 'r'
   CROSS JOIN generate_series(0, $2::int - 1) AS later (months)
   WHERE c.relnamespace = 'public'::regnamespace
     AND NOT EXISTS (
       SELECT FROM pg_class child
        WHERE child.relnamespace = c.relnamespace
          AND child.relname = c.relname || to_char(
                date_trunc('month', $1::date) + make_interval(months => later.months), '_YYYY_MM'))`
