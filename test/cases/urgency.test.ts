import t from 'tap'
import { isDisconnection, urgencyOf } from '../../src/cases/urgency.js'
import type { Day } from '../../src/kernel/calendar.js'
import { notified } from './build.js'

const day = (text: string) => text as Day

t.test('a crisis is taken up within three working days of the report', async (t) => {
  const friday = notified({ crisis: true, reportedOn: day('2026-08-14') })
  t.strictSame(urgencyOf([friday]), { urgency: 'CRISIS', deadlineOn: '2026-08-19' })
  const beforeChristmas = notified({ crisis: true, reportedOn: day('2026-12-23') })
  t.strictSame(urgencyOf([beforeChristmas]).deadlineOn, '2026-12-29', 'holidays do not count')
})

t.test('an end of supply is urgent until the day on which it ends', async (t) => {
  const known = notified({ kind: 'END_OF_SUPPLY', plannedTerminationOn: day('2026-09-20') })
  t.strictSame(urgencyOf([known]), { urgency: 'HIGH', deadlineOn: '2026-09-20' })
  const unknown = notified({ kind: 'END_OF_SUPPLY' })
  t.strictSame(urgencyOf([unknown]), { urgency: 'HIGH', deadlineOn: null })
  t.ok(isDisconnection({ kind: 'CORRECTION', plannedTerminationOn: day('2026-09-20') }))
})

t.test('of several the gravest and the earliest count', async (t) => {
  const crisis = notified({ crisis: true, reportedOn: day('2026-08-10') })
  const soon = notified({ kind: 'END_OF_SUPPLY', plannedTerminationOn: day('2026-08-12') })
  for (const order of [
    [crisis, soon],
    [soon, crisis],
  ]) {
    t.strictSame(urgencyOf(order), { urgency: 'CRISIS', deadlineOn: '2026-08-12' })
  }
})

t.test('everything else is not urgent, and neither is nothing', async (t) => {
  t.strictSame(urgencyOf([notified()]), { urgency: 'NORMAL', deadlineOn: null })
  t.strictSame(urgencyOf([]), { urgency: 'NORMAL', deadlineOn: null })
})
