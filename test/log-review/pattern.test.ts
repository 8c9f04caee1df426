import t from 'tap'
import { addDays, type Day } from '../../src/kernel/calendar.js'
import { dayPatterns, weekPatterns, type DayCount } from '../../src/log-review/overview/pattern.js'

const TODAY = '2026-08-10' as Day
const on = (daysAgo: number, entries: number, actor = 'a'): DayCount => ({
  day: addDays(TODAY, -daysAgo),
  actor,
  purpose: 'EARLY_DETECTION',
  entries,
})

t.test('a day stands beside the same day of the four weeks before', async (t) => {
  const counts = [on(0, 100), on(7, 20), on(14, 30), on(21, 10), on(28, 40), on(35, 900)]
  const days = dayPatterns([...counts, on(0, 1, 'b')], TODAY)
  t.equal(days.length, 28)
  t.strictSame(days.at(-1), { day: TODAY, entries: 101, usual: 25, isUnusual: true })
  t.strictSame(days.at(-2), { day: addDays(TODAY, -1), entries: 0, usual: 0, isUnusual: false })
  t.equal(days[0]?.day, addDays(TODAY, -27))
})

t.test('a few more in a quiet log are not unusual, silence in a busy one is', async (t) => {
  const last = (...counts: DayCount[]) => dayPatterns(counts, TODAY).at(-1)?.isUnusual
  t.equal(last(on(0, 10)), false)
  t.equal(last(on(0, 11)), true)
  const busy = [7, 14, 21, 28].map((ago) => on(ago, 100))
  t.equal(last(...busy, on(0, 210)), false)
  t.equal(last(...busy, on(0, 211)), true)
  t.equal(last(...busy, on(0, 25)), false)
  t.equal(last(...busy, on(0, 24)), true)
})

t.test('a week is the last seven days, most entries first', async (t) => {
  const counts = [
    ...[0, 6].map((ago) => on(ago, 5)),
    ...[7, 13].map((ago) => on(ago, 1)),
    on(34, 4),
    on(35, 1000),
    on(3, 50, 'b'),
    on(3, 50, 'c'),
  ]
  t.strictSame(
    weekPatterns(counts, TODAY, ({ actor }) => actor),
    [
      { key: 'b', entries: 50, usual: 0, isUnusual: true },
      { key: 'c', entries: 50, usual: 0, isUnusual: true },
      { key: 'a', entries: 10, usual: 1, isUnusual: false },
    ],
  )
})
