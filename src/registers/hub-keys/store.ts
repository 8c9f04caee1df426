import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** What a key of the hub itself is for. */
export type HubKeyPurpose = 'signing' | 'log' | 'mac'

/** A key of the hub itself, by its fingerprint. */
export interface HubKeyRow {
  readonly purpose: HubKeyPurpose
  readonly fingerprint: string
  readonly firstUsedAt: string
  /** When another took its place; `null` while it is in use. */
  readonly replacedAt: string | null
  /** When two people attested that every copy is gone. */
  readonly attestedAt: string | null
}

/** Every key of its own that the hub ever had, by purpose and time. */
export function selectHubKeys(tx: Tx): Promise<HubKeyRow[]> {
  return bulk<HubKeyRow>(
    tx,
    `SELECT purpose, fingerprint, first_used_at AS "firstUsedAt", replaced_at AS "replacedAt",
            destroyed_at AS "attestedAt"
       FROM hub_key ORDER BY purpose, first_used_at`,
  )
}

/**
 * Notes which key is in use; what was in use before is replaced by it.
 *
 * @returns Whether that is news.
 */
export async function noteHubKey(
  tx: Tx,
  purpose: HubKeyPurpose,
  fingerprint: string,
  at: Date,
): Promise<boolean> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('registers.hub_keys'))`)
  const known = await bulk(
    tx,
    'SELECT FROM hub_key WHERE purpose = $1 AND fingerprint = $2 AND replaced_at IS NULL',
    [purpose, fingerprint],
  )
  if (known.length > 0) return false
  await bulk(
    tx,
    `UPDATE hub_key SET replaced_at = $2::timestamptz WHERE purpose = $1 AND replaced_at IS NULL`,
    [purpose, at],
  )
  // A key that comes back, from a backup for example, is in use again.
  await bulk(
    tx,
    `INSERT INTO hub_key (purpose, fingerprint, first_used_at) VALUES ($1, $2, $3::timestamptz)
     ON CONFLICT (purpose, fingerprint)
       DO UPDATE SET replaced_at = NULL, destroyed_at = NULL, destroyed_by = NULL`,
    [purpose, fingerprint, at],
  )
  return true
}

/**
 * Records who attested that every copy of a key is gone.
 *
 * @returns What it was for; `undefined` when it is in use, unknown, or was attested before.
 */
export async function markHubKeyDestroyed(
  tx: Tx,
  fingerprint: string,
  attestedBy: readonly [string, string],
  at: Date,
): Promise<HubKeyPurpose | undefined> {
  const [row] = await bulk<{ purpose: HubKeyPurpose }>(
    tx,
    `UPDATE hub_key SET destroyed_at = $2::timestamptz, destroyed_by = ARRAY[$3, $4]::text[]
      WHERE fingerprint = $1 AND replaced_at IS NOT NULL AND destroyed_at IS NULL RETURNING purpose`,
    [fingerprint, at, attestedBy[0], attestedBy[1]],
  )
  return row?.purpose
}
