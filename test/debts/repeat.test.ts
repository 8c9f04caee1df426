import t from 'tap'
import type { Notified } from '../../src/cases/notified.js'
import { repeatOf } from '../../src/debts/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { creditor, id, month, notified } from '../cases/build.js'

const now = notified({ notificationId: id(9), arrearsCents: 12_000, customer: 'c', subject: 's' })
const july = (overrides: Partial<Notified> = {}) =>
  notified({ month: month('2026-07'), arrearsCents: 10_000, customer: 'c', ...overrides })

t.test('a repeat is of the same creditor, sector and customer', async (t) => {
  const table: [string, Notified, number | undefined][] = [
    ['same customer', july(), 2_000],
    ['same person, reference missing then', july({ customer: null, subject: 's' }), 2_000],
    ['another customer', july({ customer: 'd', subject: 's' }), undefined],
    ['another sector', july({ sector: 'WATER' }), undefined],
    ['another creditor', july({ creditor: creditor(2) }), undefined],
    ['nothing known', july({ customer: null }), undefined],
    ['more than now', july({ arrearsCents: 12_500 }), -500],
  ]
  for (const [what, earlier, trend] of table) {
    const found = repeatOf(now, [earlier, now])
    t.equal(found?.amountTrendCents, trend, what)
  }
})

t.test('the latest earlier one is compared with', async (t) => {
  const june = july({ month: month('2026-06'), notificationId: id(2), arrearsCents: 1_000 })
  const thisMonth = notified({
    notificationId: id(8),
    customer: 'c',
    reportedOn: '2026-08-02' as Day,
    arrearsCents: 11_500,
  })
  t.strictSame(repeatOf(now, [june, july()]), { repeatOf: id(1), amountTrendCents: 2_000 })
  t.strictSame(repeatOf(now, [july(), thisMonth, june]), { repeatOf: id(8), amountTrendCents: 500 })
})

t.test('a predecessor that is named is the one, whatever else there is', async (t) => {
  const named = july({ notificationId: id(3), month: month('2026-05'), customer: 'other' })
  const update = { ...now, kind: 'UPDATE' as const, predecessorId: id(3) }
  t.strictSame(repeatOf(update, [july(), named]), { repeatOf: id(3), amountTrendCents: 2_000 })
  t.equal(repeatOf(named, [update, named]), undefined, 'and it repeats nothing itself')
})

t.test(
  'on one day the successor repeats the predecessor and not the other way round',
  async (t) => {
    const first = notified({ notificationId: id(7), customer: 'c' })
    const second = notified({ notificationId: id(5), customer: 'c', predecessorId: id(7) })
    t.equal(repeatOf(first, [first, second]), undefined)
    t.equal(repeatOf(second, [first, second])?.repeatOf, id(7))
  },
)
