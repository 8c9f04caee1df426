import { integerArray, textArray } from '../../../db/arrays.js'
import { bulk } from '../../../db/bulk.js'
import type { Tx } from '../../../db/client.js'
import { firstDayOf } from '../../../kernel/calendar.js'
import type { QualityCount } from '../../quality.js'
import type { BatchScope } from '../row.js'

/** Writes what a batch showed about the quality of what it brought; counts only. */
export async function insertQuality(
  tx: Tx,
  { deliverer, batchId, month }: BatchScope,
  counts: readonly QualityCount[],
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO delivery_quality (creditor, month, deliverer, batch_id, sector, measure, code, count)
     SELECT q.creditor, $1, $2, $3, q.sector, q.measure, q.code, q.count
       FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::integer[])
         AS q (creditor, sector, measure, code, count)`,
    [
      firstDayOf(month),
      deliverer,
      batchId,
      textArray(counts.map(({ creditor }) => creditor)),
      textArray(counts.map(({ sector }) => sector)),
      textArray(counts.map(({ measure }) => measure)),
      textArray(counts.map(({ code }) => code)),
      integerArray(counts.map(({ count }) => count)),
    ],
  )
}
