import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { SECTORS } from '../../src/kernel/sector.js'
import {
  compileMandates,
  type Agency,
  type Delivery,
  type Mandate,
} from '../../src/parties/authorisation.js'

const day = (text: string) => text as Day
const VITENS = '00000099100000001000'
const AGENT = '00000099100000002000'
const OTHER = '00000099100000003000'

function mandate(overrides: Partial<Mandate> = {}): Mandate {
  return {
    mandateId: '00000000-0000-4000-8000-000000000001',
    agreement: 'LCV 1',
    creditor: VITENS,
    municipality: '0034',
    sector: 'WATER',
    validFrom: day('2026-01-01'),
    validUntil: day('2026-12-31'),
    entitledFields: ['creditorName'],
    ...overrides,
  }
}

function agency(overrides: Partial<Agency> = {}): Agency {
  return {
    agent: AGENT,
    principal: VITENS,
    validFrom: day('2026-06-01'),
    validUntil: null,
    ...overrides,
  }
}

function delivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    creditor: VITENS,
    municipality: '0034',
    sector: 'WATER',
    day: day('2026-08-03'),
    ...overrides,
  }
}

const REFUSED = { allowed: false, code: 'NO_MANDATE' } as const

t.test(
  'a mandate allows its creditor, municipality and sector, from its first day to its last',
  async (t) => {
    const row = mandate()
    const { authorise } = compileMandates(VITENS, [], [row])
    for (const when of ['2026-01-01', '2026-08-03', '2026-12-31']) {
      t.strictSame(authorise(delivery({ day: day(when) })), { allowed: true, mandate: row }, when)
    }
    const refused = [
      delivery({ day: day('2025-12-31') }),
      delivery({ day: day('2027-01-01') }),
      delivery({ municipality: '0175' }),
      delivery({ sector: 'RENT' }),
      delivery({ creditor: OTHER }),
    ]
    for (const each of refused) t.strictSame(authorise(each), REFUSED)
  },
)

t.test('without a single row nothing is allowed', async (t) => {
  const { authorise, mayDeliverFor } = compileMandates(VITENS, [], [])
  t.strictSame(authorise(delivery()), REFUSED)
  t.ok(mayDeliverFor(VITENS, day('2026-08-03')), 'for itself it may speak')
})

t.test('an agent delivers under its principal’s mandate, while it is the agent', async (t) => {
  const { authorise } = compileMandates(AGENT, [agency()], [mandate()])
  t.match(authorise(delivery()), { allowed: true })
  t.strictSame(authorise(delivery({ day: day('2026-05-31') })), REFUSED, 'not yet its agent')
})

t.test('rows of others allow nothing, even when somebody hands them in', async (t) => {
  const stranger = agency({ agent: OTHER })
  t.strictSame(compileMandates(AGENT, [stranger], [mandate()]).authorise(delivery()), REFUSED)
  t.strictSame(compileMandates(AGENT, [], [mandate()]).authorise(delivery()), REFUSED)
})

t.test('a later period takes over, and the order of rows changes nothing', async (t) => {
  const early = mandate({ validUntil: null })
  const late = mandate({
    mandateId: '00000000-0000-4000-8000-000000000002',
    validFrom: day('2026-07-01'),
    validUntil: null,
  })
  const same = mandate({
    mandateId: '00000000-0000-4000-8000-000000000003',
    validFrom: day('2026-07-01'),
    validUntil: null,
  })
  for (const rows of [
    [early, late, same],
    [same, late, early],
  ]) {
    const { authorise } = compileMandates(VITENS, [], rows)
    t.match(authorise(delivery()), { mandate: { mandateId: late.mandateId } })
    t.match(authorise(delivery({ day: day('2026-06-30') })), {
      mandate: { mandateId: early.mandateId },
    })
  }
})

t.test('several periods of one agency count together', async (t) => {
  const agencies = [
    agency({ validFrom: day('2026-01-01'), validUntil: day('2026-01-31') }),
    agency({ validFrom: day('2026-06-01') }),
  ]
  const { mayDeliverFor } = compileMandates(AGENT, agencies, [])
  t.ok(mayDeliverFor(VITENS, day('2026-01-31')))
  t.notOk(mayDeliverFor(VITENS, day('2026-02-01')))
  t.ok(mayDeliverFor(VITENS, day('2026-06-01')))
})

t.test('20,000 mandates are arranged and asked 10,000 times in well under a second', async (t) => {
  const rows = Array.from({ length: 20_000 }, (_, at) =>
    mandate({
      mandateId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      municipality: String(at % 342).padStart(4, '0'),
      sector: SECTORS[Math.floor(at / 342) % SECTORS.length]!,
      validUntil: null,
    }),
  )
  const begun = performance.now()
  const { authorise } = compileMandates(VITENS, [], rows)
  let allowed = 0
  for (let at = 0; at < 10_000; at++) {
    const municipality = String(at % 342).padStart(4, '0')
    if (authorise(delivery({ municipality })).allowed) allowed += 1
  }
  t.equal(allowed, 10_000)
  t.ok(performance.now() - begun < 5000)
})
