import t from 'tap'
import { organisationOf } from '../../src/programmes/index.js'
import { ALMERE, OMMEN } from '../helpers/hub.js'
import { attempt, household, outcomeOf, startProgrammes } from '../helpers/programme-hub.js'
import { atWork, eachItsOwn, executorAt, rolesApart } from './at-work.js'

const almere = { municipalityCode: ALMERE, postcode: '1315ZZ', city: 'Almere' }
const ommen = { municipalityCode: OMMEN, postcode: '7731AA', city: 'Ommen' }
const WATER = { sector: 'WATER' }
const EVICTION = { crisis: true, crisisGround: 'EVICTION' }

t.test('Almere, Vroeg Eropaf', async (t) => {
  const hub = await startProgrammes(t, 'almere-vroeg-eropaf', 'ommen-hardenberg-voor-elkaar')
  const town = hub.asMunicipality(ALMERE)

  await t.test('the phases of the covenant and its two executors are on record', async (t) => {
    const [programme] = await hub.sql<{ participants: { name: string; part: string }[] }>(
      `SELECT participants FROM programme WHERE programme_id = 'almere-vroeg-eropaf'`,
    )
    const executors = programme!.participants.filter(({ part }) => part === 'EXECUTOR')
    t.strictSame(
      executors.map(({ name }) => name),
      ['PLANgroep', 'Zorggroep Almere'],
    )
    const since = await hub.sql<{ from: string; creditor: string }>(
      `SELECT DISTINCT p.name AS creditor, m.valid_from::text AS from
         FROM mandate m JOIN party p ON p.id = m.creditor
        WHERE m.municipality = $1 AND p.name IN ('Ymere', 'Vitens') ORDER BY 1`,
      [ALMERE],
    )
    t.strictSame(since, [
      { creditor: 'Vitens', from: '2018-01-12' },
      { creditor: 'Ymere', from: '2017-02-13' },
    ])
  })

  await t.test(
    'one connection serves many municipalities, each notification its own',
    async (t) => {
      const { body } = await hub.deliver('vitens', [
        hub.item('vitens', 1, { ...WATER, ...household(1, almere) }),
        hub.item('vitens', 2, { ...WATER, ...household(2, ommen) }),
      ])
      t.match(body, { counts: { accepted: 2, rejected: 0 } }, JSON.stringify(body))
      const unsigned = await (await hub.partner('vitens')).post('/v1/notification-batches', {})
      t.match(unsigned, { status: 401, body: { code: 'signature.missing' } })
    },
  )

  await t.test('municipal taxes take part and are refused: there is no legal basis', async (t) => {
    const item = hub.item('belastingen-almere', 3, {
      sector: 'MUNICIPAL_TAX',
      ...household(3, almere),
    })
    const { body } = await hub.deliver('belastingen-almere', [item])
    t.match(body.items, [{ status: 'REJECTED', errors: [{ code: 'NO_LEGAL_BASIS' }] }])
  })

  const rent = (number: number, more = {}) =>
    hub.item('ymere', number, { ...household(number - 10, almere), ...more })
  await hub.deliver('ymere', [
    rent(11),
    rent(14, { arrearsCents: 20_000 }),
    rent(15, { arrearsCents: 90_000 }),
    rent(16, EVICTION),
    // Nobody reports about this household: it was reported to the municipality all the same.
    rent(17, { arrearsCents: 21_000 }),
  ])
  const cases = await hub.close(ALMERE)
  const of = (number: number) => {
    const isHere = ({ identity }: { identity?: { address: { houseNumber: number } } }) =>
      identity?.address.houseNumber === number
    return cases.find(({ notifications }) => notifications.some(isHere))!
  }

  await t.test(
    'the amount and several creditors weigh; unannounced visits come first',
    async (t) => {
      t.strictSame(
        [1, 4, 5, 6].map((number) => of(number).workBin),
        ['MULTIPLE', 'REMAINING', 'HIGH_AMOUNT', 'URGENT'],
      )
      for (const { reasons, ruleVersion } of cases) {
        t.ok(reasons.length > 0 && reasons.every(({ nl, en }) => nl !== '' && en !== ''))
        t.match(ruleVersion, /triage-1$/)
      }
      const { profile } = (await town.get('/v1/triage-profile')).body.current
      t.match(profile.contactStrategy[0], { channel: 'VISIT' })
    },
  )

  await t.test(
    'identity goes to the municipality; executors pull nothing by themselves',
    async (t) => {
      t.match(of(1).notifications[0]!.identity, { person: { surname: 'Verzonnen1' } })
      const refused = await (await hub.partner('plangroep')).get('/v1/feeds/2026-08')
      t.match(refused, { status: 403, body: { code: 'party.role_not_allowed' } })
    },
  )

  await t.test('names are for who visits; managers see counts', (t) =>
    rolesApart(t, hub, ALMERE, of(1).caseId),
  )

  await t.test('two executors, debt help and social work, each with its own cases', async (t) => {
    const coordinator = await atWork(t, hub, ALMERE, 'COORDINATOR')
    const [planning, care] = await Promise.all(
      ['plangroep', 'zorggroep-almere'].map((key) =>
        executorAt(t, hub, ALMERE, coordinator, organisationOf(key).sandboxId),
      ),
    )
    await eachItsOwn(t, [
      [planning!, of(1).caseId],
      [care!, of(5).caseId],
    ])
  })

  const consent = {
    given: true,
    on: '2026-09-03',
    creditors: [of(5).notifications[0]!.creditorId],
    givenBy: 'RESIDENT',
    what: ['HELP_ACCEPTED'],
  }
  const visited = { contactAttempts: [attempt('HOME_VISIT', 3, true, 'MORNING')] }
  const helped = {
    ...visited,
    planMade: true,
    planMadeOn: '2026-09-03',
    outcome: 'QUICK_FIX',
    closedOn: '2026-09-09',
  }
  hub.context.clock.set('2026-09-10T09:00:00Z')
  const answer = await hub.report(ALMERE, [
    outcomeOf(of(1), helped),
    outcomeOf(of(5), { ...helped, consentToShare: consent }),
    outcomeOf(of(4), {
      contactAttempts: [attempt('LETTER', 2)],
      outcome: 'NO_CONTACT',
      closedOn: '2026-09-09',
    }),
    outcomeOf(of(6), visited),
  ])
  t.match(answer.body, { counts: { accepted: 4, rejected: 0 } }, JSON.stringify(answer.body))

  await t.test('the eviction stage has steps of its own: a day, three days, a week', async (t) => {
    const { items } = (await town.get('/v1/outcomes/2026-08')).body
    const clocksOf = (caseId: string) =>
      items
        .find((one: { caseId: string }) => one.caseId === caseId)
        .clocks.map(({ clock, state, basis }: Record<string, string>) => [clock, state, basis])
    t.strictSame(
      clocksOf(of(6).caseId).filter(([clock]: string[]) => /CONTACT|VISIT|PLAN/.test(clock!)),
      [
        ['CONTACT', 'MISSED', 'PRACTICE'],
        ['VISIT', 'MISSED', 'PRACTICE'],
        ['PLAN', 'OVERDUE', 'PRACTICE'],
      ],
    )
    t.notOk(
      clocksOf(of(1).caseId).some(([clock]: string[]) => clock === 'PLAN'),
      'early stage',
    )
  })

  await t.test('reported, reached, plan made: per creditor and for the month', async (t) => {
    const { cases: all, outcomes } = (await town.get('/v1/statistics/2026-08')).body
    t.equal(all.total, 5)
    t.match(outcomes, { reported: 4, reached: 3, planMade: 2, helpAccepted: 2, visits: 3 })
    const of = (key: string) =>
      outcomes.byCreditor.find(
        ({ creditorId }: { creditorId: string }) => creditorId === organisationOf(key).sandboxId,
      )
    t.match(of('ymere'), { cases: 5, reached: 3, planMade: 2 }, 'with one that nobody reported on')
    t.match(of('vitens'), { cases: 1, reached: 1, planMade: 1 })
    t.strictSame(
      outcomes.strategies.map(({ strategy, cases }: Record<string, unknown>) => [strategy, cases]),
      [
        ['NONE', 1],
        ['LETTER_ONLY', 1],
        ['VISIT', 3],
      ],
    )
  })

  await t.test('a creditor learns of help only with consent', async (t) => {
    const { items } = (await (await hub.partner('ymere')).get('/v1/feedback')).body
    const codes = items.map(({ code }: { code: string }) => code).sort()
    t.strictSame(codes, ['HANDLED', 'HELP_ACCEPTED', 'NOT_REACHED'])
  })
})
