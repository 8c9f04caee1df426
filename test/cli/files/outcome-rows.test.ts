import t from 'tap'
import { tablePlace } from '../../../src/cli/files/outcome-place.js'
import { readOutcomeRows } from '../../../src/cli/files/outcome-rows.js'

const HEAD =
  'caseId;month;creditorId;notificationId;status;takenUpOn;contacts;outcome;closedOn;planMade'
const CASE = '3f2c9d10-58a7-4b6e-9c41-7d8e0f1a2b3c'
const changesIn = (text: string) => readOutcomeRows(text).map(({ change }) => change)

t.test('rows of one case become one report', async (t) => {
  const text = [
    HEAD,
    `${CASE};2026-08;A;n1;TAKEN_UP;2026-09-02;"LETTER 2026-09-02; HOME_VISIT 2026-09-08 EVENING reached";QUICK_FIX;2026-09-09;ja`,
    `${CASE};2026-08;B;n2;NT_REPEAT;;;;;`,
    '',
  ].join('\n')
  t.strictSame(changesIn(`\uFEFF${text}`), [
    {
      caseId: CASE,
      month: '2026-08',
      notifications: [
        { creditorId: 'A', notificationId: 'n1', status: 'TAKEN_UP' },
        { creditorId: 'B', notificationId: 'n2', status: 'NT_REPEAT' },
      ],
      contacts: {
        isWhole: false,
        attempts: [
          { kind: 'LETTER', on: '2026-09-02', reached: false },
          { kind: 'HOME_VISIT', on: '2026-09-08', partOfDay: 'EVENING', reached: true },
        ],
      },
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
  t.match(changesIn(text), [
    {
      decision: { action: 'VISIT', on: '2026-09-02' },
      referral: { to: 'DEBT_HELP', kind: 'FINANCIAL', agreedOn: '2026-09-08' },
      consentToShare: { on: '2026-09-08', creditors: ['A', 'B'] },
    },
  ])
})

t.test('an empty cell says nothing, a dash that it is no longer true', async (t) => {
  const head =
    'caseId,month,creditorId,notificationId,status,takenUpOn,contacts,outcome,closedOn,planMade,decision,referralTo,consentGiven,consentOn,consentBy,consentWhat,consentCreditors,consentWithdrawnOn'
  const read = (cells: string) =>
    changesIn(`${head}\n${CASE},2026-08,A,n1,TAKEN_UP,${cells}`).map(
      ({ caseId: _case, month: _month, notifications: _all, ...said }) => said,
    )[0]
  t.strictSame(read(',,,,,,,,,,,,'), {})
  t.strictSame(read('-,-,-,-,-,-,-,,-,,,,'), {
    ...{ takenUpOn: null, outcome: null, closedOn: null, planMade: null },
    ...{ contacts: { attempts: [], isWhole: true } },
    ...{ decision: null, referral: null, consentToShare: null },
  })
  t.strictSame(read(',= CARD 2026-09-01,,,,,,no,2026-09-02,RESIDENT,,,'), {
    contacts: { attempts: [{ kind: 'CARD', on: '2026-09-01', reached: false }], isWhole: true },
    consentToShare: { given: false, on: '2026-09-02', givenBy: 'RESIDENT' },
  })
  const what = 'COLLECTION_PAUSE HELP_ACCEPTED'
  t.strictSame(read(`,,,,,,,ja,2026-09-02,,${what},A,2026-09-03`), {
    consentToShare: {
      ...{ given: true, on: '2026-09-02', what: ['COLLECTION_PAUSE', 'HELP_ACCEPTED'] },
      ...{ creditors: ['A'], withdrawnOn: '2026-09-03' },
    },
  })
  t.strictSame(read(',,,,,,,,,,-,,-'), { consentToShare: { creditors: [], withdrawnOn: null } })
  t.throws(() => read(',,,,,,,misschien,,,,,'), {
    message: 'Row 2: consentGiven is neither yes nor no.',
  })
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
    /^Row 3: contacts is not KIND DAY/,
  )
  refused(
    row([`;2026-08;B;n2;;;;;;`, `${CASE};2026-08;B;n2;TAKEN_UP;;Jansen;;;misschien`].join('\n')),
    'file.row',
    /^Row 3: caseId is empty\.\nRow 3: status is empty\.\nRow 4: contacts is not .*\nRow 4: planMade is neither yes nor no\.$/,
  )
  refused(`${HEAD}\n"Jansen`, 'file.csv', /^The table cannot be read near row \d+: [^J]*$/)
  t.strictSame(readOutcomeRows(`${HEAD}\n`), [])
})

t.test('what the hub refuses is found again in the table', async (t) => {
  const other = CASE.replace('3f', '4f')
  const read = readOutcomeRows(
    [
      `${HEAD},decision,decidedOn`.replaceAll(',', ';'),
      `${CASE};2026-08;A;n1;TAKEN_UP;2026-09-02;;;;;;`,
      `${CASE};2026-08;B;n2;TAKEN_UP;;;;2026-09-09;;;`,
      `${other};2026-08;A;n3;WRONG;;LETTER 2026-09-02;;;;VISIT;2026-09-02`,
    ].join('\n'),
  )
  const places = [
    ['/outcomes/0/closedOn', 3, 'closedOn'],
    ['/outcomes/0/outcome', 2, 'outcome'],
    ['/outcomes/0/notifications/1', 3, 'notificationId'],
    ['/outcomes/1/notifications/0/status', 4, 'status'],
    ['/outcomes/1/contactAttempts/0/on', 4, 'contacts'],
    ['/outcomes/1/decision/on', 4, 'decidedOn'],
    ['/outcomes/1/decision', 4, 'decision'],
    ['/outcomes/1/referral', 4, 'referralTo'],
    ['/outcomes/1/consentToShare/creditors/0', 4, 'consentCreditors'],
    ['/outcomes/1/consentToShare/what/0', 4, 'consentWhat'],
    ['/outcomes/1/consentToShare/given', 4, 'consentGiven'],
    ['/outcomes/1/consentToShare/givenBy', 4, 'consentBy'],
    ['/outcomes/1/expectedVersion', 4, 'caseId'],
    ['/outcomes/1', 4, 'caseId'],
  ] as const
  for (const [pointer, row, column] of places) {
    t.strictSame(tablePlace(read, pointer), { row, column }, pointer)
  }
  for (const pointer of ['/nonce', '/outcomes/2']) t.equal(tablePlace(read, pointer), undefined)
})
