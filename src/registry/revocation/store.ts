import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** A registered signing certificate that is still good, with its chain (PEM). */
export interface SigningChain {
  readonly fingerprint: string
  readonly chain: string
}

/** Every signing certificate that was neither revoked nor has expired. */
export function selectSigningChains(tx: Tx, now: Date): Promise<SigningChain[]> {
  return bulk<SigningChain>(
    tx,
    `SELECT fingerprint, chain FROM certificate
      WHERE purpose = 'signing' AND revoked_at IS NULL AND not_after > $1 AND chain IS NOT NULL
      ORDER BY fingerprint`,
    [now],
  )
}
