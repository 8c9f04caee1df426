import t from 'tap'
import { organisationOf } from '../../src/programmes/index.js'
import { registerParty } from '../../src/registry/index.js'
import { OPERATOR, plainRole } from '../helpers/registry.js'
import { attempt, household, outcomeOf, startProgrammes } from '../helpers/programme-hub.js'
import { attesting, id } from '../notifications/build.js'
import { atWork, eachItsOwn, executorAt, rolesApart } from './at-work.js'

const TOWN = '0796'
const place = { municipalityCode: TOWN, postcode: '5211AA', city: "'s-Hertogenbosch" }

t.test("'s-Hertogenbosch, project Vroegsignalering", async (t) => {
  const hub = await startProgrammes(
    t,
    's-hertogenbosch-vroegsignalering',
    'coevorden-vroegsignalering',
  )
  const town = hub.asMunicipality(TOWN)

  await t.test('who did not collect socially first may not report', async (t) => {
    const { creditorId } = hub.item('zayaz', 1, {})
    const skipped = attesting(
      1,
      { writtenRemindersSent: undefined, noObjection: false },
      { ...household(1, place), creditorId },
    )
    const { body } = await hub.deliver('zayaz', [skipped])
    t.match(body.items, [{ status: 'REJECTED' }])
    t.ok(body.items[0].errors.length >= 1, JSON.stringify(body.items))
  })

  await t.test('part of it was paid: the amount is what remains, and counts once', async (t) => {
    await hub.deliver('zayaz', [
      hub.item('zayaz', 2, { ...household(2, place), arrearsCents: 90_000 }),
    ])
    const { body } = await hub.deliver('zayaz', [
      hub.item('zayaz', 3, {
        ...household(2, place),
        kind: 'CORRECTION',
        predecessorId: id(2),
        arrearsCents: 40_000,
      }),
    ])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    await hub.deliver('brabant-water', [
      hub.item('brabant-water', 4, {
        ...household(2, place),
        sector: 'WATER',
        arrearsCents: 15_000,
      }),
      hub.item('brabant-water', 5, { ...household(5, place), sector: 'WATER' }),
      // Reported to the municipality, which never says what came of it.
      hub.item('brabant-water', 6, { ...household(6, place), sector: 'WATER' }),
    ])
  })

  const early = await town.get('/v1/feeds/2026-08')
  const cases = await hub.close(TOWN)

  await t.test('one consolidated delivery a month, and not before', async (t) => {
    t.match(early.body, { code: 'feed.month_open' })
    t.equal(cases.length, 3)
    const both = cases.find(({ sectorCount }) => sectorCount === 2)
    t.match(both, { totalArrearsCents: 55_000, matchClass: 'MULTIPLE', notificationCount: 2 })
    t.strictSame(
      new Set(both!.notifications.map(({ identity }) => identity!.person.surname)).size,
      1,
    )
  })

  await t.test(
    'four organisations may ring; none of them sees a feed or a neighbour',
    async (t) => {
      for (const key of ['juvans', 'divers', 'humanitas', 'netwerk-tegen-armoede']) {
        const answer = await (await hub.partner(key)).get('/v1/feeds/2026-08')
        t.match(answer, { status: 403, body: { code: 'party.role_not_allowed' } }, key)
      }
      const creditor = await (await hub.partner('zayaz')).get('/v1/feeds/2026-08')
      t.match(creditor, { status: 403, body: { code: 'party.role_not_allowed' } })
    },
  )

  await t.test(
    'one connection serves many municipalities, each notification its own',
    async (t) => {
      const other = { municipalityCode: '0109', postcode: '7741AA', city: 'Coevorden' }
      const { body } = await hub.deliver('essent', [
        hub.item('essent', 31, {
          sector: 'ENERGY_GAS',
          reportedOn: '2026-09-01',
          ...household(31, place),
        }),
        hub.item('essent', 32, {
          sector: 'ENERGY_GAS',
          reportedOn: '2026-09-01',
          ...household(32, other),
        }),
      ])
      t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    },
  )

  await t.test('names are for who visits; managers see counts', (t) =>
    rolesApart(t, hub, TOWN, cases[0]!.caseId),
  )

  await t.test('the action team says who rings: also a creditor, which sees no debt', async (t) => {
    const coordinator = await atWork(t, hub, TOWN, 'COORDINATOR')
    const { sandboxId: water, name } = organisationOf('brabant-water')
    await registerParty(hub.context, OPERATOR, {
      id: water,
      name,
      roles: [plainRole('creditor'), plainRole('executor')],
    })
    const juvans = organisationOf('juvans').sandboxId
    const volunteer = await executorAt(t, hub, TOWN, coordinator, juvans)
    const creditor = await executorAt(t, hub, TOWN, coordinator, water)
    const [first, second] = cases
    await eachItsOwn(t, [
      [volunteer, first!.caseId],
      [creditor, second!.caseId],
    ])
    t.equal(await volunteer.assign(second!.caseId), 303, 'the team thinks again')
    t.strictSame((await creditor.look()).given, [], 'and it is out of the other hands at once')
  })

  await t.test('what came of it, per partner, for the evaluation', async (t) => {
    hub.context.clock.set('2026-09-12T09:00:00Z')
    const [first, second] = [...cases].sort((a, b) => b.sectorCount - a.sectorCount)
    await hub.report(TOWN, [
      outcomeOf(first!, {
        contactAttempts: [attempt('HOME_VISIT', 8, true, 'EVENING')],
        outcome: 'FOLLOW_UP_FIN',
        referral: { to: 'DEBT_HELP', kind: 'FINANCIAL', agreedOn: '2026-09-08' },
        planMade: true,
        closedOn: '2026-09-11',
      }),
      outcomeOf(second!, {
        contactAttempts: [attempt('HOME_VISIT', 8), attempt('CARD', 8)],
        outcome: 'NO_CONTACT',
        closedOn: '2026-09-11',
      }),
    ])
    const { outcomes } = (await town.get('/v1/statistics/2026-08')).body
    const byCases = Object.fromEntries(
      outcomes.byCreditor.map((one: Record<string, number>) => [one['cases'], one]),
    )
    t.match(byCases[1], { reached: 1, planMade: 1 }, 'Zayaz')
    t.match(byCases[3], { reached: 1, planMade: 1 }, 'Brabant Water')
    t.match(outcomes, {
      reported: 2,
      visits: 2,
      strategies: [
        { strategy: 'NONE', cases: 1, reached: 0 },
        { strategy: 'VISIT', cases: 2, reached: 1 },
      ],
    })
  })
})
