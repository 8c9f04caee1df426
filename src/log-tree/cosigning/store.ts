import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { PublishedCheckpoint } from '../store.js'

/** Keeps a published checkpoint with the signatures of enough witnesses; what was kept stays. */
export async function keepCosigned(
  tx: Tx,
  { tree, size }: { readonly tree: number; readonly size: number },
  note: string,
): Promise<void> {
  await bulk(
    tx,
    `UPDATE log_checkpoint SET cosigned = $3
      WHERE tree = $1::smallint AND size = $2::bigint AND cosigned IS NULL`,
    [tree, size, note],
  )
}

/** Whether enough witnesses have signed a checkpoint. */
export async function isCosigned(
  tx: Tx,
  { tree, size }: { readonly tree: number; readonly size: number },
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `SELECT FROM log_checkpoint
      WHERE tree = $1::smallint AND size = $2::bigint AND cosigned IS NOT NULL`,
    [tree, size],
  )
  return rows.length === 1
}

/**
 * The checkpoint of a tree that is served: the newest with enough witnesses, unless they have been
 * silent for longer than `patienceSeconds`; then the newest, so that their silence shows.
 */
export async function selectServedCheckpoint(
  tx: Tx,
  tree: number,
  patienceSeconds: number,
): Promise<PublishedCheckpoint | undefined> {
  const [row] = await bulk<{ size: string; note: string }>(
    tx,
    `WITH newest AS (
       SELECT size, note, signed_at FROM log_checkpoint
        WHERE tree = $1::smallint ORDER BY size DESC LIMIT 1
     ), witnessed AS (
       SELECT size, cosigned, signed_at FROM log_checkpoint
        WHERE tree = $1::smallint AND cosigned IS NOT NULL ORDER BY size DESC LIMIT 1
     )
     SELECT coalesce(w.size, n.size) AS size, coalesce(w.cosigned, n.note) AS note
       FROM newest n
       LEFT JOIN witnessed w ON w.signed_at >= n.signed_at - make_interval(secs => $2::integer)`,
    [tree, patienceSeconds],
  )
  return row && { tree, size: Number(row.size), note: row.note }
}
