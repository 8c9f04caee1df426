import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Purpose, Role } from '../../parties/index.js'

/** A certificate that a request was answered with. */
export interface RenewedRow {
  readonly purpose: Purpose
  /** Lower-case hex. */
  readonly fingerprint: string
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly keyHash: string
  /** PEM, with what stands between it and its authority. */
  readonly chain: string
  readonly notAfter: Date
}

/**
 * Begins a renewal of the party of the transaction, one at a time.
 *
 * @returns What the same request was answered with before; empty when it is new.
 */
export async function beginRenewal(tx: Tx, requestId: string): Promise<readonly RenewedRow[]> {
  const rows = await bulk<{
    purpose: Purpose
    fingerprint: string
    key_hash: string
    chain: string
    not_after: string
  }>(
    tx,
    'SELECT purpose, fingerprint, key_hash, chain, not_after::text FROM renewal_begin($1::uuid)',
    [requestId],
  )
  return rows.map(({ key_hash: keyHash, not_after: notAfter, ...row }) => ({
    ...row,
    keyHash,
    notAfter: new Date(notAfter),
  }))
}

/** What a certificate in force may be used for, and how many like it are in force. */
export interface Predecessor {
  readonly purpose: Purpose
  readonly holder: string | null
  readonly roles: readonly Role[] | null
  readonly inForce: number
}

/** A certificate of the party of the transaction; `undefined` when it is not in force. */
export async function selectPredecessor(
  tx: Tx,
  fingerprint: string,
  now: Date,
): Promise<Predecessor | undefined> {
  const [row] = await bulk<Omit<Predecessor, 'inForce'> & { in_force: string }>(
    tx,
    `SELECT purpose, holder, to_jsonb(roles) AS roles, in_force
       FROM renewal_of($1, $2::timestamptz)`,
    [fingerprint, now],
  )
  if (row === undefined) return undefined
  const { in_force: inForce, ...rest } = row
  return { ...rest, inForce: Number(inForce) }
}

/** Whether a key was ever registered, for anything and by anybody. */
export async function isKeyUsed(tx: Tx, keyHash: string, keyId: string): Promise<boolean> {
  const [row] = await bulk<{ used: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM certificate WHERE key_hash = $1)
         OR EXISTS (SELECT FROM sealing_key WHERE key_id = $2) AS used`,
    [keyHash, keyId],
  )
  return row!.used
}
