import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import {
  compileLegalBases,
  referenceOf,
  type Claim,
  type LegalBasis,
  type Verdict,
} from '../../src/legal-basis/rule.js'

const day = (text: string) => text as Day

function basis(overrides: Partial<LegalBasis> = {}): LegalBasis {
  return {
    legalBasis: 'WATER_LAW',
    version: 1,
    sector: 'WATER',
    article: 'Order art. 1',
    gazette: 'Stb. 2020, 1',
    validFrom: day('2021-01-01'),
    validUntil: day('2026-12-31'),
    creditors: [],
    municipalities: [],
    minimumCents: 0,
    minimumAgeDays: 30,
    maximumAgeDays: 100,
    maximumAgeRefuses: false,
    reminders: 1,
    remindersEndOfSupply: 3,
    allowedFields: [],
    ...overrides,
  }
}

function claim(overrides: Partial<Claim> = {}): Claim {
  return {
    creditor: '00000099100000001000',
    municipality: '0034',
    sector: 'WATER',
    kind: 'EARLY',
    day: day('2026-08-03'),
    arrearsCents: 10_000,
    oldestDueOn: day('2026-06-01'),
    reportedOn: day('2026-08-03'),
    writtenRemindersSent: 1,
    restrictedFields: [],
    ...overrides,
  }
}

const judge = (rows: readonly LegalBasis[], asked: Claim): Verdict =>
  compileLegalBases(rows).judge(asked)

const codes = (verdict: Verdict) =>
  verdict.lawful ? [] : verdict.refusals.map(({ code, pointer }) => `${code} ${pointer}`)

t.test(
  'default deny: no row, or none for this sector, day, creditor or municipality',
  async (t) => {
    t.strictSame(judge([], claim()), {
      lawful: false,
      refusals: [{ code: 'NO_LEGAL_BASIS', pointer: '/sector', legalReference: null }],
    })
    const rows = [basis({ creditors: ['00000099100000001000'], municipalities: ['0034'] })]
    t.ok(judge(rows, claim()).lawful)
    const refused = [
      claim({ sector: 'RENT' }),
      claim({ day: day('2020-12-31') }),
      claim({ day: day('2027-01-01') }),
      claim({ creditor: '00000099100000002000' }),
      claim({ municipality: '0175' }),
    ]
    for (const each of refused) t.strictSame(codes(judge(rows, each)), ['NO_LEGAL_BASIS /sector'])
  },
)

t.test('both the first and the last day of a row count', async (t) => {
  for (const when of ['2021-01-01', '2026-12-31']) {
    t.ok(judge([basis()], claim({ day: day(when) })).lawful, when)
  }
})

t.test('a refusal names article and gazette, also of a row that ended', async (t) => {
  const verdict = judge([basis()], claim({ day: day('2027-01-01') }))
  t.match(verdict, { refusals: [{ legalReference: 'Order art. 1; Stb. 2020, 1' }] })
  t.equal(referenceOf(basis()), 'Order art. 1; Stb. 2020, 1')
})

t.test('amount and age have bounds, and the bounds themselves are inside', async (t) => {
  const rows = [basis({ minimumCents: 10_000, maximumAgeRefuses: true })]
  const due = (text: string) => claim({ oldestDueOn: day(text) })
  t.ok(judge(rows, claim({ arrearsCents: 10_000 })).lawful)
  t.strictSame(codes(judge(rows, claim({ arrearsCents: 9_999 }))), [
    'AMOUNT_BELOW_LEGAL_MINIMUM /arrearsCents',
  ])
  t.ok(judge(rows, due('2026-07-04')).lawful, '30 days')
  t.strictSame(codes(judge(rows, due('2026-07-05'))), ['TOO_YOUNG /oldestDueOn'])
  t.ok(judge(rows, due('2026-04-25')).lawful, '100 days')
  t.strictSame(codes(judge(rows, due('2026-04-24'))), ['TOO_OLD /oldestDueOn'])
})

t.test('what was reported in time is not refused later because time went by', async (t) => {
  const rows = [basis({ maximumAgeRefuses: true })]
  for (const kind of ['UPDATE', 'CORRECTION', 'REDELIVERY'] as const) {
    t.match(judge(rows, claim({ kind, oldestDueOn: day('2026-01-01') })), {
      lawful: true,
      warnings: ['AGE_OVER_100_DAYS'],
    })
  }
})

t.test('above 100 days a notification is warned about where the age does not refuse', async (t) => {
  const old = claim({ oldestDueOn: day('2026-04-24') })
  t.match(judge([basis()], old), { lawful: true, warnings: ['AGE_OVER_100_DAYS'] })
  t.match(judge([basis({ maximumAgeDays: null })], old), { warnings: ['AGE_OVER_100_DAYS'] })
  t.match(judge([basis()], claim({ oldestDueOn: day('2026-04-25') })), { warnings: [] })
})

t.test('the end of supply needs more reminders than a first notification', async (t) => {
  t.strictSame(codes(judge([basis()], claim({ writtenRemindersSent: 0 }))), [
    'ATTESTATION_MISSING /attestations/writtenRemindersSent',
  ])
  const end = claim({ kind: 'END_OF_SUPPLY', writtenRemindersSent: 2 })
  t.strictSame(codes(judge([basis()], end)), [
    'ATTESTATION_MISSING /attestations/writtenRemindersSent',
  ])
  t.ok(judge([basis()], { ...end, writtenRemindersSent: 3 }).lawful)
})

t.test('restricted members are refused unless the basis names them', async (t) => {
  const all = claim({ restrictedFields: ['birthDate', 'bsn', 'customerReference'] })
  t.strictSame(codes(judge([basis()], all)), [
    'FIELD_NOT_ALLOWED /person/birthDate',
    'FIELD_NOT_ALLOWED /person/bsn',
    'FIELD_NOT_ALLOWED /customerReference',
  ])
  const generous = basis({ allowedFields: ['birthDate', 'bsn', 'customerReference'] })
  t.match(judge([generous], all), { lawful: true, withheldFields: [] })
})

t.test('a reference that may only be compared is accepted and withheld', async (t) => {
  const rows = [basis({ allowedFields: ['customerReference:pseudonym'] })]
  t.match(judge(rows, claim({ restrictedFields: ['customerReference'] })), {
    lawful: true,
    withheldFields: ['customerReference'],
  })
})

t.test('every reason is given at once', async (t) => {
  const verdict = judge(
    [basis({ minimumCents: 60_000 })],
    claim({ writtenRemindersSent: 0, oldestDueOn: day('2026-08-01'), restrictedFields: ['bsn'] }),
  )
  t.equal(codes(verdict).length, 4)
})

t.test(
  'of several rows one that allows it suffices; else the closest gives the reasons',
  async (t) => {
    const strict = basis({ legalBasis: 'A_STRICT', minimumCents: 60_000, reminders: 5 })
    const mild = basis({ legalBasis: 'B_MILD', minimumCents: 20_000 })
    t.match(judge([strict, mild], claim({ arrearsCents: 20_000 })), {
      basis: { legalBasis: 'B_MILD' },
    })
    t.strictSame(codes(judge([strict, mild], claim())), [
      'AMOUNT_BELOW_LEGAL_MINIMUM /arrearsCents',
    ])
  },
)

t.test('only the newest version of a row counts, whatever the order', async (t) => {
  const open = basis({ version: 1, validUntil: null })
  const closed = basis({ version: 2, validUntil: day('2026-08-02') })
  for (const rows of [
    [open, closed],
    [closed, open],
  ]) {
    t.strictSame(codes(judge(rows, claim())), ['NO_LEGAL_BASIS /sector'])
    t.match(judge(rows, claim({ day: day('2026-08-02') })), { basis: { version: 2 } })
  }
})
