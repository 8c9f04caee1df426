import { tileSlice, tileWidth, type TileId } from './tiles.js'
import { consistencyPlan, foldRoots, fullSubTrees } from './tree.js'

/** Reads the hashes of a tile, 32 bytes each, in order; from a database or over the network. */
export type ReadTile = (tile: TileId) => Promise<readonly Buffer[]>

/**
 * The hashes that prove that the tree of the later size begins with all of the tree of the earlier
 * one (RFC 6962 §2.1.2), from the tiles of the later one. Nothing is verified here: who doubts the
 * tiles checks the result with `verifyConsistency`.
 *
 * @throws {RangeError} When there is no such proof, or a tile is shorter than its size says.
 */
export async function consistencyProof(
  first: number,
  second: number,
  readTile: ReadTile,
): Promise<Buffer[]> {
  const read = new Map<string, Promise<Buffer[][]>>()
  const rowsOf = ({ level, index }: TileId): Promise<Buffer[][]> => {
    const key = `${level}/${index}`
    const width = tileWidth(level, index, second)
    const rows = read.get(key) ?? readTile({ level, index, width }).then(fullSubTrees)
    read.set(key, rows)
    return rows
  }
  const proof: Buffer[] = []
  for (const parts of consistencyPlan(first, second)) {
    const roots: Buffer[] = []
    for (const { tile, from, to } of parts.map(tileSlice)) {
      const root = (await rowsOf(tile))[Math.log2(to - from)]?.[from / (to - from)]
      if (root === undefined) throw new RangeError('a tile is shorter than the tree says')
      roots.push(root)
    }
    proof.push(foldRoots(roots))
  }
  return proof
}
