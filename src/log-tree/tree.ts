import { hash } from 'node:crypto'

/** Bytes of a hash. */
export const HASH_BYTES = 32

const LEAF = Buffer.of(0)
/** Prefix 1, then what `nodeHash` puts there; it runs to its end before the next call starts. */
const NODE = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

/**
 * SHA-256 in one call: no stream object per hash, which is most of the cost for small inputs. By way of
 * a text of one character per byte, which is made three times as fast as a Buffer of its own.
 */
function sha256(bytes: Buffer): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1')
}

/** The leaf hash of a log entry's bytes (RFC 6962 §2.1). */
export function leafHash(data: Buffer): Buffer {
  return sha256(Buffer.concat([LEAF, data]))
}

/** The hash of two neighbouring sub-trees (RFC 6962 §2.1). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    throw new RangeError('a hash has 32 bytes')
  }
  left.copy(NODE, 1)
  right.copy(NODE, 1 + HASH_BYTES)
  return sha256(NODE)
}

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0))

/** The root of a tree over these leaf hashes, or over the roots of equally high full sub-trees. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return EMPTY_ROOT
  let row = hashes
  while (row.length > 1) {
    const next: Buffer[] = []
    for (let at = 0; at + 1 < row.length; at += 2) next.push(nodeHash(row[at]!, row[at + 1]!))
    // A lone last hash moves up unchanged: the same tree as splitting at the largest power of two.
    if (row.length % 2 === 1) next.push(row[row.length - 1]!)
    row = next
  }
  return row[0]!
}

/** The roots of all full sub-trees over neighbouring hashes: row `h` has those over `2^h` of them. */
export function fullSubTrees(hashes: readonly Buffer[]): Buffer[][] {
  const rows = [[...hashes]]
  for (let row = rows[0]!; row.length > 1;) {
    const next: Buffer[] = []
    for (let at = 0; at + 1 < row.length; at += 2) next.push(nodeHash(row[at]!, row[at + 1]!))
    rows.push(next)
    row = next
  }
  return rows
}

/** A full sub-tree: the leaves from `index · 2^height` up to the next multiple of `2^height`. */
export interface SubTree {
  readonly height: number
  readonly index: number
}

/**
 * The full sub-trees, left to right, that a range of leaves consists of. The range must start
 * where a sub-tree at least as large as itself could start, as every range of a proof does.
 */
export function subTrees(start: number, end: number): SubTree[] {
  const parts: SubTree[] = []
  for (let from = start; from < end;) {
    const height = floorLog2(end - from)
    parts.push({ height, index: from / 2 ** height })
    from += 2 ** height
  }
  return parts
}

/** The root over neighbouring full sub-trees of falling height, left to right. */
export function foldRoots(roots: readonly Buffer[]): Buffer {
  if (roots.length === 0) return EMPTY_ROOT
  return roots.reduceRight((right, left) => nodeHash(left, right))
}

/**
 * What an inclusion proof consists of: for each of its hashes, the full sub-trees to fold.
 *
 * @throws {RangeError} When the leaf is not in a tree of that size.
 */
export function inclusionPlan(index: number, size: number): SubTree[][] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError('no such leaf in a tree of this size')
  }
  const plan: SubTree[][] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      plan.unshift(subTrees(middle, end))
      end = middle
    } else {
      plan.unshift(subTrees(start, middle))
      start = middle
    }
  }
  return plan
}

/**
 * What a consistency proof from one size to a later one consists of.
 *
 * @throws {RangeError} For size 0, which proves nothing, and when the later size is smaller.
 */
export function consistencyPlan(first: number, second: number): SubTree[][] {
  if (!Number.isSafeInteger(first) || first < 1 || first > second) {
    throw new RangeError('no consistency proof between these sizes')
  }
  const plan: SubTree[][] = []
  let [start, end] = [0, second]
  while (end !== first) {
    const middle = start + splitOf(end - start)
    if (first <= middle) {
      plan.unshift(subTrees(middle, end))
      end = middle
    } else {
      plan.unshift(subTrees(start, middle))
      start = middle
    }
  }
  // The old tree itself needs no mention when it is a sub-tree of the new one from its first leaf.
  if (start > 0) plan.unshift(subTrees(start, end))
  return plan
}

/** Whether a leaf hash stands at an index of the tree with this size and root. */
export function verifyInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  if (!(index >= 0 && index < size) || !areHashes([leaf, root, ...proof])) return false
  let [fn, sn, r] = [index, size - 1, leaf]
  for (const p of proof) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      r = nodeHash(r, p)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && r.equals(root)
}

/** Whether the later tree begins with the whole of the earlier one. Size 0 is refused. */
export function verifyConsistency(
  first: number,
  firstRoot: Buffer,
  second: number,
  secondRoot: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (!(first >= 1 && first <= second) || !areHashes([firstRoot, secondRoot, ...proof])) {
    return false
  }
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot)
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : proof
  let [fn, sn] = [first - 1, second - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  const [seed, ...rest] = path
  if (seed === undefined) return false
  let [fr, sr] = [seed, seed]
  for (const c of rest) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      sr = nodeHash(sr, c)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot)
}

function areHashes(hashes: readonly Buffer[]): boolean {
  return hashes.every(({ length }) => length === HASH_BYTES)
}

/** The largest power of two strictly smaller than `size`, which is at least 2. */
function splitOf(size: number): number {
  return 2 ** floorLog2(size - 1)
}

// Sizes pass 2^31, where the bit operators of the language stop.
function floorLog2(value: number): number {
  let height = 0
  for (let rest = value; rest >= 2; rest = half(rest)) height += 1
  return height
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isOdd(value: number): boolean {
  return value % 2 === 1
}
