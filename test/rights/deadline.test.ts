import t from 'tap'
import { addDays, type Day } from '../../src/kernel/calendar.js'
import {
  dueAfter,
  extendableUntil,
  isReceivable,
  longestExtension,
  urgencyOf,
} from '../../src/rights/deadline.js'

const day = (text: string) => text as Day

t.test('the term of an answer', async (t) => {
  t.test('four weeks are never longer than the month of the law', async (t) => {
    for (let at = day('2027-01-01'); at < '2029-01-01'; at = addDays(at, 1)) {
      if (dueAfter(at) > extendableUntil(at)) t.fail(at)
    }
    t.equal(dueAfter(day('2026-08-10')), '2026-09-07')
  })

  t.test('a month ends on the same day, or on the last one', async (t) => {
    t.equal(extendableUntil(day('2026-08-31')), '2026-09-30')
    t.equal(extendableUntil(day('2027-01-31')), '2027-02-28')
    t.equal(extendableUntil(day('2028-01-31')), '2028-02-29')
    t.equal(extendableUntil(day('2026-12-05')), '2027-01-05')
    t.equal(longestExtension(day('2026-11-30')), '2027-02-28')
    t.equal(longestExtension(day('2026-08-10')), '2026-11-10')
  })

  t.test('a week before the end is soon, a day after it is late', async (t) => {
    t.equal(urgencyOf(day('2026-09-07'), day('2026-08-30')), 'IN_TIME')
    t.equal(urgencyOf(day('2026-09-07'), day('2026-08-31')), 'SOON')
    t.equal(urgencyOf(day('2026-09-07'), day('2026-09-07')), 'SOON')
    t.equal(urgencyOf(day('2026-09-07'), day('2026-09-08')), 'LATE')
  })

  t.test('nothing was received tomorrow, or years ago', async (t) => {
    t.ok(isReceivable(day('2026-08-10'), day('2026-08-10')))
    t.notOk(isReceivable(day('2026-08-11'), day('2026-08-10')))
    t.notOk(isReceivable(day('2025-08-08'), day('2026-08-10')))
  })
})
