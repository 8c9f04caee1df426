import t from 'tap'
import { latestPerDebt, summariseCase } from '../../src/cases/case.js'
import type { Notified } from '../../src/cases/notified.js'
import type { Day } from '../../src/kernel/calendar.js'
import { AUGUST, creditor, id, month, notified } from './build.js'

const on = (months: readonly string[], overrides: Partial<Notified> = {}) =>
  months.map((text, at) =>
    notified({ month: month(text), notificationId: id(at + 1), ...overrides }),
  )

t.test('the class follows the definitions of the national monitor', async (t) => {
  const table: [string, readonly string[], string, number][] = [
    ['one, none before', ['2026-08'], 'SINGLE', 1],
    ['two in the month', ['2026-08', '2026-08'], 'MULTIPLE', 1],
    ['one, one in July', ['2026-08', '2026-07'], 'CONSECUTIVE', 2],
    ['one, one six months before', ['2026-08', '2026-02'], 'CONSECUTIVE', 1],
    ['one, one seven months before', ['2026-08', '2026-01'], 'SINGLE', 1],
    ['one, one later', ['2026-08', '2026-09'], 'SINGLE', 1],
    ['two, and one before', ['2026-08', '2026-08', '2026-05'], 'MULTIPLE_CONSECUTIVE', 1],
    [
      'every month',
      ['02', '03', '04', '05', '06', '07', '08'].map((m) => `2026-${m}`),
      'CONSECUTIVE',
      7,
    ],
    ['a hole in the row', ['2026-08', '2026-07', '2026-05'], 'CONSECUTIVE', 2],
  ]
  for (const [what, months, matchClass, consecutiveMonths] of table) {
    const summary = summariseCase(on(months), AUGUST)
    t.match(summary, { matchClass, consecutiveMonths }, what)
  }
  t.match(
    summariseCase(on(['2026-01', '2025-12'].slice(0, 1)), month('2026-01')),
    { matchClass: 'SINGLE' },
    'a year does not begin afresh',
  )
  t.match(summariseCase(on(['2026-01', '2025-12']), month('2026-01')), {
    matchClass: 'CONSECUTIVE',
    consecutiveMonths: 2,
  })
})

t.test('nothing in the month is no case', async (t) => {
  t.equal(summariseCase(on(['2026-07', '2026-06']), AUGUST), undefined)
  t.equal(summariseCase([], AUGUST), undefined)
})

t.test('the month counts in which a notification was accepted, not the day it names', async (t) => {
  const late = notified({ reportedOn: '2026-07-31' as Day })
  t.match(summariseCase([late], AUGUST), { matchClass: 'SINGLE', notificationCount: 1 })
})

t.test('a creditor that reported twice counts twice, its latest amount once', async (t) => {
  const first = notified({ arrearsCents: 10_000, reportedOn: '2026-08-03' as Day })
  const second = notified({
    notificationId: id(2),
    kind: 'UPDATE',
    predecessorId: id(1),
    arrearsCents: 15_000,
    reportedOn: '2026-08-20' as Day,
  })
  const summary = summariseCase([second, first], AUGUST)
  t.match(summary, { matchClass: 'MULTIPLE', notificationCount: 2, totalArrearsCents: 15_000 })
})

t.test('on equal days the one that names the other is the later', async (t) => {
  const first = notified({ notificationId: id(9), arrearsCents: 10_000 })
  const second = notified({ notificationId: id(2), predecessorId: id(9), arrearsCents: 7_500 })
  t.strictSame(latestPerDebt([first, second]), [second])
})

t.test('sectors stand once, in alphabetical order; each keeps its own amount', async (t) => {
  const summary = summariseCase(
    [
      notified({ sector: 'WATER', notificationId: id(1), creditor: creditor(2) }),
      notified({ sector: 'ENERGY_GAS', notificationId: id(2), creditor: creditor(3) }),
      notified({ sector: 'ENERGY_ELECTRICITY', notificationId: id(3), creditor: creditor(3) }),
      notified({ sector: 'WATER', notificationId: id(4), creditor: creditor(4) }),
    ],
    AUGUST,
  )
  t.match(summary, {
    sectors: ['ENERGY_ELECTRICITY', 'ENERGY_GAS', 'WATER'],
    totalArrearsCents: 40_000,
  })
})

t.test('two customers of one creditor both owe', async (t) => {
  const table: [string, Partial<Notified>, Partial<Notified>, number][] = [
    ['two references', { customer: 'a' }, { customer: 'b' }, 20_000],
    ['one reference', { customer: 'a', subject: 'x' }, { customer: 'a', subject: 'y' }, 10_000],
    ['a reference missing, two people', { customer: 'a', subject: 'x' }, { subject: 'y' }, 20_000],
    ['a reference missing, one person', { customer: 'a', subject: 'x' }, { subject: 'x' }, 10_000],
    ['nothing known', {}, {}, 10_000],
    ['two creditors', { creditor: creditor(8) }, {}, 20_000],
  ]
  for (const [what, one, other, total] of table) {
    const summary = summariseCase(
      [notified({ notificationId: id(1), ...one }), notified({ notificationId: id(2), ...other })],
      AUGUST,
    )
    t.equal(summary?.totalArrearsCents, total, what)
  }
})

t.test('an amount that intake would not have taken is a bug', async (t) => {
  for (const arrearsCents of [0, -1, 1.5, Number.NaN, 2 ** 60]) {
    t.throws(() => summariseCase([notified({ arrearsCents })], AUGUST), RangeError)
  }
})
