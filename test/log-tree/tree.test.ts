import { createHash } from 'node:crypto'
import t from 'tap'
import {
  consistencyPlan,
  EMPTY_ROOT,
  foldRoots,
  inclusionPlan,
  leafHash,
  nodeHash,
  rootOf,
  subTrees,
  type SubTree,
  verifyConsistency,
  verifyInclusion,
} from '../../src/log-tree/tree.js'
import { ENTRIES, ROOTS } from './vectors.js'

const LARGEST = 300
const leaves = Array.from({ length: LARGEST }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)))
const roots = Array.from({ length: LARGEST + 1 }, (_, size) => definedRoot(leaves.slice(0, size)))

/** The definition of RFC 6962 §2.1, word for word. */
function definedRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest()
  if (hashes.length === 1) return hashes[0]!
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(definedRoot(hashes.slice(0, split)), definedRoot(hashes.slice(split)))
}

function evaluate(plan: readonly (readonly SubTree[])[], hashes: readonly Buffer[]): Buffer[] {
  return plan.map((parts) =>
    foldRoots(
      parts.map(({ height, index }) =>
        rootOf(hashes.slice(index * 2 ** height, (index + 1) * 2 ** height)),
      ),
    ),
  )
}

const base64 = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('base64'))

t.test('known answers', async (t) => {
  const known = ENTRIES.map(leafHash)
  t.equal(EMPTY_ROOT.toString('base64'), '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  t.equal(rootOf([]), EMPTY_ROOT)
  t.equal(foldRoots([]), EMPTY_ROOT)
  t.equal(
    known[0]!.toString('hex'),
    '40766b2033429026f53d54502679a839706b4741f8dcaf3a8bba5f41b5ffe075',
  )
  t.equal(
    known[4]!.toString('hex'),
    '194bb5a2d5bd10e5d1aa6fd5d42980b356caf1da623cd9987c4bfa2f81771ed7',
  )
  t.strictSame(base64([1, 2, 3, 4, 5].map((size) => rootOf(known.slice(0, size)))), ROOTS)
  t.strictSame(base64(evaluate(inclusionPlan(2, 5), known)), [
    'J0ebarMh0u5HdFL2i6UndI6GPK/o+9HfK/idFXDRtpc=',
    'LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk=',
    'GUu1otW9EOXRqm/V1CmAs1bK8dpiPNmYfEv6L4F3Htc=',
  ])
  t.strictSame(base64(evaluate(consistencyPlan(3, 5), known)), [
    'BJ19zbVrz+vTEzBMmDnxlqPUtu873AsIKY+TrIGR8Kg=',
    'J0ebarMh0u5HdFL2i6UndI6GPK/o+9HfK/idFXDRtpc=',
    'LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk=',
    'GUu1otW9EOXRqm/V1CmAs1bK8dpiPNmYfEv6L4F3Htc=',
  ])
})

t.test(`every tree of 1 to ${LARGEST} leaves`, async (t) => {
  t.test('has the root that the definition gives', async (t) => {
    for (let size = 0; size <= LARGEST; size += 1) {
      if (!rootOf(leaves.slice(0, size)).equals(roots[size]!)) t.fail(`size ${size}`)
      const parts = evaluate([subTrees(0, size)], leaves)[0]!
      if (!parts.equals(roots[size]!)) t.fail(`folded, size ${size}`)
    }
  })

  t.test('proves each of its leaves at its own index only', async (t) => {
    for (let size = 1; size <= LARGEST; size += 1) {
      for (let index = 0; index < size; index += size > 64 ? 7 : 1) {
        const proof = evaluate(inclusionPlan(index, size), leaves)
        const root = roots[size]!
        const holds = (at: number, of = size, hash = leaves[index]!, path = proof) =>
          verifyInclusion(hash, at, of, path, root)
        if (!holds(index)) t.fail(`leaf ${index} of ${size}`)
        if (size > 1 && holds((index + 1) % size)) t.fail(`other index ${index} of ${size}`)
        if (holds(index, size, leafHash(Buffer.from('other')))) t.fail(`other leaf ${index}`)
        if (holds(index, size, leaves[index]!, [...proof, root])) t.fail(`longer ${index}`)
        if (proof.length > 0 && holds(index, size, leaves[index]!, proof.slice(1))) {
          t.fail(`shorter ${index} of ${size}`)
        }
      }
    }
  })

  t.test('is consistent with each smaller one, and with nothing else', async (t) => {
    for (let second = 1; second <= LARGEST; second += second > 64 ? 5 : 1) {
      for (let first = 1; first <= second; first += 1) {
        const proof = evaluate(consistencyPlan(first, second), leaves)
        const holds = (a: Buffer, b: Buffer, path = proof) =>
          verifyConsistency(first, a, second, b, path)
        if (!holds(roots[first]!, roots[second]!)) t.fail(`${first} to ${second}`)
        if (holds(roots[first - 1]!, roots[second]!)) t.fail(`other old root ${first} ${second}`)
        if (holds(roots[first]!, roots[second - 1]!)) t.fail(`other new root ${first} ${second}`)
        if (holds(roots[first]!, roots[second]!, [...proof, roots[0]!])) t.fail(`longer ${first}`)
        if (proof.length > 0 && holds(roots[first]!, roots[second]!, proof.slice(0, -1))) {
          t.fail(`shorter ${first} to ${second}`)
        }
      }
    }
  })
})

t.test('what proves nothing is refused', async (t) => {
  const [leaf, root] = [leaves[0]!, roots[1]!]
  t.notOk(verifyInclusion(leaf, 1, 1, [], root))
  t.notOk(verifyInclusion(leaf, -1, 1, [], root))
  t.notOk(verifyInclusion(leaf.subarray(1), 0, 1, [], leaf.subarray(1)))
  t.notOk(verifyConsistency(0, EMPTY_ROOT, 1, root, []))
  t.notOk(verifyConsistency(2, roots[2]!, 1, root, []))
  t.notOk(verifyConsistency(3, roots[3]!, 5, roots[5]!, []))
  t.notOk(verifyConsistency(1, root, 1, roots[2]!, []))
  t.throws(() => inclusionPlan(5, 5), RangeError)
  t.throws(() => inclusionPlan(0.5, 5), RangeError)
  t.throws(() => consistencyPlan(0, 5), RangeError)
  t.throws(() => consistencyPlan(6, 5), RangeError)
})

t.test('sizes beyond 32 bits are planned without losing a bit', async (t) => {
  const size = 2 ** 33 + 3
  t.strictSame(subTrees(0, size), [
    { height: 33, index: 0 },
    { height: 1, index: 2 ** 32 },
    { height: 0, index: 2 ** 33 + 2 },
  ])
  t.equal(inclusionPlan(2 ** 33 + 2, size).length, 2)
  t.equal(inclusionPlan(0, size).length, 34)
})
