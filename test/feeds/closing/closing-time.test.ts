import t from 'tap'
import { closingTimeOf, lastClosable } from '../../../src/feeds/closing/closing-time.js'
import { month } from '../../cases/build.js'

t.test(
  'a month closes on the 1st of the next at six in Amsterdam, summer and winter',
  async (t) => {
    const table = [
      ['2026-08', '2026-09-01T04:00:00.000Z'],
      ['2026-10', '2026-11-01T05:00:00.000Z'],
      ['2026-12', '2027-01-01T05:00:00.000Z'],
      ['2027-03', '2027-04-01T04:00:00.000Z'],
    ] as const
    for (const [of, instant] of table) t.equal(closingTimeOf(month(of)).toISOString(), instant)
  },
)

t.test('the last month that may be closed', async (t) => {
  const table = [
    ['2026-09', '2026-09-01T04:00:00Z', '2026-08'],
    ['2026-09', '2026-09-01T03:59:59Z', '2026-07'],
    ['2026-09', '2026-09-30T20:00:00Z', '2026-08'],
  ] as const
  for (const [running, now, last] of table) {
    t.equal(lastClosable(month(running), new Date(now)), last)
  }
})
