import t from 'tap'
import { splitHouseholds, type Placed } from '../../src/cases/household.js'
import type { Notified } from '../../src/cases/notified.js'
import { id, month, notified } from './build.js'

const now = (
  number: number,
  home: number,
  person: number,
  overrides: Partial<Notified> = {},
): Placed => ({
  notified: notified({ notificationId: id(number), ...overrides }),
  home,
  person,
})
const earlier = (number: number, overrides: Partial<Notified> = {}): Placed => ({
  notified: notified({ notificationId: id(number), month: month('2026-06'), ...overrides }),
  home: null,
  person: null,
})
const split = (building: readonly Placed[], isShared = false) =>
  splitHouseholds(building, isShared)
    .map(({ members }) => members.map(({ notified: one }) => Number(one.notificationId.slice(-3))))
    .sort((left, right) => left[0]! - right[0]!)

t.test('earlier notifications go to the household they belong to, or to none', async (t) => {
  const [A, B] = [{ addition: 'A' }, { addition: 'B' }]
  const table: [string, Placed[], number[][]][] = [
    ['one household: everything there', [now(1, 1, 1), now(2, 1, 2), earlier(3)], [[1, 2, 3]]],
    ['one household, another addition', [now(1, 1, 1, A), earlier(3, B)], [[1], [3]]],
    ['one household without addition', [now(1, 1, 1), earlier(3, B)], [[1, 3]]],
    ['one household, the same addition', [now(1, 1, 1, A), earlier(3, A)], [[1, 3]]],
    ['two: by addition', [now(1, 1, 1, A), now(2, 2, 2, B), earlier(3, B)], [[1], [2, 3]]],
    [
      'two: an addition of a third',
      [now(1, 1, 1, A), now(2, 2, 2, B), earlier(3, { addition: 'C', customer: 'c' })],
      [[1], [2], [3]],
    ],
    [
      'two: by customer',
      [now(1, 1, 1, { ...A, customer: 'c' }), now(2, 2, 2, B), earlier(3, { customer: 'c' })],
      [[1, 3], [2]],
    ],
    [
      'two: by surname',
      [
        now(1, 1, 1, { ...A, subject: 's' }),
        now(2, 2, 2, B),
        earlier(3, { customer: 'd', subject: 's' }),
      ],
      [[1, 3], [2]],
    ],
    [
      'two of that surname: in doubt',
      [
        now(1, 1, 1, { ...A, subject: 's' }),
        now(2, 2, 2, { ...B, subject: 's' }),
        earlier(3, { subject: 's' }),
      ],
      [[1], [2], [3]],
    ],
    ['two, and nothing known', [now(1, 1, 1, A), now(2, 2, 2, B), earlier(3)], [[1], [2], [3]]],
    ['nothing this month', [earlier(3), earlier(4)], [[3], [4]]],
  ]
  for (const [what, building, expected] of table) {
    for (const order of [building, [...building].reverse()])
      t.strictSame(split(order), expected, what)
  }
})

t.test('at a shared address each person is a household', async (t) => {
  const building = [
    now(1, 7, 1, { subject: 's', customer: 'c' }),
    now(2, 7, 1),
    now(3, 7, 2, { subject: 's' }),
    earlier(4, { customer: 'c' }),
    earlier(5, { subject: 's' }),
  ]
  t.strictSame(split(building, true), [[1, 2, 4], [3], [5]], 'and a surname proves nothing')
  t.ok(
    splitHouseholds(building, true).every(
      ({ isShared, hasNeighbours }) => isShared && !hasNeighbours,
    ),
  )
  t.ok(splitHouseholds([now(1, 1, 1)], true)[0]?.isShared)
})

t.test('other households in the building are known to be there', async (t) => {
  t.strictSame(
    splitHouseholds([now(1, 1, 1), now(2, 2, 2)], false).map(({ hasNeighbours }) => hasNeighbours),
    [true, true],
  )
  t.strictSame(
    splitHouseholds([now(1, 1, 1), earlier(2)], false).map(({ hasNeighbours }) => hasNeighbours),
    [false],
  )
})
