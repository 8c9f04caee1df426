import t from 'tap'
import {
  standingKey,
  toldAtLifting,
  toldAtRegistration,
  type Standing,
} from '../../src/rights/standing.js'

const [A, B, C] = ['a', 'b', 'c'].map((notificationId) => ({
  creditor: 'one',
  notificationId,
})) as [Named, Named, Named]
interface Named {
  readonly creditor: string
  readonly notificationId: string
}
const standing = (given: {
  stopped?: readonly Named[]
  disputed?: readonly Named[]
  told?: readonly (readonly [Named, 'STOP' | 'DISPUTED' | 'RESUME'])[]
}): Standing => ({
  stopped: new Set((given.stopped ?? []).map(standingKey)),
  disputed: new Set((given.disputed ?? []).map(standingKey)),
  told: new Map((given.told ?? []).map(([one, action]) => [standingKey(one), action])),
})

t.test('registering says what is to be done; a dispute takes no stop away', async (t) => {
  t.strictSame(
    [...toldAtRegistration('STOP', [A, B], standing({ stopped: [A] }))],
    [['STOP', [A, B]]],
  )
  t.strictSame(
    [...toldAtRegistration('DISPUTED', [A, B, C], standing({ stopped: [B] }))],
    [
      ['DISPUTED', [A, C]],
      ['STOP', [B]],
    ],
  )
  t.strictSame([...toldAtRegistration('STOP', [], standing({}))], [])
})

t.test('lifting says what holds from then on, and only where that changes', async (t) => {
  const told = [
    [A, 'STOP'],
    [B, 'STOP'],
    [C, 'DISPUTED'],
  ] as const
  const lifted = toldAtLifting([A, B, C], standing({ disputed: [B, C], told }))
  t.strictSame(Object.fromEntries(lifted), { RESUME: [A], DISPUTED: [B] })
  t.strictSame([...toldAtLifting([A, B], standing({ stopped: [A, B], told }))], [])
  t.strictSame([...toldAtLifting([A, B], standing({}))], [], 'it never heard of them')
})
