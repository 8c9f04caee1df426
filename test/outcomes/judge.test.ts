import t from 'tap'
import { judgeOutcome, type CaseOutcome } from '../../src/outcomes/judge.js'
import type { Day } from '../../src/kernel/calendar.js'
import { creditor, id } from '../cases/build.js'

const today = '2026-09-20' as Day
const listed = [1, 2].map((number) => ({ creditor: creditor(number), notificationId: id(number) }))
const open: CaseOutcome = {
  caseId: id(50),
  month: '2026-08',
  notifications: [{ creditorId: creditor(1), notificationId: id(1), status: 'TAKEN_UP' }],
  takenUpOn: '2026-09-02',
  decision: { action: 'PHONE', on: '2026-09-02' },
  contactAttempts: [{ kind: 'TELEPHONE', on: '2026-09-03', reached: true }],
}
const closed: CaseOutcome = { ...open, outcome: 'SELF_OR_NO_HELP', closedOn: '2026-09-10' }
const referral = { to: 'DEBT_HELP', kind: 'FINANCIAL', agreedOn: '2026-09-05' } as const
const judge = (report: CaseOutcome) => judgeOutcome(report, { today, listed }, '/outcomes/3')
const without = (report: CaseOutcome, ...names: (keyof CaseOutcome)[]) =>
  Object.fromEntries(
    Object.entries(report).filter(([name]) => !names.includes(name as keyof CaseOutcome)),
  ) as unknown as CaseOutcome

t.test('what is in order passes', async (t) => {
  const fine: CaseOutcome[] = [
    open,
    closed,
    { ...closed, outcome: 'FOLLOW_UP', referral },
    { ...closed, outcome: 'FOLLOW_UP_FIN', referral },
    { ...closed, outcome: 'REFERRED_WITHOUT_RESIDENT' },
    { ...without(closed, 'takenUpOn'), outcome: 'DECEASED' },
    { ...open, consentToShare: { given: false, on: '2026-09-04', creditors: [] } },
  ]
  for (const report of fine) t.strictSame(judge(report), { errors: [], warnings: [] })
})

t.test('what is wrong is named with its place', async (t) => {
  const attempt = { kind: 'LETTER', reached: false } as const
  const table: [string, CaseOutcome, string][] = [
    [
      'NOTIFICATION_UNKNOWN',
      { ...open, notifications: [{ ...open.notifications[0]!, creditorId: creditor(9) }] },
      '/notifications/0',
    ],
    [
      'NOTIFICATION_TWICE',
      { ...open, notifications: [...open.notifications, ...open.notifications] },
      '/notifications/1',
    ],
    ['DATE_IN_FUTURE', { ...open, takenUpOn: '2026-09-21' }, '/takenUpOn'],
    [
      'DATE_IN_FUTURE',
      { ...open, contactAttempts: [{ ...attempt, on: '2026-12-01' }] },
      '/contactAttempts/0/on',
    ],
    ['DATE_ORDER', { ...closed, closedOn: '2026-09-01' }, '/closedOn'],
    ['DATE_ORDER', { ...open, takenUpOn: '2026-07-31' }, '/takenUpOn'],
    ['CLOSING_INCOMPLETE', without(closed, 'closedOn'), '/closedOn'],
    ['CLOSING_INCOMPLETE', without(closed, 'outcome'), '/outcome'],
    ['TAKEN_UP_MISSING', without(closed, 'takenUpOn'), '/takenUpOn'],
    ['REFERRAL_MISSING', { ...closed, outcome: 'FOLLOW_UP_NONFIN' }, '/referral'],
    ['REFERRAL_KIND', { ...closed, outcome: 'FOLLOW_UP_NONFIN', referral }, '/referral/kind'],
    ['REFERRAL_NOT_ALLOWED', { ...closed, referral }, '/referral'],
    [
      'REFERRAL_NOT_ALLOWED',
      { ...closed, outcome: 'REFERRED_WITHOUT_RESIDENT', referral },
      '/referral',
    ],
    [
      'CONSENT_OTHER_CREDITOR',
      { ...open, consentToShare: { given: true, on: '2026-09-04', creditors: [creditor(9)] } },
      '/consentToShare/creditors/0',
    ],
  ]
  for (const [code, report, place] of table) {
    t.match(judge(report).errors, [{ code, pointer: `/outcomes/3${place}` }], `${code} ${place}`)
    t.equal(judge(report).errors.length, 1, `${code} alone`)
  }
})

t.test('a case that is in no closed feed is unknown, whatever else is said', async (t) => {
  const { errors } = judgeOutcome(closed, { today, listed: undefined }, '/outcomes/0')
  t.match(errors, [{ code: 'CASE_UNKNOWN', pointer: '/outcomes/0/caseId' }])
  t.equal(errors.length, 1)
})

t.test('an outcome that the contact attempts contradict is taken in and remarked on', async (t) => {
  t.match(judge({ ...closed, contactAttempts: [] }), {
    errors: [],
    warnings: [{ code: 'REACHED_WITHOUT_CONTACT' }],
  })
  t.match(judge({ ...closed, outcome: 'NO_CONTACT' }), {
    errors: [],
    warnings: [{ code: 'NOT_REACHED_WITH_CONTACT' }],
  })
})

t.test('an approach that nobody decided on beforehand is pointed out', async (t) => {
  const late = { action: 'PHONE', on: '2026-09-04' } as const
  for (const report of [without(open, 'decision'), { ...open, decision: late }]) {
    t.match(judge(report), {
      errors: [],
      warnings: [{ code: 'NOT_DECIDED', pointer: '/outcomes/3/decision' }],
    })
  }
})
