import t from 'tap'
import {
  answerByOf,
  canWithdraw,
  monthsLater,
  statusOn,
  untilOf,
} from '../../src/collection-pauses/pause.js'
import type { Day } from '../../src/kernel/calendar.js'

const day = (text: string) => text as Day

t.test('an ask stands until its last day, and expires after it', async (t) => {
  const asked = { status: 'ASKED', answerBy: answerByOf(day('2026-09-01')), untilOn: null } as const
  t.equal(asked.answerBy, '2026-09-15')
  t.equal(statusOn(asked, day('2026-09-15')), 'ASKED')
  t.equal(statusOn(asked, day('2026-09-16')), 'EXPIRED')
})

t.test('a confirmed pause runs through its last day', async (t) => {
  const confirmed = { status: 'CONFIRMED', answerBy: day('2026-09-15') } as const
  const until = (untilOn: string, today: string) =>
    statusOn({ ...confirmed, untilOn: day(untilOn) }, day(today))
  t.equal(until('2026-10-01', '2026-10-01'), 'CONFIRMED')
  t.equal(until('2026-10-01', '2026-10-02'), 'ENDED')
})

t.test('what was decided stays whatever the day is', async (t) => {
  for (const status of ['DECLINED', 'WITHDRAWN', 'EXPIRED', 'ENDED'] as const) {
    const days = { status, answerBy: day('2026-09-15'), untilOn: day('2026-09-20') }
    t.equal(statusOn(days, day('2027-01-01')), status)
    t.equal(canWithdraw(status), false)
  }
  t.equal(canWithdraw('ASKED'), true)
  t.equal(canWithdraw('CONFIRMED'), true)
})

t.test('a month later is the same day, or the last one of a shorter month', async (t) => {
  t.equal(monthsLater(day('2026-09-01'), 1), '2026-10-01')
  t.equal(monthsLater(day('2027-01-31'), 1), '2027-02-28')
  t.equal(monthsLater(day('2028-01-31'), 1), '2028-02-29')
  t.equal(monthsLater(day('2026-11-30'), 3), '2027-02-28')
  t.equal(monthsLater(day('2026-12-15'), 1), '2027-01-15')
})

t.test('a creditor waits as long as asked, or until a day within bounds', async (t) => {
  const today = day('2026-09-01')
  t.equal(untilOf(today, 2, undefined), '2026-11-01')
  t.equal(untilOf(today, 1, day('2026-09-02')), '2026-09-02')
  t.equal(untilOf(today, 1, day('2026-12-01')), '2026-12-01', 'longer than asked')
  t.equal(untilOf(today, 1, day('2026-12-02')), undefined, 'longer than a pause goes')
  t.equal(untilOf(today, 1, today), undefined, 'no day ahead')
})
