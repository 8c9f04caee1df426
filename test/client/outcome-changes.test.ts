import t from 'tap'
import { changedReport, type CaseChange } from '../../src/client/outcome-changes.js'
import type { components } from '../../src/generated/openapi.js'

type Report = components['schemas']['CaseOutcome']

const NAMED = { caseId: '3f2c9d10-58a7-4b6e-9c41-7d8e0f1a2b3c', month: '2026-08' }
const standing = (status: string, notificationId = 'n1') =>
  ({ creditorId: 'A', notificationId, status }) as Report['notifications'][number]
const BEFORE: Report = {
  ...NAMED,
  notifications: [standing('TAKEN_UP'), standing('NT_REPEAT', 'n2')],
  contactAttempts: [
    { kind: 'LETTER', on: '2026-09-01', reached: false },
    { kind: 'HOME_VISIT', on: '2026-09-03', partOfDay: 'EVENING', reached: true },
  ],
  takenUpOn: '2026-09-01',
  decision: { action: 'VISIT', on: '2026-09-01' },
  consentToShare: {
    ...{ given: true, on: '2026-09-03', creditors: ['A'], givenBy: 'RESIDENT' as const },
    what: ['COLLECTION_PAUSE'],
  },
}
const after = (said: Partial<CaseChange>, before: Report | undefined = BEFORE) =>
  changedReport(before, { ...NAMED, notifications: [], ...said })

t.test('what a source does not say stays as others reported it', async (t) => {
  t.strictSame(after({}), BEFORE)
  t.strictSame(after({ outcome: 'QUICK_FIX', closedOn: '2026-09-04' }), {
    ...BEFORE,
    ...{ outcome: 'QUICK_FIX', closedOn: '2026-09-04' },
  })
  t.strictSame(after({ notifications: [standing('NT_OTHER', 'N2'), standing('TAKEN_UP', 'n3')] }), {
    ...BEFORE,
    notifications: [
      ...[standing('TAKEN_UP'), standing('NT_OTHER', 'n2')],
      standing('TAKEN_UP', 'n3'),
    ],
  })
})

t.test('what is no longer true is taken away', async (t) => {
  const { decision: _, consentToShare: __, ...rest } = BEFORE
  t.strictSame(after({ decision: null, consentToShare: null }), rest)
})

t.test('attempts add up; the same one is not there twice', async (t) => {
  const attempts = (list: Report['contactAttempts'], isWhole = false) =>
    after({ contacts: { attempts: list, isWhole } }).contactAttempts
  const [letter, visit] = BEFORE.contactAttempts as [
    Report['contactAttempts'][number],
    Report['contactAttempts'][number],
  ]
  const card = { kind: 'CARD', on: '2026-09-02', reached: false } as const
  t.strictSame(attempts([]), [letter, visit], 'a source without attempts takes none away')
  t.strictSame(attempts([card, letter]), [letter, card, visit])
  t.strictSame(attempts([{ ...letter, partOfDay: 'MORNING' }]), [
    { ...letter, partOfDay: 'MORNING' },
    visit,
  ])
  t.strictSame(attempts([{ ...visit, reached: false }]), [letter, visit], 'reached stays')
  t.strictSame(attempts([letter, letter]), [letter, letter, visit], 'two letters of one day')
  t.strictSame(attempts([card], true), [card], 'unless there are no others')
  t.equal(attempts([visit, letter], true), BEFORE.contactAttempts, 'in whatever order')
})

t.test('a consent of another day is another one; of the same one the rest stays', async (t) => {
  const consent = (said: CaseChange['consentToShare']) =>
    after({ consentToShare: said! }).consentToShare
  t.strictSame(consent({ on: '2026-09-03' }), BEFORE.consentToShare)
  t.strictSame(consent({ withdrawnOn: '2026-09-05' }), {
    ...BEFORE.consentToShare,
    withdrawnOn: '2026-09-05',
  })
  t.strictSame(consent({ on: '2026-09-06', creditors: ['B'] }), {
    ...{ given: true, on: '2026-09-06', creditors: ['B'] },
  })
  t.strictSame(consent({ given: false, on: '2026-09-06', creditors: ['A'] }), {
    ...{ given: false, on: '2026-09-06', creditors: [] },
  })
})

t.test('without a report before it is what the source says', async (t) => {
  t.strictSame(changedReport(undefined, { ...NAMED, notifications: [standing('TAKEN_UP')] }), {
    ...NAMED,
    notifications: [standing('TAKEN_UP')],
    contactAttempts: [],
  })
})
