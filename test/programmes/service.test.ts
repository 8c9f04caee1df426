import t from 'tap'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import { loadAuthoriser, parseMunicipalityCode } from '../../src/parties/index.js'
import {
  loadProgramme,
  organisationOf,
  programmes,
  registerTriageProfile,
  selectProgrammes,
} from '../../src/programmes/index.js'
import { consult } from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { looker, OPERATOR, registryContext } from '../helpers/registry.js'

t.test('programmes are loaded', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)

  t.test('with parties, mandates, agencies and triage profiles', async (t) => {
    let mandates = 0
    for (const programme of programmes) {
      mandates += (await loadProgramme(context, OPERATOR, programme)).mandates
    }
    t.match(await look(`SELECT count(*)::integer AS count FROM mandate`), [{ count: mandates }])
    t.match(await look(`SELECT count(*)::integer AS count FROM triage_profile`), [{ count: 6 }])
    t.equal((await consult(context, 'list', selectProgrammes)).length, 5)
  })

  t.test('and loaded again nothing changes', async (t) => {
    for (const programme of programmes) {
      t.match(await loadProgramme(context, OPERATOR, programme), { mandates: 0 })
    }
    t.match(await look(`SELECT count(*)::integer AS count FROM triage_profile`), [{ count: 6 }])
    t.match(await look(`SELECT count(*)::integer AS count FROM agency`), [{ count: 1 }])
  })

  t.test('so that an agent may deliver for its landlord, and for no other', async (t) => {
    const agent = organisationOf('agent-turfschip').sandboxId
    const scope = { role: 'vroegsignaal_intake', party: agent } as const
    const asked = { municipality: '0109', sector: 'RENT', day: '2026-08-03' as Day } as const
    await inTransaction(context.db, 'test.agent', scope, async (tx) => {
      const { authorise } = await loadAuthoriser(tx, agent)
      t.ok(authorise({ ...asked, creditor: 'VS-C0EV0RDEN003' }).allowed)
      t.notOk(authorise({ ...asked, creditor: 'VS-C0EV0RDEN001' }).allowed)
    })
  })

  t.test('outside a sandbox test numbers are refused', async (t) => {
    const production = registryContext(database.db, { sandbox: false })
    await t.rejects(loadProgramme(production, OPERATOR, programmes[0]!), {
      code: 'certificate.test_number',
    })
  })
})

t.test('registerTriageProfile', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const ommen = parseMunicipalityCode('0175')
  const profile = programmes[0]!.municipalities[0]!.triage
  const from = '2026-09-01' as Day

  t.test('gives the next version, whatever the file says', async (t) => {
    t.equal(await registerTriageProfile(context, OPERATOR, ommen, profile, from), 1)
    const { version: _, ...unnumbered } = profile
    t.equal(await registerTriageProfile(context, OPERATOR, ommen, unnumbered, from), 2)
  })

  t.test('refuses what is no profile, with every mistake', async (t) => {
    for (const input of [null, 'x', [], { ...profile, minSectors: 0, bins: [] }]) {
      await t.rejects(registerTriageProfile(context, OPERATOR, ommen, input, from), {
        code: 'registry.invalid',
      })
    }
  })
})
