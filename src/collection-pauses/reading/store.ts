import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** Notes when a creditor's software took asks first. */
export async function updateRead(tx: Tx, pauseIds: readonly string[], at: Date): Promise<void> {
  if (pauseIds.length === 0) return
  await bulk(
    tx,
    `UPDATE collection_pause SET read_at = $2::timestamptz
      WHERE pause_id IN (SELECT unnest($1::uuid[])) AND status = 'ASKED' AND read_at IS NULL`,
    [plainArray(pauseIds), at],
  )
}
