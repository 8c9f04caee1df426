import { bulk } from '../db/bulk.js'
import { bytesArray, integerArray, plainArray } from '../db/arrays.js'
import type { Tx } from '../db/client.js'
import { splitHashes, TILE_WIDTH, type Edge, type Grown } from './tiles.js'

/** The state of one tree as it is committed. */
export interface Head {
  /** 1 for the first tree; a restored database goes on with the next. */
  readonly tree: number
  readonly origin: string
  readonly verifierKey: string
  readonly size: number
  readonly root: Buffer
  readonly fence: string
}

/** A published checkpoint. */
export interface PublishedCheckpoint {
  readonly tree: number
  readonly size: number
  /** The signed note, as served. */
  readonly note: string
}

/** A leaf and the entry that it stands for. */
export interface PlacedLeaf {
  readonly entryId: string
  readonly index: number
  readonly leaf: Buffer
}

// Any number that nothing else in the database locks.
const PUBLISH_LOCK = 7_613_420_131

/** The open tree; `undefined` before the first. */
export async function selectHead(tx: Tx): Promise<Head | undefined> {
  const [row] = await bulk<{
    tree: number
    origin: string
    verifier_key: string
    size: string
    root: Buffer
    fence: string
  }>(
    tx,
    'SELECT tree, origin, verifier_key, size, root, fence FROM log_head WHERE closed_at IS NULL',
  )
  if (row === undefined) return undefined
  const { tree, origin, root, fence } = row
  return { tree, origin, verifierKey: row.verifier_key, size: Number(row.size), root, fence }
}

/** The verifier key of a tree, open or closed. */
export async function selectVerifierKey(tx: Tx, tree: number): Promise<string | undefined> {
  const rows = await bulk<{ verifier_key: string }>(
    tx,
    'SELECT verifier_key FROM log_head WHERE tree = $1::smallint',
    [tree],
  )
  return rows[0]?.verifier_key
}

/** Opens the first tree; does nothing when there is one. */
export async function openFirstTree(
  tx: Tx,
  origin: string,
  verifierKey: string,
  at: Date,
): Promise<void> {
  await bulk(tx, 'SELECT log_open_tree($1, $2, $3::timestamptz)', [origin, verifierKey, at])
}

/** Closes the open tree, opens the next and puts all entries back in the queue. */
export async function reopenTree(
  tx: Tx,
  next: { tree: number; origin: string; verifierKey: string },
  at: Date,
  opening: string,
): Promise<void> {
  await bulk(tx, 'SELECT log_reopen_tree($1::smallint, $2, $3, $4::timestamptz, $5::uuid)', [
    next.tree,
    next.origin,
    next.verifierKey,
    at,
    opening,
  ])
}

/** Whether any entry waits for its place in the tree. */
export async function hasPending(tx: Tx): Promise<boolean> {
  return (await bulk(tx, 'SELECT FROM log_pending LIMIT 1')).length === 1
}

/** Makes this transaction the only writer of a tree; false when another one was first. */
export async function claimHead(tx: Tx, { tree, fence }: Head): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE log_head SET fence = fence + 1
      WHERE tree = $1::smallint AND fence = $2::bigint AND closed_at IS NULL RETURNING tree`,
    [tree, fence],
  )
  return rows.length === 1
}

/**
 * Moves pending entries behind the last leaf of a tree, oldest first.
 *
 * @returns Their leaf hashes, in the order of the tree.
 */
export async function appendPending(tx: Tx, head: Head, limit: number): Promise<Buffer[]> {
  const [row] = await bulk<{ leaves: Buffer | null }>(
    tx,
    `WITH taken AS (
       DELETE FROM log_pending
        WHERE seq IN (SELECT seq FROM log_pending ORDER BY seq LIMIT $3::integer)
       RETURNING seq, entry, commitment
     ), placed AS MATERIALIZED (
       SELECT $2::bigint + row_number() OVER (ORDER BY seq) - 1 AS index, entry, commitment,
              sha256('\\x0001'::bytea || commitment) AS leaf
         FROM taken
     ), inserted AS (
       INSERT INTO log_leaf (tree, index, entry, commitment, leaf)
       SELECT $1::smallint, index, entry, commitment, leaf FROM placed
     )
     SELECT string_agg(leaf, ''::bytea ORDER BY index) AS leaves FROM placed`,
    [head.tree, head.size, limit],
  )
  return splitHashes(row?.leaves ?? Buffer.alloc(0))
}

/** Adds the roots of tiles that became full. */
export async function insertNodes(tx: Tx, tree: number, roots: Grown['roots']): Promise<void> {
  if (roots.length === 0) return
  await bulk(
    tx,
    `INSERT INTO log_node (tree, level, index, hash)
     SELECT $1::smallint, u.level, u.index, u.hash
       FROM unnest($2::smallint[], $3::bigint[], $4::bytea[]) AS u (level, index, hash)`,
    [
      tree,
      integerArray(roots.map(({ level }) => level)),
      integerArray(roots.map(({ index }) => index)),
      bytesArray(roots.map(({ hash }) => hash)),
    ],
  )
}

/** Sets size and root of a tree that this transaction has claimed. */
export async function updateHead(tx: Tx, tree: number, size: number, root: Buffer): Promise<void> {
  await bulk(
    tx,
    'UPDATE log_head SET size = $2::bigint, root = $3::bytea WHERE tree = $1::smallint',
    [tree, size, root],
  )
}

/** Hashes of one level from `index` on, at most `count`; fewer when the tree ends before. */
export async function selectHashes(
  tx: Tx,
  tree: number,
  level: number,
  index: number,
  count: number,
): Promise<Buffer> {
  if (level === 0) {
    const [row] = await bulk<{ hashes: Buffer | null }>(
      tx,
      `SELECT string_agg(leaf, ''::bytea ORDER BY index) AS hashes FROM log_leaf
        WHERE tree = $1::smallint AND index >= $2::bigint AND index < $2::bigint + $3::bigint`,
      [tree, index, count],
    )
    return row?.hashes ?? Buffer.alloc(0)
  }
  const [row] = await bulk<{ hashes: Buffer | null }>(
    tx,
    `SELECT string_agg(hash, ''::bytea ORDER BY index) AS hashes FROM log_node
      WHERE tree = $1::smallint AND level = $4::smallint
        AND index >= $2::bigint AND index < $2::bigint + $3::bigint`,
    [tree, index, count, level],
  )
  return row?.hashes ?? Buffer.alloc(0)
}

/** The right edge of a tree as it was at a size: a few hundred hashes, whatever the size. */
export async function selectEdge(tx: Tx, tree: number, size: number): Promise<Edge> {
  const edge: Buffer[][] = []
  for (let level = 0, hashes = size; hashes > 0; level += 1) {
    const width = hashes % TILE_WIDTH
    const found =
      width === 0 ? [] : splitHashes(await selectHashes(tx, tree, level, hashes - width, width))
    edge.push(found)
    hashes = Math.floor(hashes / TILE_WIDTH)
  }
  return edge
}

/** The entries of the tree from `index` on (without version byte), 32 bytes each, at most `count`. */
export async function selectCommitments(
  tx: Tx,
  tree: number,
  index: number,
  count: number,
): Promise<Buffer[]> {
  const [row] = await bulk<{ commitments: Buffer | null }>(
    tx,
    `SELECT string_agg(commitment, ''::bytea ORDER BY index) AS commitments FROM log_leaf
      WHERE tree = $1::smallint AND index >= $2::bigint AND index < $2::bigint + $3::bigint`,
    [tree, index, count],
  )
  return splitHashes(row?.commitments ?? Buffer.alloc(0))
}

/** Where entries stand in a tree; those that are not integrated are left out. */
export async function selectLeaves(
  tx: Tx,
  tree: number,
  entryIds: readonly string[],
): Promise<PlacedLeaf[]> {
  const rows = await bulk<{ entry: string; index: string; leaf: Buffer }>(
    tx,
    `SELECT l.entry, l.index, l.leaf FROM unnest($2::uuid[]) AS u (entry)
       JOIN log_leaf l ON l.entry = u.entry AND l.tree = $1::smallint`,
    [tree, plainArray(entryIds)],
  )
  return rows.map(({ entry, index, leaf }) => ({ entryId: entry, index: Number(index), leaf }))
}

/** The newest checkpoint of a tree, by default of the newest tree that has one. */
export async function selectCheckpoint(
  tx: Tx,
  tree?: number,
): Promise<PublishedCheckpoint | undefined> {
  const [row] = await bulk<{ tree: number; size: string; note: string }>(
    tx,
    `SELECT tree, size, note FROM log_checkpoint
      WHERE $1::smallint IS NULL OR tree = $1::smallint ORDER BY tree DESC, size DESC LIMIT 1`,
    [tree ?? null],
  )
  return row && { tree: row.tree, size: Number(row.size), note: row.note }
}

/** Publishes a checkpoint; the same one again changes nothing. */
export async function insertCheckpoint(
  tx: Tx,
  { tree, size, note }: PublishedCheckpoint,
  at: Date,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO log_checkpoint (tree, size, note, signed_at)
     VALUES ($1::smallint, $2::bigint, $3, $4::timestamptz) ON CONFLICT DO NOTHING`,
    [tree, size, note, at],
  )
}

/** One process publishes at a time, until the transaction ends: the file must never go backwards. */
export async function lockPublishing(tx: Tx): Promise<void> {
  await bulk(tx, 'SELECT pg_advisory_xact_lock($1::bigint)', [PUBLISH_LOCK])
}

/** How many entries wait for their place in the tree, and since how many seconds the oldest does. */
export async function selectBacklog(tx: Tx): Promise<{ pending: number; seconds: number }> {
  const [row] = await bulk<{ pending: string; seconds: number | null }>(
    tx,
    `SELECT count(*) AS pending,
            extract(epoch FROM clock_timestamp() - min(queued_at))::double precision AS seconds
       FROM log_pending`,
  )
  return { pending: Number(row?.pending ?? 0), seconds: row?.seconds ?? 0 }
}
