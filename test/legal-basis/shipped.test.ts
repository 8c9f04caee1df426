import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { SECTORS, type Sector } from '../../src/kernel/sector.js'
import { compileLegalBases, type Claim } from '../../src/legal-basis/rule.js'
import { completeShipped, SHIPPED } from '../../src/legal-basis/shipped.js'

const { rows, leftOut } = completeShipped({})
const bases = compileLegalBases(rows)

function verdict(sector: Sector, today: string, overrides: Partial<Claim> = {}) {
  return bases.judge({
    creditor: '00000099100000001000',
    municipality: '0034',
    sector,
    kind: 'EARLY',
    day: today as Day,
    arrearsCents: 10_000,
    oldestDueOn: '2026-06-01' as Day,
    reportedOn: '2026-08-03' as Day,
    writtenRemindersSent: 1,
    restrictedFields: [],
    ...overrides,
  })
}

t.test('the six designated kinds of arrears are lawful in August 2026', async (t) => {
  const designated: readonly Sector[] = [
    'RENT',
    'ENERGY_ELECTRICITY',
    'ENERGY_GAS',
    'ENERGY_HEAT',
    'WATER',
    'HEALTH_INSURANCE',
  ]
  for (const sector of SECTORS) {
    t.equal(verdict(sector, '2026-08-03').lawful, designated.includes(sector), sector)
  }
})

t.test(
  'the designated kinds are lawful on every day since 2021, without a gap or an overlap',
  async (t) => {
    for (const sector of [
      'RENT',
      'ENERGY_ELECTRICITY',
      'ENERGY_GAS',
      'ENERGY_HEAT',
      'WATER',
    ] as const) {
      for (const today of ['2021-01-01', '2025-12-31', '2026-01-01']) {
        const inForce = rows.filter(
          (row) =>
            row.sector === sector &&
            row.validFrom <= today &&
            (row.validUntil === null || today <= row.validUntil),
        )
        t.equal(inForce.length, 1, `${sector} ${today}`)
      }
      t.notOk(verdict(sector, '2020-12-31').lawful)
    }
  },
)

t.test(
  'municipal taxes are lawful from November 2021 to May 2025 and at no other time',
  async (t) => {
    for (const today of ['2021-11-01', '2025-05-31']) {
      t.ok(verdict('MUNICIPAL_TAX', today).lawful, today)
    }
    for (const today of ['2021-10-31', '2025-06-01', '2026-08-03']) {
      t.match(verdict('MUNICIPAL_TAX', today), {
        lawful: false,
        refusals: [{ code: 'NO_LEGAL_BASIS', legalReference: /Stcrt\. 2025, 17636/ }],
      })
    }
  },
)

t.test('no shipped row takes a birth date or a citizen number', async (t) => {
  for (const row of SHIPPED) {
    t.notOk(row.allowedFields.includes('birthDate') || row.allowedFields.includes('bsn'))
  }
  t.match(verdict('RENT', '2026-08-03', { restrictedFields: ['bsn'] }), {
    refusals: [{ code: 'FIELD_NOT_ALLOWED' }],
  })
})

t.test('the customer number reaches the municipality for water and energy alone', async (t) => {
  const restrictedFields = ['customerReference'] as const
  const water = verdict('WATER', '2026-08-03', { restrictedFields })
  t.match(water, { lawful: true, withheldFields: [] })
  const rent = verdict('RENT', '2026-08-03', { restrictedFields })
  t.match(rent, { lawful: true, withheldFields: ['customerReference'] })
})

t.test('health insurance above 100 days is too old; rent is only warned about', async (t) => {
  const oldestDueOn = '2026-04-01' as Day
  t.match(verdict('HEALTH_INSURANCE', '2026-08-03', { oldestDueOn }), {
    refusals: [{ code: 'TOO_OLD' }],
  })
  t.match(verdict('RENT', '2026-08-03', { oldestDueOn }), {
    lawful: true,
    warnings: ['AGE_OVER_100_DAYS'],
  })
})

t.test('an experiment stays out until it is said who may deliver where', async (t) => {
  t.strictSame(leftOut, [
    'EXPERIMENT_MORTGAGE',
    'EXPERIMENT_DUO',
    'EXPERIMENT_CAK_CONTRIBUTION',
    'EXPERIMENT_TAX_NATIONAL',
    'EXPERIMENT_BENEFITS_RECLAIM',
  ])
  const duo = '00000099100000009000'
  const completed = completeShipped({
    EXPERIMENT_DUO: { creditors: [duo] },
    EXPERIMENT_TAX_NATIONAL: { creditors: [duo] },
    EXPERIMENT_MORTGAGE: { creditors: [duo], municipalities: ['0034'] },
  })
  t.match(
    completed.rows.find(({ legalBasis }) => legalBasis === 'EXPERIMENT_DUO'),
    { creditors: [duo], municipalities: ['0363'], minimumCents: 27_000 },
  )
  t.ok(completed.leftOut.includes('EXPERIMENT_TAX_NATIONAL'), 'municipalities are still missing')
  t.ok(completed.leftOut.includes('EXPERIMENT_MORTGAGE'), 'Almere is not on the list of the order')
})

t.test('every row says where it comes from and how sure that is', async (t) => {
  for (const row of SHIPPED) {
    t.match(row.gazette, /(Stb|Stcrt)\. 20\d\d, \d+/, row.legalBasis)
    t.ok(row.note.length > 20)
  }
  t.equal(new Set(SHIPPED.map(({ legalBasis }) => legalBasis)).size, SHIPPED.length)
})
