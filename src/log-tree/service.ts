import { noteSigner } from '../crypto/signed-note.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { signCheckpoint, unverifiedCheckpoint } from './checkpoint.js'
import { selectServedCheckpoint } from './cosigning/store.js'
import { keepCheckpoint, originOf, readKeptCheckpoint } from './checkpoint-file.js'
import type { KeptCheckpoint } from './checkpoint-file.js'
import { LogStopped } from './log.js'
import type {
  EntryPlace,
  EntryProofs,
  LogContext,
  LogFile,
  LogHealth,
  Reopening,
  Sequenced,
  StopReason,
} from './log.js'
import * as store from './store.js'
import { edgeRoot, encodeBundle, growTree, parseTilePath, splitHashes } from './tiles.js'
import { TILE_WIDTH, tileSlice, tileWidth } from './tiles.js'
import { foldRoots, fullSubTrees, inclusionPlan } from './tree.js'

const BATCH = 10_000
const WITNESS_PATIENCE_SECONDS = 600
const SEQUENCER = { role: 'vroegsignaal_sequencer' } as const
const PUBLISHER = { role: 'vroegsignaal_publisher' } as const
const EDGE = { role: 'vroegsignaal_edge' } as const

/**
 * Brings pending entries into the tree and publishes a checkpoint over them. Run every second;
 * any number may run at once: one writes, the others find nothing to do. What an earlier run left
 * half done, between commit and publication, is finished by this one.
 *
 * @throws {LogStopped} When the database is not the one that was published from.
 */
export async function sequencePending(context: LogContext): Promise<Sequenced> {
  await openLog(context)
  let integrated = 0
  for (;;) {
    const added = await inTransaction(context.db, 'log_tree.integrate', SEQUENCER, (tx) =>
      integrate(tx, context),
    )
    integrated += added
    if (added < BATCH) break
  }
  const size = await inTransaction(context.db, 'log_tree.publish', SEQUENCER, (tx) =>
    publish(tx, context),
  )
  return { integrated, size }
}

/** The state of the log, for readiness and metrics; never throws `LogStopped`. */
export async function logHealth(context: LogContext): Promise<LogHealth> {
  return inTransaction(context.db, 'log_tree.health', SEQUENCER, async (tx) => {
    const kept = keptBy(context)
    const head = await store.selectHead(tx)
    const published = (head && (await store.selectCheckpoint(tx, head.tree))?.size) ?? 0
    const { pending, seconds } = await store.selectBacklog(tx)
    const stopped = await stopReason(tx, context, kept, head)
    return { size: head?.size ?? 0, published, pending, lagSeconds: seconds, stopped }
  })
}

/** What would be left behind if the log were opened anew now. In the operator's role. */
export async function previewReopening(tx: Tx, context: LogContext): Promise<Reopening> {
  const kept = keptBy(context)
  const head = await store.selectHead(tx)
  const tree = Math.max(head?.tree ?? 0, kept?.tree ?? 0)
  // Of a later tree than the database knows, every leaf is gone.
  const size = kept !== undefined && kept.tree > (head?.tree ?? 0) ? 0 : (head?.size ?? 0)
  return {
    origin: originOf(context.config.logOrigin, tree + 1),
    tree: tree + 1,
    previous: {
      origin: originOf(context.config.logOrigin, Math.max(tree, 1)),
      reason: await stopReason(tx, context, kept, head),
      size,
      published: kept ? { size: kept.size, root: kept.root.toString('base64') } : null,
      missing: kept && kept.size > size ? { first: size, last: kept.size - 1 } : null,
    },
  }
}

/**
 * Closes the open tree and opens the next under its own origin; every entry that the database
 * holds is queued for it, `opening` first. In the operator's role.
 */
export async function reopenLog(
  tx: Tx,
  context: LogContext,
  { origin, tree }: Reopening,
  opening: string,
): Promise<void> {
  const { verifierKey } = noteSigner(origin, context.keys.log)
  await store.reopenTree(tx, { tree, origin, verifierKey }, context.clock.now(), opening)
}

/** The newest published checkpoint of the open tree; `undefined` before the first. */
export async function readCheckpoint(
  context: Pick<LogContext, 'db'>,
): Promise<store.PublishedCheckpoint | undefined> {
  return inTransaction(context.db, 'log_tree.checkpoint', PUBLISHER, (tx) =>
    store.selectCheckpoint(tx),
  )
}

/**
 * Proves that entries stand in the tree, all under one checkpoint. Whoever asks must be entitled to
 * the entries; this function does not check it.
 *
 * @param under A published checkpoint; the newest when left out.
 */
export async function proveEntries(
  context: Pick<LogContext, 'db'>,
  entryIds: readonly string[],
  under?: store.PublishedCheckpoint,
): Promise<EntryProofs | undefined> {
  return inTransaction(context.db, 'log_tree.prove', EDGE, async (tx) => {
    const checkpoint = under ?? (await store.selectCheckpoint(tx))
    if (checkpoint === undefined) return undefined
    const { tree, size, note } = checkpoint
    // Neighbours share their tiles, and the sub-trees in them.
    const tiles = new Map<string, Promise<Buffer[][]>>()
    const readTile = (level: number, index: number) => {
      const key = `${level}/${index}`
      const known =
        tiles.get(key) ??
        store
          .selectHashes(tx, tree, level, index * TILE_WIDTH, TILE_WIDTH)
          .then((bytes) => fullSubTrees(splitHashes(bytes)))
      tiles.set(key, known)
      return known
    }
    const proofs = new Map<string, EntryPlace>()
    for (const { entryId, index, leaf } of await store.selectLeaves(tx, tree, entryIds)) {
      if (index >= size) continue
      const proof: Buffer[] = []
      for (const parts of inclusionPlan(index, size)) {
        const roots: Buffer[] = []
        for (const { tile, from, to } of parts.map(tileSlice)) {
          const rows = await readTile(tile.level, tile.index)
          roots.push(rows[Math.log2(to - from)]![from / (to - from)]!)
        }
        proof.push(foldRoots(roots))
      }
      proofs.set(entryId, { index, leaf, proof })
    }
    return { checkpoint: note, proofs }
  })
}

/**
 * A file of the log, by its path below the address of the first tree: `checkpoint`, `vkey`,
 * `tile/…`, and the same below `2/`, `3/`, … for the trees that came after a restore. Tiles are
 * served for what a checkpoint covers.
 *
 * @returns `undefined` when there is no such file.
 */
export async function readLogFile(
  context: Pick<LogContext, 'db'>,
  path: string,
): Promise<LogFile | undefined> {
  const later = /^([2-9]|[1-9]\d{1,3})\//.exec(path)
  const tree = later === null ? 1 : Number(later[1])
  const name = later === null ? path : path.slice(later[0].length)
  const asked = parseTilePath(name)
  if (name !== 'checkpoint' && name !== 'vkey' && asked === undefined) return undefined
  return inTransaction(context.db, 'log_tree.file', PUBLISHER, async (tx) => {
    const text = name === 'vkey' ? await store.selectVerifierKey(tx, tree) : undefined
    if (text !== undefined) return textFile(`${text}\n`)
    const checkpoint = await store.selectCheckpoint(tx, tree)
    if (checkpoint === undefined) return undefined
    if (asked === undefined) {
      if (name !== 'checkpoint') return undefined
      const served = await selectServedCheckpoint(tx, tree, WITNESS_PATIENCE_SECONDS)
      return textFile((served ?? checkpoint).note)
    }
    const level = 'level' in asked ? asked.level : 0
    const index = 'level' in asked ? asked.index : asked.bundle
    if (tileWidth(level, index, checkpoint.size) < asked.width) return undefined
    const first = index * TILE_WIDTH
    const bytes =
      'level' in asked
        ? await store.selectHashes(tx, tree, level, first, asked.width)
        : encodeBundle(
            (await store.selectCommitments(tx, tree, first, asked.width)).map((commitment) =>
              Buffer.concat([Buffer.of(1), commitment]),
            ),
          )
    return { bytes, contentType: 'application/octet-stream', isImmutable: true }
  })
}

async function openLog(context: LogContext): Promise<void> {
  await inTransaction(context.db, 'log_tree.open', SEQUENCER, async (tx) => {
    const kept = keptBy(context)
    const head = await store.selectHead(tx)
    const reason = await stopReason(tx, context, kept, head)
    if (reason !== null) throw new LogStopped(reason)
    if (head !== undefined) return
    const { verifierKey } = noteSigner(context.config.logOrigin, context.keys.log)
    await store.openFirstTree(tx, context.config.logOrigin, verifierKey, context.clock.now())
  })
}

/** Leaves and head commit together; a writer that is not the first leaves without a change. */
async function integrate(tx: Tx, context: LogContext): Promise<number> {
  const kept = keptBy(context)
  const head = await store.selectHead(tx)
  if (head === undefined || !(await store.hasPending(tx))) return 0
  if (!(await store.claimHead(tx, head))) return 0
  const reason = await stopReason(tx, context, kept, head)
  if (reason !== null) throw new LogStopped(reason)
  const leaves = await store.appendPending(tx, head, BATCH)
  const grown = growTree(head.size, await store.selectEdge(tx, head.tree, head.size), leaves)
  await store.insertNodes(tx, head.tree, grown.roots)
  await store.updateHead(tx, head.tree, head.size + leaves.length, edgeRoot(grown.edge))
  return leaves.length
}

/** Signs what is committed, keeps it outside the database, and only then lets it be served. */
async function publish(tx: Tx, context: LogContext): Promise<number> {
  await store.lockPublishing(tx)
  const kept = keptBy(context)
  const head = await store.selectHead(tx)
  if (head === undefined || head.size === 0) return 0
  if ((await store.selectCheckpoint(tx, head.tree))?.size === head.size) return head.size
  const reason = await stopReason(tx, context, kept, head)
  if (reason !== null) throw new LogStopped(reason)
  const { tree, origin, size, root } = head
  const note = signCheckpoint({ origin, size, root }, noteSigner(origin, context.keys.log))
  keepCheckpoint(context.config.checkpointDir, origin, note)
  await store.insertCheckpoint(tx, { tree, size, note }, context.clock.now())
  return size
}

/**
 * Whether the tree in the database is, or goes on from, the one that was published last. A few
 * hundred hashes are read, whatever its size.
 *
 * @param kept Read before `head`: in the other order a checkpoint that another process publishes in
 *   between would look as if the database had lost it.
 */
async function stopReason(
  tx: Tx,
  { config, keys }: LogContext,
  kept: KeptCheckpoint | undefined,
  head: store.Head | undefined,
): Promise<StopReason | null> {
  if (head === undefined) return kept === undefined ? null : 'SMALLER_THAN_PUBLISHED'
  const isOurs =
    head.origin === originOf(config.logOrigin, head.tree) &&
    head.verifierKey === noteSigner(head.origin, keys.log).verifierKey
  if (!isOurs) return 'ANOTHER_ORIGIN'
  if (kept !== undefined && kept.tree > head.tree) return 'SMALLER_THAN_PUBLISHED'
  const rootAt = async (size: number) => edgeRoot(await store.selectEdge(tx, head.tree, size))
  if (!(await rootAt(head.size)).equals(head.root)) return 'TILES_DISAGREE'
  const published = await store.selectCheckpoint(tx, head.tree)
  // Another process may have added leaves and published them since `head` was read.
  const present = (await store.selectHead(tx)) ?? head
  const size = present.tree === head.tree ? present.size : head.size
  for (const checkpoint of [kept, published && unverifiedCheckpoint(published.note)]) {
    if (checkpoint === undefined || checkpoint.origin !== head.origin) continue
    if (checkpoint.size > size) return 'SMALLER_THAN_PUBLISHED'
    if (!(await rootAt(checkpoint.size)).equals(checkpoint.root)) return 'ANOTHER_HISTORY'
  }
  return null
}

function keptBy({ config }: LogContext): KeptCheckpoint | undefined {
  return readKeptCheckpoint(config.checkpointDir, config.logOrigin)
}

function textFile(text: string): LogFile {
  const contentType = 'text/plain; charset=utf-8'
  return { bytes: Buffer.from(text, 'utf8'), contentType, isImmutable: false }
}
