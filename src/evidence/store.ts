import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'

/** A revocation list as it is kept. */
export interface ListRow {
  /** SHA-256 of its text, 32 bytes. */
  readonly digest: Buffer
  readonly issuer: string
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  /** PEM. */
  readonly list: string
}

/** Keeps a list that was not seen before. */
export async function insertList(tx: Tx, row: ListRow, now: Date): Promise<void> {
  const { digest, issuer, thisUpdate, nextUpdate, list } = row
  await bulk(
    tx,
    `INSERT INTO revocation_list (digest, issuer, this_update, next_update, list, first_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [digest, issuer, thisUpdate, nextUpdate, list, now],
  )
}

/** What is kept of a batch, without what was in it. */
export interface BatchEvidence {
  readonly received_at: string
  readonly digest: Buffer
  readonly receipt: string | null
  readonly receipt_signature: string | null
  readonly receipt_digest: Buffer | null
  readonly items_root: Buffer | null
  readonly signature: string | null
  readonly signer: string | null
  readonly chain: string | null
  readonly registered_at: string | null
  readonly revoked_at: string | null
}

/** The evidence of one batch; `undefined` when there is no such batch. */
export async function selectEvidence(
  tx: Tx,
  deliverer: string,
  batchId: string,
): Promise<BatchEvidence | undefined> {
  const [row] = await bulk<BatchEvidence>(
    tx,
    `SELECT b.received_at::text, b.digest, b.receipt, b.receipt_signature,
            b.receipt_digest, b.items_root, b.signature, b.signer, c.chain, c.registered_at::text, c.revoked_at::text
       FROM batch b LEFT JOIN certificate c ON c.fingerprint = b.signer
      WHERE b.deliverer = $1 AND b.batch_id = $2`,
    [deliverer, batchId],
  )
  return row
}

/** The lists that were in force at an instant: of each authority the latest one seen by then. */
export async function selectLists(tx: Tx, at: string): Promise<readonly string[]> {
  const rows = await bulk<{ list: string }>(
    tx,
    `SELECT DISTINCT ON (issuer) list FROM revocation_list
      WHERE first_seen_at <= $1 ORDER BY issuer, this_update DESC`,
    [at],
  )
  return rows.map(({ list }) => list)
}
