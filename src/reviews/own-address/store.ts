import { bytesArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Doer } from '../finding.js'

/** Keeps where a person lives, as pseudonyms; nothing for no household. */
export async function replaceOwnAddress(
  tx: Tx,
  { party, holder }: Pick<Doer, 'party' | 'holder'>,
  households: readonly Buffer[],
  at: Date,
): Promise<void> {
  await bulk(tx, 'DELETE FROM review_own_address WHERE party = $1 AND holder = $2', [party, holder])
  if (households.length === 0) return
  await bulk(
    tx,
    `INSERT INTO review_own_address (party, holder, households, kept_at)
     VALUES ($1, $2, $3::bytea[], $4::timestamptz)`,
    [party, holder, bytesArray(households), at],
  )
}

/** When a person's own address was kept last; `undefined` when it is not. */
export async function selectOwnAddress(
  tx: Tx,
  { party, holder }: Pick<Doer, 'party' | 'holder'>,
): Promise<Date | undefined> {
  const [row] = await bulk<{ kept_at: string }>(
    tx,
    'SELECT kept_at FROM review_own_address WHERE party = $1 AND holder = $2',
    [party, holder],
  )
  return row && new Date(row.kept_at)
}
