import { createHash } from 'node:crypto'
import t from 'tap'
import { drawFrom, rankOf, seedOf } from '../../src/reviews/draw.js'
import { requireSecond, stepsFrom, statusAfter } from '../../src/reviews/finding.js'
import type { ReviewStatus, ReviewStep } from '../../src/reviews/finding.js'

t.test('a draw follows from controller, month and root, and from nothing else', async (t) => {
  const root = createHash('sha256').update('root').digest()
  const seed = seedOf('hub', '2026-08', root)
  t.strictSame(seedOf('hub', '2026-08', root), seed)
  for (const other of [
    seedOf('hub', '2026-09', root),
    seedOf('00000099000000001000', '2026-08', root),
    seedOf('hub', '2026-08', createHash('sha256').update('another').digest()),
  ]) {
    t.notSame(other, seed)
  }
  const numbers = Array.from({ length: 1000 }, (_, at) => at + 1)
  const drawn = drawFrom(seed, numbers, 25)
  t.equal(new Set(drawn).size, 25)
  t.strictSame(drawFrom(seed, numbers.toReversed(), 25), drawn, 'in whatever order they come')
  t.ok(rankOf(seed, drawn[0]!) < rankOf(seed, drawn[1]!))
  t.ok(drawn.some((number) => number > 500) && drawn.some((number) => number <= 500))
  t.strictSame(drawFrom(seed, [7, 3], 25).toSorted(), [3, 7], 'all of a few')
})

t.test('an item goes its way, and only that', async (t) => {
  const way: readonly (readonly [ReviewStep, ReviewStatus])[] = [
    ['ASSIGN', 'ASSIGNED'],
    ['ASK', 'ASKED'],
    ['ANSWER', 'ANSWERED'],
    ['DECIDE', 'DECIDED'],
    ['RETURN', 'ASSIGNED'],
    ['DECIDE', 'DECIDED'],
    ['CLOSE', 'CLOSED'],
  ]
  let status: ReviewStatus = 'OPEN'
  for (const [step, next] of way) {
    status = statusAfter(status, step)
    t.equal(status, next, step)
  }
  t.strictSame(stepsFrom('CLOSED'), [])
  t.strictSame(stepsFrom('OPEN'), ['ASSIGN'])
  for (const [from, step] of [
    ['OPEN', 'CLOSE'],
    ['OPEN', 'DECIDE'],
    ['ASSIGNED', 'CLOSE'],
    ['CLOSED', 'RETURN'],
    ['DECIDED', 'ASK'],
  ] as const) {
    t.throws(() => statusAfter(from, step), { code: 'review.not_now' })
  }
})

t.test('four eyes: another person, not another certificate of the same one', async (t) => {
  const decided = { party: 'A', holder: 'fg-1', fingerprint: 'aa' }
  const by = (changed: Partial<typeof decided>) => () => {
    requireSecond(decided, { ...decided, ...changed })
  }
  t.throws(by({}), { code: 'review.second_person' })
  t.throws(by({ fingerprint: 'bb' }), { code: 'review.second_person' })
  t.throws(by({ holder: 'fg-2' }), { code: 'review.second_person' }, 'one key is one person')
  t.doesNotThrow(by({ holder: 'fg-2', fingerprint: 'bb' }))
  t.doesNotThrow(by({ party: 'B', fingerprint: 'bb' }))
})
