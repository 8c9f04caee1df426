import t from 'tap'
import { joinReports } from '../../src/outcomes/joining/join.js'
import type { CaseOutcome } from '../../src/outcomes/judge.js'

const CASE = '3f2c9d10-58a7-4b6e-9c41-7d8e0f1a2b3c'
const CREDITOR = '00000099000000001000'
const listed = ['a', 'b'].map((notificationId) => ({ creditor: CREDITOR, notificationId }))
const about = (notificationId: string, more: Partial<CaseOutcome> = {}): CaseOutcome => ({
  caseId: notificationId,
  month: '2026-08',
  notifications: [{ creditorId: CREDITOR, notificationId, status: 'TAKEN_UP' }],
  contactAttempts: [],
  ...more,
})
const call = { kind: 'TELEPHONE', on: '2026-08-12', reached: false } as const
const visit = { kind: 'HOME_VISIT', on: '2026-08-11', reached: true } as const

t.test(
  'every attempt once, every notification of the case once, the first day of each step',
  async (t) => {
    const joined = joinReports(
      CASE,
      [
        about('a', { contactAttempts: [call], takenUpOn: '2026-08-12' }),
        about('b', { contactAttempts: [visit, call], takenUpOn: '2026-08-11', planMade: true }),
        about('elsewhere'),
      ],
      listed,
    )
    t.strictSame(joined, {
      caseId: CASE,
      month: '2026-08',
      notifications: [...about('a').notifications, ...about('b').notifications],
      contactAttempts: [visit, call],
      takenUpOn: '2026-08-11',
      planMade: true,
    })
  },
)

t.test('it ended when all had ended, and as the last of them', async (t) => {
  const first = about('a', {
    outcome: 'NO_CONTACT',
    closedOn: '2026-08-12',
    takenUpOn: '2026-08-11',
  })
  const last = about('b', { outcome: 'QUICK_FIX', closedOn: '2026-08-20', takenUpOn: '2026-08-13' })
  const ended = joinReports(CASE, [last, first], listed)
  t.match(ended, { outcome: 'QUICK_FIX', closedOn: '2026-08-20', takenUpOn: '2026-08-11' })
  const busy = joinReports(CASE, [first, about('b', { takenUpOn: '2026-08-13' })], listed)
  t.notOk('outcome' in busy || 'closedOn' in busy, 'somebody still works on it')
})
