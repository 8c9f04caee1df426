import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { PartyId } from '../../parties/index.js'

/** The name of a party that takes part; `undefined` when there is no such party. */
export async function selectName(tx: Tx, party: PartyId): Promise<string | undefined> {
  const [row] = await bulk<{ name: string }>(
    tx,
    'SELECT name FROM party WHERE id = $1 AND ended_at IS NULL',
    [party],
  )
  return row?.name
}
