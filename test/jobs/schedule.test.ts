import t from 'tap'
import { dueRuns, SERVED_SCHEDULE } from '../../src/jobs/schedule.js'
import { type Day, instantOf } from '../../src/kernel/calendar.js'

const at = (text: string) => new Date(text)
const slots = (...args: Parameters<typeof dueRuns>) =>
  dueRuns(...args).map(({ slot, month }) => `${slot.toISOString()} ${month}`)

t.test('a daily job', async (t) => {
  const { match } = SERVED_SCHEDULE
  t.test('is due from its hour in Amsterdam on, in summer and in winter', async (t) => {
    const yesterday = at('2026-08-09T12:00:00Z')
    t.strictSame(slots(match, yesterday, at('2026-08-09T22:59:59Z')), [])
    t.strictSame(slots(match, yesterday, at('2026-08-09T23:00:00Z')), [
      '2026-08-09T23:00:00.000Z 2026-08',
    ])
    t.strictSame(slots(match, at('2026-12-09T12:00:00Z'), at('2026-12-09T23:59:59Z')), [])
    t.strictSame(slots(match, at('2026-12-09T12:00:00Z'), at('2026-12-10T00:00:00Z')), [
      '2026-12-10T00:00:00.000Z 2026-12',
    ])
  })
  t.test('is due once, and once for all the days that were missed', async (t) => {
    const done = at('2026-08-09T23:00:00Z')
    t.strictSame(slots(match, done, at('2026-08-10T22:00:00Z')), [])
    t.strictSame(slots(match, done, at('2026-08-20T22:00:00Z')), [
      '2026-08-19T23:00:00.000Z 2026-08',
    ])
  })
  t.test('is about the month that its hour lies in', async (t) => {
    t.strictSame(slots(match, at('2026-08-20T00:00:00Z'), at('2026-08-31T22:59:00Z')), [
      '2026-08-30T23:00:00.000Z 2026-08',
    ])
    t.strictSame(slots(match, at('2026-08-30T23:00:00Z'), at('2026-08-31T23:00:00Z')), [
      '2026-08-31T23:00:00.000Z 2026-09',
    ])
  })
  t.test('has nothing to do after its end', async (t) => {
    const [since, now] = [at('2026-08-01T00:00:00Z'), at('2026-08-10T12:00:00Z')]
    t.strictSame(slots(match, since, now, at('2026-08-09T22:59:59Z')), [])
    t.equal(slots(match, since, now, at('2026-08-09T23:00:00Z')).length, 1)
  })
})

t.test('closing', async (t) => {
  const { close } = SERVED_SCHEDULE
  t.test('is due on the 1st at six in Amsterdam, and is about the month before', async (t) => {
    const since = at('2026-08-15T00:00:00Z')
    t.strictSame(slots(close, since, at('2026-09-01T03:59:59Z')), [])
    t.strictSame(slots(close, since, at('2026-09-01T04:00:00Z')), [
      '2026-09-01T04:00:00.000Z 2026-08',
    ])
    t.strictSame(slots(close, at('2026-12-02T00:00:00Z'), at('2027-01-01T05:00:00Z')), [
      '2027-01-01T05:00:00.000Z 2026-12',
    ])
  })
  t.test(
    'makes up for every month that was missed, oldest first, across summer time',
    async (t) => {
      t.strictSame(slots(close, at('2026-02-01T05:00:00Z'), at('2026-05-03T00:00:00Z')), [
        '2026-03-01T05:00:00.000Z 2026-02',
        '2026-04-01T04:00:00.000Z 2026-03',
        '2026-05-01T04:00:00.000Z 2026-04',
      ])
    },
  )
  t.test('begins with the month in which the municipality joined', async (t) => {
    t.strictSame(slots(close, at('2026-08-20T09:00:00Z'), at('2026-08-31T21:00:00Z')), [])
    t.strictSame(slots(close, at('2026-08-20T09:00:00Z'), at('2026-09-30T21:00:00Z')), [
      '2026-09-01T04:00:00.000Z 2026-08',
    ])
  })
  t.test('ends with the month in which it left', async (t) => {
    const [since, now] = [at('2026-08-15T00:00:00Z'), at('2026-12-10T00:00:00Z')]
    t.strictSame(slots(close, since, now, at('2026-08-31T22:00:00Z')), [
      '2026-09-01T04:00:00.000Z 2026-08',
      '2026-10-01T04:00:00.000Z 2026-09',
    ])
    t.strictSame(slots(close, since, now, at('2026-08-31T21:59:59Z')), [
      '2026-09-01T04:00:00.000Z 2026-08',
    ])
  })
  t.test('is not due while a clock that was set back has not caught up', async (t) => {
    t.strictSame(slots(close, at('2026-10-01T04:00:00Z'), at('2026-09-05T00:00:00Z')), [])
  })
})

t.test('an hour of a day in Amsterdam', async (t) => {
  const instant = (day: string, hour: number) => instantOf(day as Day, hour).toISOString()
  t.equal(instant('2026-07-01', 0), '2026-06-30T22:00:00.000Z')
  t.equal(instant('2026-01-01', 0), '2025-12-31T23:00:00.000Z')
  t.equal(instant('2026-07-01', 23), '2026-07-01T21:00:00.000Z')
  t.equal(instant('2026-03-29', 1), '2026-03-29T00:00:00.000Z')
  t.equal(instant('2026-03-29', 2), '2026-03-29T01:00:00.000Z', 'skipped: the one after it')
  t.equal(instant('2026-03-29', 3), '2026-03-29T01:00:00.000Z')
  t.equal(instant('2026-10-25', 1), '2026-10-24T23:00:00.000Z')
  t.equal(instant('2026-10-25', 2), '2026-10-25T00:00:00.000Z', 'comes twice: the first')
  t.equal(instant('2026-10-25', 3), '2026-10-25T02:00:00.000Z')
})
