// The tree of RFC 6962: what the hub closed in, and what stands in its log, is proven by hashes.
import { hashOf } from './sha256.js'

/** @typedef {Uint8Array<ArrayBuffer>} Hash */

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** @param {Uint8Array} data */
export function leafHash(data) {
  return hashOf(LEAF, data)
}

/** @param {Uint8Array} left @param {Uint8Array} right */
function nodeHash(left, right) {
  return hashOf(NODE, left, right)
}

/** @param {Uint8Array} left @param {Uint8Array | undefined} right */
export function areEqual(left, right) {
  return left.length === right?.length && left.every((byte, at) => byte === right[at])
}

/**
 * The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2).
 *
 * @param {Hash} leaf @param {number} index @param {number} size @param {readonly Uint8Array[]} path
 */
export function inclusionRoot(leaf, index, size, path) {
  if (!(index >= 0 && index < size)) throw new Error('no such place')
  let at = index
  let last = size - 1
  let hash = leaf
  for (const beside of path) {
    if (last === 0) throw new Error('the path is too long')
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(beside, hash)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = nodeHash(hash, beside)
    }
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw new Error('the path is too short')
  return hash
}

/**
 * The root of a tree of which some leaves are known, and the hashes beside them: leaf row first, each
 * row from left to right. All leaves and no hashes give the root over a list.
 *
 * @param {number} size @param {readonly (readonly [place: number, leaf: Hash])[]} leaves
 * @param {readonly Uint8Array[]} proof
 * @returns {Hash}
 */
export function subsetRoot(size, leaves, proof) {
  if (size === 0 && leaves.length === 0 && proof.length === 0) return hashOf()
  /** @type {(readonly [number, Hash])[]} */
  let row = [...new Map(leaves)].sort(([left], [right]) => left - right)
  let used = 0
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    /** @type {(readonly [number, Hash])[]} */
    const above = []
    for (let each = 0; each < row.length; each += 1) {
      const [at, hash] = /** @type {readonly [number, Hash]} */ (row[each])
      if (!(at >= 0 && at < width)) throw new Error('no such place')
      const next = row[each + 1]
      let over
      if (at % 2 === 1) over = nodeHash(taken(proof, used++), hash)
      else if (at + 1 === width) over = hash
      else if (next?.[0] === at + 1) {
        over = nodeHash(hash, next[1])
        each += 1
      } else over = nodeHash(hash, taken(proof, used++))
      above.push([Math.floor(at / 2), over])
    }
    row = above
  }
  const root = row[0]
  if (row.length !== 1 || root?.[0] !== 0 || used !== proof.length) throw new Error('not a proof')
  return root[1]
}

/** @param {readonly Uint8Array[]} proof @param {number} at */
function taken(proof, at) {
  const hash = proof[at]
  if (hash === undefined) throw new Error('the proof is too short')
  return hash
}

/**
 * Whether a tree contains all of itself at an earlier size (RFC 9162, section 2.1.4.2).
 *
 * @param {{ size: number, root: Uint8Array }} first Of at least one leaf.
 * @param {{ size: number, root: Uint8Array }} second Later than the first.
 * @param {readonly Uint8Array[]} proof
 */
export function verifyConsistency(first, second, proof) {
  if (!(first.size >= 1 && first.size < second.size) || proof.length === 0) return false
  // A first tree that is whole is a part of the second: its root is not repeated in the proof.
  const [start, ...rest] = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof
  if (start === undefined) return false
  let at = first.size - 1
  let last = second.size - 1
  while (at % 2 === 1) {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  let [before, after] = [start, start]
  for (const beside of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      before = nodeHash(beside, before)
      after = nodeHash(beside, after)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else {
      after = nodeHash(after, beside)
    }
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && areEqual(before, first.root) && areEqual(after, second.root)
}

/** @param {number} size */
function isPowerOfTwo(size) {
  return Number.isInteger(Math.log2(size))
}
