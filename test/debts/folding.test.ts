import t from 'tap'
import { fold, lapsesOf, type WithdrawalReason } from '../../src/debts/index.js'
import type { Notified } from '../../src/cases/notified.js'
import type { Day } from '../../src/kernel/calendar.js'
import { creditor, id, month, notified } from '../cases/build.js'

const numbersOf = (all: readonly Notified[]) =>
  all.map((one) => Number(one.notificationId.slice(-3)))
const early = (number: number, overrides: Partial<Notified> = {}) =>
  notified({ notificationId: id(number), ...overrides })
const follow = (kind: Notified['kind'], number: number, predecessor: number, overrides = {}) =>
  early(number, { kind, predecessorId: id(predecessor), ...overrides })
const withdraw = (
  number: number,
  predecessor: number,
  withdrawalReason: WithdrawalReason,
  overrides: Partial<Notified> = {},
) =>
  follow('WITHDRAWAL', number, predecessor, {
    withdrawalReason,
    address: null,
    arrearsCents: 0,
    reportedOn: '2026-08-20' as Day,
    ...overrides,
  })

t.test('what stands and what does not', async (t) => {
  const table: [string, Notified[], { live: number[]; withdrawn: number[] }][] = [
    ['nothing to fold', [early(1), early(2)], { live: [1, 2], withdrawn: [] }],
    [
      'a correction stands in the place of its predecessor',
      [early(1), follow('CORRECTION', 2, 1)],
      { live: [2], withdrawn: [] },
    ],
    [
      'a correction of a correction',
      [early(1), follow('CORRECTION', 2, 1), follow('CORRECTION', 3, 2)],
      { live: [3], withdrawn: [] },
    ],
    [
      'a correction of something long gone',
      [follow('CORRECTION', 2, 1)],
      { live: [2], withdrawn: [] },
    ],
    [
      'an update replaces nothing',
      [early(1), follow('UPDATE', 2, 1)],
      { live: [1, 2], withdrawn: [] },
    ],
    [
      'a withdrawal takes back',
      [early(1), early(5), withdraw(2, 1, 'ERROR')],
      { live: [5], withdrawn: [1] },
    ],
    [
      'a withdrawal of something unknown',
      [early(1), withdraw(2, 7, 'PAID')],
      { live: [1], withdrawn: [] },
    ],
    [
      'a withdrawal of the original takes its correction',
      [early(1), follow('CORRECTION', 2, 1), withdraw(3, 1, 'ERROR')],
      { live: [], withdrawn: [2] },
    ],
    [
      'a withdrawal of the correction does not bring the original back',
      [early(1), follow('CORRECTION', 2, 1), withdraw(3, 2, 'ERROR')],
      { live: [], withdrawn: [2] },
    ],
    [
      'paid: the whole debt',
      [early(1), follow('UPDATE', 2, 1), follow('END_OF_SUPPLY', 3, 2), withdraw(4, 2, 'PAID')],
      { live: [], withdrawn: [1, 2, 3] },
    ],
    [
      'an arrangement: the whole debt',
      [early(1), follow('UPDATE', 2, 1), withdraw(4, 1, 'ARRANGEMENT_MADE')],
      { live: [], withdrawn: [1, 2] },
    ],
    [
      'an objection: the whole debt',
      [early(1), follow('UPDATE', 2, 1), withdraw(4, 2, 'OBJECTION')],
      { live: [], withdrawn: [1, 2] },
    ],
    [
      'an error: that report alone',
      [early(1), follow('UPDATE', 2, 1), withdraw(4, 2, 'ERROR')],
      { live: [1], withdrawn: [2] },
    ],
    [
      'what was reported after the withdrawal is new',
      [early(1), follow('UPDATE', 2, 1, { reportedOn: '2026-08-25' }), withdraw(3, 1, 'PAID')],
      { live: [2], withdrawn: [1] },
    ],
    [
      'another creditor has ids of its own',
      [early(1), early(1, { creditor: creditor(2) }), withdraw(3, 1, 'PAID')],
      { live: [1], withdrawn: [1] },
    ],
  ]
  for (const [what, all, expected] of table) {
    for (const given of [all, [...all].reverse()]) {
      const { live, withdrawn } = fold(given)
      t.strictSame(
        {
          live: numbersOf(live).sort(),
          withdrawn: numbersOf(withdrawn.map(({ one }) => one)).sort(),
        },
        expected,
        what,
      )
    }
  }
})

t.test('of two corrections of one notification the later report stands', async (t) => {
  const first = follow('CORRECTION', 2, 1, { reportedOn: '2026-08-11' })
  const second = follow('CORRECTION', 3, 1, { reportedOn: '2026-08-12' })
  t.strictSame(numbersOf(fold([early(1), second, first]).live), [3])
  const sameDay = follow('CORRECTION', 4, 1, { reportedOn: '2026-08-12' })
  t.strictSame(numbersOf(fold([sameDay, early(1), second, first]).live), [4])
})

t.test('the first month in which a withdrawal said so is kept', async (t) => {
  const may = early(1, { month: month('2026-05') })
  const inJune = withdraw(2, 1, 'PAID', { month: month('2026-06') })
  const inAugust = withdraw(3, 1, 'PAID')
  t.match(fold([may, inAugust, inJune]).withdrawn, [{ inMonth: '2026-06' }])
})

t.test('what lapsed is known from what followed, also without the first report', async (t) => {
  const table: [string, Notified[], Record<number, string>][] = [
    ['a correction', [follow('CORRECTION', 2, 1)], { 1: 'CORRECTED' }],
    ['a withdrawal', [withdraw(2, 1, 'ERROR')], { 1: 'WITHDRAWN' }],
    ['an objection', [withdraw(2, 1, 'OBJECTION')], { 1: 'OBJECTION' }],
    [
      'paid, by way of an update',
      [follow('UPDATE', 2, 1), withdraw(3, 2, 'PAID')],
      { 1: 'WITHDRAWN', 2: 'WITHDRAWN' },
    ],
    [
      'corrected, then withdrawn',
      [follow('CORRECTION', 2, 1), withdraw(3, 2, 'ERROR')],
      { 1: 'WITHDRAWN', 2: 'WITHDRAWN' },
    ],
    ['nothing', [follow('UPDATE', 2, 1)], {}],
  ]
  for (const [what, followUps, expected] of table) {
    const found = [...lapsesOf(followUps)].map(([key, lapse]) => [Number(key.slice(-3)), lapse])
    t.same(Object.fromEntries(found), expected, what)
  }
})
