import t from 'tap'
import { readOutcomeRows } from '../../../src/cli/files/outcome-rows.js'

const HEAD =
  'caseId;month;creditorId;notificationId;status;takenUpOn;contacts;outcome;closedOn;planMade'
const CASE = '3f2c9d10-58a7-4b6e-9c41-7d8e0f1a2b3c'

t.test('rows of one case become one report', async (t) => {
  const text = [
    HEAD,
    `${CASE};2026-08;A;n1;TAKEN_UP;2026-09-02;"LETTER 2026-09-02; HOME_VISIT 2026-09-08 EVENING reached";QUICK_FIX;2026-09-09;ja`,
    `${CASE};2026-08;B;n2;NT_REPEAT;;;;;`,
    '',
  ].join('\n')
  t.strictSame(readOutcomeRows(`\uFEFF${text}`), [
    {
      caseId: CASE,
      month: '2026-08',
      notifications: [
        { creditorId: 'A', notificationId: 'n1', status: 'TAKEN_UP' },
        { creditorId: 'B', notificationId: 'n2', status: 'NT_REPEAT' },
      ],
      contactAttempts: [
        { kind: 'LETTER', on: '2026-09-02', reached: false },
        { kind: 'HOME_VISIT', on: '2026-09-08', partOfDay: 'EVENING', reached: true },
      ],
      takenUpOn: '2026-09-02',
      closedOn: '2026-09-09',
      outcome: 'QUICK_FIX',
      planMade: true,
    },
  ])
})

t.test('referral and consent of a table with commas', async (t) => {
  const text = [
    'caseId,month,creditorId,notificationId,status,decision,decidedOn,referralTo,referralKind,referralAgreedOn,consentOn,consentCreditors',
    `${CASE},2026-08,A,n1,TAKEN_UP,VISIT,2026-09-02,DEBT_HELP,FINANCIAL,2026-09-08,2026-09-08,A B`,
  ].join('\n')
  t.match(readOutcomeRows(text), [
    {
      decision: { action: 'VISIT', on: '2026-09-02' },
      referral: { to: 'DEBT_HELP', kind: 'FINANCIAL', agreedOn: '2026-09-08' },
      consentToShare: { given: true, on: '2026-09-08', creditors: ['A', 'B'] },
    },
  ])
})

t.test('what a table can get wrong is refused by row and column, never by value', async (t) => {
  const row = (cells: string) => `${HEAD}\n${CASE};2026-08;A;n1;TAKEN_UP;2026-09-02;;;;\n${cells}`
  const refused = (text: string, code: string, message: RegExp) => {
    t.throws(() => readOutcomeRows(text), { code, message })
  }
  refused('name;caseId\nJansen;x', 'file.columns', /^The columns are/)
  refused(row(`${CASE};2026-08;A;;TAKEN_UP;;;;;`), 'file.row', /^Row 3: notificationId is empty/)
  refused(
    row(`${CASE};2026-08;B;n2;TAKEN_UP;2026-09-03;;;;`),
    'file.row',
    /^Row 3: takenUpOn says otherwise/,
  )
  refused(
    row(`${CASE};2026-08;B;n2;TAKEN_UP;;Jansen gebeld;;;`),
    'file.row',
    /^A cell under contacts/,
  )
  t.strictSame(readOutcomeRows(`${HEAD}\n`), [])
})
