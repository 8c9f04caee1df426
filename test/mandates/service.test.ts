import t from 'tap'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import {
  endAgency,
  endMandate,
  registerAgency,
  registerMandates,
  type NewMandate,
} from '../../src/mandates/index.js'
import {
  loadAuthoriser,
  loadMandates,
  parsePartyId,
  type PartyId,
} from '../../src/parties/index.js'
import { registerParty } from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { looker, OPERATOR, plainRole, registryContext } from '../helpers/registry.js'

const VITENS = parsePartyId('00000099100000001000')
const MENZIS = parsePartyId('00000099100000002000')
const AGENT = parsePartyId('00000099100000003000')
const ALMERE = parsePartyId('00000099000000034000')
const day = (text: string) => text as Day

function mandate(creditor: PartyId, overrides: Partial<NewMandate> = {}): NewMandate {
  return {
    agreement: 'LCV 1',
    creditor,
    municipality: '0034',
    sector: 'WATER',
    validFrom: day('2026-01-01'),
    validUntil: null,
    entitledFields: ['creditorName', 'arrearsCents'],
    ...overrides,
  }
}

t.test('mandates and agencies', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)
  for (const [id, role] of [
    [VITENS, 'creditor'],
    [MENZIS, 'creditor'],
    [AGENT, 'agent'],
  ] as const) {
    await registerParty(context, OPERATOR, { id, name: id, roles: [plainRole(role)] })
  }

  t.test('mandates come by the thousand, and an import can be repeated', async (t) => {
    const many = Array.from({ length: 6000 }, (_, at) =>
      mandate(VITENS, { municipality: String(at % 342).padStart(4, '0'), agreement: `LCV ${at}` }),
    )
    t.equal(await registerMandates(context, OPERATOR, many), 6000)
    t.equal(await registerMandates(context, OPERATOR, many), 0)
    await t.rejects(registerMandates(context, OPERATOR, [mandate(AGENT)]), {
      code: 'registry.unknown',
    })
  })

  t.test(
    'a creditor sees its own mandates only: by code, and by the database beneath',
    async (t) => {
      await registerMandates(context, OPERATOR, [mandate(MENZIS, { sector: 'HEALTH_INSURANCE' })])
      const scope = { role: 'vroegsignaal_intake', party: MENZIS } as const
      await inTransaction(context.db, 'test.mandates', scope, async (tx) => {
        const own = await loadMandates(tx, [MENZIS])
        t.strictSame(new Set(own.map((row) => row.creditor)), new Set([MENZIS]))
        t.strictSame(await loadMandates(tx, [VITENS]), [], 'asked for another’s on purpose')
      })
      const nobody = { role: 'vroegsignaal_intake' } as const
      await inTransaction(context.db, 'test.mandates', nobody, async (tx) => {
        t.strictSame(await loadMandates(tx, [VITENS, MENZIS]), [])
      })
    },
  )

  t.test('an agent delivers while its agency lasts', async (t) => {
    const agency = {
      agent: AGENT,
      principal: MENZIS,
      validFrom: day('2026-06-01'),
      validUntil: null,
    }
    const asked = { creditor: MENZIS, municipality: '0034', sector: 'HEALTH_INSURANCE' } as const
    const authorise = (on: string) =>
      inTransaction(
        context.db,
        'test.agency',
        { role: 'vroegsignaal_intake', party: AGENT },
        async (tx) =>
          (await loadAuthoriser(tx, AGENT)).authorise({ ...asked, day: day(on) }).allowed,
      )
    t.notOk(await authorise('2026-08-03'))
    await registerAgency(context, OPERATOR, agency)
    await t.rejects(registerAgency(context, OPERATOR, agency), { code: 'registry.conflict' })
    await t.rejects(
      registerAgency(context, OPERATOR, { ...agency, agent: VITENS, principal: ALMERE }),
      {
        code: 'registry.unknown',
      },
    )
    t.ok(await authorise('2026-08-03'))
    await endAgency(context, OPERATOR, AGENT, MENZIS, day('2026-08-03'))
    t.notOk(await authorise('2026-08-03'))
    t.ok(await authorise('2026-08-02'))
    await t.rejects(endAgency(context, OPERATOR, AGENT, MENZIS, day('2026-08-03')), {
      code: 'registry.unknown',
    })
  })

  t.test('a mandate ends with a day, once', async (t) => {
    const [row] = await look<{ mandate_id: string }>(
      `SELECT mandate_id FROM mandate WHERE creditor = '${MENZIS}'`,
    )
    const id = row!.mandate_id
    await t.rejects(endMandate(context, OPERATOR, id, day('2025-06-01')), {
      code: 'registry.unknown',
    })
    await endMandate(context, OPERATOR, id, day('2026-09-01'))
    t.match(await look(`SELECT valid_until FROM mandate WHERE mandate_id = '${id}'`), [
      { valid_until: '2026-08-31' },
    ])
  })

  t.test('every change stands in the hub’s partition', async (t) => {
    const rows = await look<{ operation: string }>(
      `SELECT DISTINCT operation FROM log_entry WHERE controller = 'hub' ORDER BY operation`,
    )
    t.strictSame(
      rows.map(({ operation }) => operation),
      ['endAgency', 'endMandate', 'registerAgency', 'registerMandates', 'registerParty'],
    )
  })
})
