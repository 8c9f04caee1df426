import { inTransaction } from '../../db/transaction.js'
import { consistencyProof } from '../consistency.js'
import type { LogContext } from '../log.js'
import { selectCheckpoint, selectHashes } from '../store.js'
import { splitHashes, TILE_WIDTH } from '../tiles.js'

const SEQUENCER = { role: 'vroegsignaal_sequencer' } as const

/**
 * Proves that the open tree at a later size contains all of it at an earlier one. Hashes only: they are
 * as public as the tiles they are made of.
 *
 * @returns The hashes of the proof, or `undefined` when there are no two published sizes like these.
 */
export function proveHistory(
  { db }: Pick<LogContext, 'db'>,
  first: number,
  second: number,
): Promise<Buffer[] | undefined> {
  return inTransaction(db, 'log_tree.prove_history', SEQUENCER, async (tx) => {
    const newest = await selectCheckpoint(tx)
    if (newest === undefined || first < 1 || second < first || second > newest.size)
      return undefined
    return consistencyProof(first, second, async ({ level, index, width }) =>
      splitHashes(await selectHashes(tx, newest.tree, level, index * TILE_WIDTH, width)),
    )
  })
}
