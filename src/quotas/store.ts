import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Day } from '../kernel/calendar.js'

/**
 * Adds to what a party has used of an operation on a day, unless that would exceed the limit. The row
 * stays locked until the transaction ends, so two at once cannot both take the last of it.
 *
 * @returns Whether it was added.
 */
export async function addUse(
  tx: Tx,
  party: string,
  operation: string,
  today: Day,
  amount: number,
  limit: number,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO quota_use AS q (party, operation, day, used)
     SELECT $1, $2, $3::date, $4::bigint WHERE $4::bigint <= $5::bigint
     ON CONFLICT (party, operation) DO UPDATE
       SET day = greatest(q.day, excluded.day),
           used = CASE WHEN q.day < excluded.day THEN 0 ELSE q.used END + excluded.used
     WHERE CASE WHEN q.day < excluded.day THEN 0 ELSE q.used END + excluded.used <= $5::bigint
     RETURNING used`,
    [party, operation, today, amount, limit],
  )
  return rows.length === 1
}
