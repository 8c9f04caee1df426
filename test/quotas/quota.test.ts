import t from 'tap'
import { dayOf } from '../../src/kernel/calendar.js'
import { secondsUntilTomorrow } from '../../src/quotas/quota.js'

t.test('a quota begins anew at midnight in Amsterdam', async (t) => {
  const wait = (text: string) => {
    const now = new Date(text)
    return secondsUntilTomorrow(now, dayOf(now))
  }
  t.equal(wait('2026-08-10T21:59:59.500Z'), 1)
  t.equal(wait('2026-08-10T22:00:00Z'), 86_400)
  t.equal(wait('2026-12-10T12:00:00Z'), 11 * 3600)
  t.equal(wait('2026-03-28T23:00:00Z'), 23 * 3600, 'the day in March that misses an hour')
  t.equal(wait('2026-10-24T22:00:00Z'), 86_400, 'the day in October that has one more')
})
