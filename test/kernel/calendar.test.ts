import t from 'tap'
import {
  addDays,
  addWorkingDays,
  dayOf,
  daysBetween,
  firstDayOf,
  isDay,
  isDayOff,
  lastDayOf,
  monthOf,
  monthsAfter,
  monthsBefore,
  parseDay,
  parseMonth,
  workingDaysBetween,
  type Day,
} from '../../src/kernel/calendar.js'

const day = (text: string) => parseDay(text)

t.test('a day is one that exists, written in one way', async (t) => {
  for (const good of ['2026-08-31', '2024-02-29', '2000-02-29', '1900-01-01']) t.ok(isDay(good))
  for (const bad of [
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-8-1',
    '31-08-2026',
    '',
    ' 2026-08-01',
  ]) {
    t.notOk(isDay(bad), bad)
    t.throws(() => parseDay(bad), { code: 'day.malformed' })
  }
})

t.test('a month is YYYY-MM', async (t) => {
  t.equal(parseMonth('2026-08'), '2026-08')
  for (const bad of ['2026-00', '2026-13', '2026-8', '202608', '2026-08-01']) {
    t.throws(() => parseMonth(bad), { code: 'month.malformed' })
  }
})

t.test('the civil day and month are those of Amsterdam, in summer and in winter', async (t) => {
  t.equal(dayOf(new Date('2026-07-31T21:59:59Z')), '2026-07-31')
  t.equal(dayOf(new Date('2026-07-31T22:00:00Z')), '2026-08-01')
  t.equal(dayOf(new Date('2026-12-31T22:59:59Z')), '2026-12-31')
  t.equal(dayOf(new Date('2026-12-31T23:00:00Z')), '2027-01-01')
  t.equal(monthOf(dayOf(new Date('2026-07-31T22:00:00Z'))), '2026-08')
})

t.test('months are counted across years', async (t) => {
  const month = parseMonth('2026-02')
  t.equal(monthsAfter(month, 11), '2027-01')
  t.equal(monthsBefore(month, 2), '2025-12')
  t.equal(monthsBefore(month, 14), '2024-12')
  t.equal(firstDayOf(month), '2026-02-01')
  t.equal(lastDayOf(month), '2026-02-28')
  t.equal(lastDayOf(parseMonth('2028-02')), '2028-02-29')
})

t.test('days are counted across the change of the clock', async (t) => {
  t.equal(addDays(day('2026-03-28'), 2), '2026-03-30')
  t.equal(addDays(day('2026-10-26'), -2), '2026-10-24')
  t.equal(daysBetween(day('2026-03-01'), day('2026-04-01')), 31)
  t.equal(daysBetween(day('2026-04-01'), day('2026-03-01')), -31)
})

t.test('holidays of the Netherlands are no working days', async (t) => {
  const off = [
    '2026-01-01',
    '2026-04-03', // Good Friday
    '2026-04-06', // Easter Monday
    '2026-04-27', // King's Day
    '2026-05-05', // Liberation Day
    '2026-05-14', // Ascension Day
    '2026-05-25', // Whit Monday
    '2026-12-25',
    '2025-04-26', // King's Day, as the 27th is a Sunday
    '2026-11-22', // a Sunday
  ]
  for (const one of off) t.ok(isDayOff(one as Day), one)
  t.notOk(isDayOff(day('2025-04-28')))
  t.notOk(isDayOff(day('2026-11-23')))
})

t.test('working days are counted over weekends and holidays', async (t) => {
  t.equal(addWorkingDays(day('2026-12-24'), 1), '2026-12-28')
  t.equal(addWorkingDays(day('2026-04-02'), 3), '2026-04-09')
  t.equal(workingDaysBetween(day('2026-12-24'), day('2026-12-28')), 1)
  t.equal(workingDaysBetween(day('2026-12-28'), day('2026-12-24')), 0)
  for (const start of ['2026-03-30', '2026-04-24', '2026-12-23']) {
    for (const count of [1, 5, 20]) {
      const end = addWorkingDays(day(start), count)
      t.equal(workingDaysBetween(day(start), end), count)
      t.notOk(isDayOff(end))
    }
  }
})
