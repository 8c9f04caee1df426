import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** A certificate with its issuers (PEM) by its fingerprint; null for one from before they were kept. */
export async function selectChain(tx: Tx, fingerprint: string): Promise<string | null> {
  const [row] = await bulk<{ chain: string | null }>(
    tx,
    'SELECT chain FROM certificate WHERE fingerprint = $1',
    [fingerprint],
  )
  return row?.chain ?? null
}
