import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { clocksOf, type ClockFacts } from '../../src/outcomes/clocks.js'
import { changeOf, isLate, stateOf } from '../../src/outcomes/states.js'
import type { CaseOutcome } from '../../src/outcomes/judge.js'

const facts = (more: Partial<ClockFacts> = {}): ClockFacts => ({
  closedOn: '2026-09-01' as Day,
  urgency: 'NORMAL',
  deadlineOn: undefined,
  today: '2026-09-10' as Day,
  ...more,
})
const report = (more: Partial<CaseOutcome> = {}): CaseOutcome => ({
  caseId: '3f2c9d10-58a7-4b6e-9c41-7d8e0f1a2b3c',
  month: '2026-08',
  notifications: [],
  contactAttempts: [],
  ...more,
})

t.test('terms of a case', async (t) => {
  await t.test('one that nobody reported on is to be taken up within four weeks', async (t) => {
    t.strictSame(clocksOf(undefined, facts()), [
      {
        clock: 'TAKE_UP',
        startedOn: '2026-09-01',
        dueOn: '2026-09-29',
        basis: 'PRACTICE',
        state: 'RUNNING',
      },
    ])
    const [late] = clocksOf(undefined, facts({ today: '2026-09-30' as Day }))
    t.equal(late!.state, 'OVERDUE')
  })

  await t.test(
    'law counts from acceptance: four weeks, in a crisis three working days',
    async (t) => {
      const accepted = report({ takenUpOn: '2026-09-02', offerAcceptedOn: '2026-09-04' })
      const law = (urgency: ClockFacts['urgency']) =>
        clocksOf(accepted, facts({ urgency })).find(({ basis }) => basis === 'LAW')
      t.match(law('NORMAL'), { clock: 'FIRST_CONVERSATION', dueOn: '2026-10-02', state: 'RUNNING' })
      // The 4th is a Friday: Monday, Tuesday, Wednesday.
      t.match(law('CRISIS'), { dueOn: '2026-09-09', state: 'OVERDUE' })
      const others = clocksOf(
        accepted,
        facts({ urgency: 'CRISIS', deadlineOn: '2026-09-03' as Day }),
      )
      t.strictSame(
        others.filter(({ basis }) => basis === 'LAW').map(({ clock }) => clock),
        ['FIRST_CONVERSATION'],
        'nothing else is called law',
      )
    },
  )

  await t.test('what was done in time is met, what was done late is missed', async (t) => {
    const held = (firstConversationOn: string) =>
      clocksOf(report({ offerAcceptedOn: '2026-09-04', firstConversationOn }), facts()).at(-1)
    t.match(held('2026-10-02'), { state: 'MET', metOn: '2026-10-02' })
    t.match(held('2026-10-03'), { state: 'MISSED' })
  })

  await t.test(
    'an announced eviction has its own steps, where the municipality set them',
    async (t) => {
      const terms = {
        takeUpDays: 7,
        closeDays: 60,
        eviction: { contactDays: 1, visitDays: 3, planDays: 7 },
      }
      // It came in on the 1st and the month was closed then; the next test tells these apart.
      const eviction = facts({ urgency: 'CRISIS', evictionOn: '2026-09-01' as Day })
      const visited = report({
        takenUpOn: '2026-09-02',
        contactAttempts: [
          { kind: 'TELEPHONE', on: '2026-09-02', reached: false },
          { kind: 'HOME_VISIT', on: '2026-09-05', reached: true },
        ],
        planMade: true,
        planMadeOn: '2026-09-08',
      })
      t.strictSame(
        clocksOf(visited, eviction, terms).map(({ clock, dueOn, state }) => [clock, dueOn, state]),
        [
          ['TAKE_UP', '2026-09-08', 'MET'],
          ['CONTACT', '2026-09-02', 'MET'],
          ['VISIT', '2026-09-04', 'MISSED'],
          ['PLAN', '2026-09-08', 'MET'],
          ['CLOSE', '2026-11-01', 'RUNNING'],
        ],
      )
      t.notOk(
        clocksOf(visited, facts(), terms).some(({ clock }) => clock === 'VISIT'),
        'the early stage has none of them',
      )
    },
  )

  await t.test('what is urgent counts from the day it came in, not from the closing', async (t) => {
    const terms = {
      takeUpDays: 7,
      closeDays: 60,
      eviction: { contactDays: 1, visitDays: 3, planDays: 7 },
    }
    const told = facts({
      urgency: 'CRISIS',
      deadlineOn: '2026-08-06' as Day,
      urgentOn: '2026-08-03' as Day,
      evictionOn: '2026-08-04' as Day,
      today: '2026-09-02' as Day,
    })
    const of = (report?: CaseOutcome) =>
      clocksOf(report, told, terms).map(({ clock, startedOn, dueOn, state }) => [
        clock,
        startedOn,
        dueOn,
        state,
      ])
    t.strictSame(of(), [
      ['TAKE_UP', '2026-09-01', '2026-09-08', 'RUNNING'],
      ['URGENT', '2026-08-03', '2026-08-06', 'OVERDUE'],
      ['CONTACT', '2026-08-04', '2026-08-05', 'OVERDUE'],
      ['VISIT', '2026-08-04', '2026-08-07', 'OVERDUE'],
      ['PLAN', '2026-08-04', '2026-08-11', 'OVERDUE'],
    ])
    const visited = report({
      takenUpOn: '2026-08-06',
      contactAttempts: [{ kind: 'HOME_VISIT', on: '2026-08-06', reached: true }],
    })
    t.strictSame(
      of(visited).map(([clock, , , state]) => [clock, state]),
      [
        ['TAKE_UP', 'MET'],
        ['URGENT', 'MET'],
        ['CONTACT', 'MISSED'],
        ['VISIT', 'MET'],
        ['PLAN', 'OVERDUE'],
        ['CLOSE', 'RUNNING'],
      ],
    )
    const late = report({ takenUpOn: '2026-08-07' })
    t.strictSame(of(late)[1], ['URGENT', '2026-08-03', '2026-08-06', 'MISSED'])
    const [, forgotten] = clocksOf(undefined, { ...told, urgentOn: undefined }, terms)
    t.match(forgotten, { clock: 'URGENT', startedOn: '2026-09-01' }, 'when the day is not known')
  })

  await t.test('nothing runs about a closed case', async (t) => {
    const closed = report({ outcome: 'NT_OTHER', closedOn: '2026-09-03' })
    const states = clocksOf(closed, facts({ today: '2027-01-01' as Day })).map(({ state }) => state)
    t.notOk(states.includes('OVERDUE') || states.includes('RUNNING'), states.join())
  })
})

t.test('states and changes', async (t) => {
  const status = (of: 'TAKEN_UP' | 'NT_REPEAT' | 'NOT_TAKEN_UP_YET') => ({
    notifications: [{ creditorId: '00000099000000001000', notificationId: 'a', status: of }],
  })
  const open = report(status('NOT_TAKEN_UP_YET'))
  const busy = report(status('TAKEN_UP'))
  const ended = report({ ...status('TAKEN_UP'), outcome: 'NO_CONTACT', closedOn: '2026-09-08' })
  const dropped = report(status('NT_REPEAT'))

  await t.test('how far a case has come', async (t) => {
    const states = [null, open, busy, ended, dropped].map(stateOf)
    t.strictSame(states, ['NOT_REPORTED', 'NOT_TAKEN_UP', 'TAKEN_UP', 'CLOSED', 'CLOSED'])
    t.equal(stateOf(report({ takenUpOn: '2026-09-02' })), 'TAKEN_UP')
  })

  await t.test('what a report does to it', async (t) => {
    t.equal(changeOf(null, open), 'FIRST')
    t.equal(changeOf(null, ended), 'CLOSING')
    t.equal(changeOf(open, busy), 'PROGRESS')
    t.equal(changeOf(busy, ended), 'CLOSING')
    t.equal(changeOf(ended, { ...ended, outcome: 'LOST_CONTACT' }), 'CORRECTION')
    t.equal(changeOf(ended, busy), 'REOPENING')
  })

  await t.test('a closing is late after a month', async (t) => {
    t.notOk(isLate(ended, '2026-10-09' as Day))
    t.ok(isLate(ended, '2026-10-10' as Day))
    t.notOk(isLate(busy, '2027-01-01' as Day))
  })
})
