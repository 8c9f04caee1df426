import { nodeHash } from './tree.js'

/**
 * What leads from some leaves of a tree to its root: the hashes beside them, leaf row first and from
 * left to right in each row, without those that follow from the leaves themselves. For one leaf it is
 * its inclusion proof; for neighbours hardly more.
 *
 * @param hashes All leaf hashes of the tree.
 * @param positions Places of the leaves, in any order.
 * @throws {RangeError} When a place is not in the tree.
 */
export function subsetProof(hashes: readonly Buffer[], positions: readonly number[]): Buffer[] {
  const proof: Buffer[] = []
  let known = [...new Set(positions)].sort((left, right) => left - right)
  if (known.some((at) => !Number.isSafeInteger(at) || at < 0 || at >= hashes.length)) {
    throw new RangeError('no such leaf in this tree')
  }
  for (let row = hashes; row.length > 1; row = rowAbove(row)) {
    const asked = new Set(known)
    const above: number[] = []
    for (const at of known) {
      const beside = at % 2 === 0 ? at + 1 : at - 1
      if (beside < row.length && !asked.has(beside)) proof.push(row[beside]!)
      const over = Math.floor(at / 2)
      if (above.at(-1) !== over) above.push(over)
    }
    known = above
  }
  return proof
}

/** A lone last hash moves up unchanged, as everywhere in the tree. */
function rowAbove(row: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  for (let at = 0; at + 1 < row.length; at += 2) above.push(nodeHash(row[at]!, row[at + 1]!))
  if (row.length % 2 === 1) above.push(row.at(-1)!)
  return above
}
