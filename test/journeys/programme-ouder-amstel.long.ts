import { randomUUID } from 'node:crypto'
import t from 'tap'
import { totalsOf } from '../../src/statistics/totals.js'
import { ouderAmstel } from '../../src/programmes/ouder-amstel.js'
import { testParty, testAuthority } from '../helpers/pki.js'
import { municipalParty } from '../helpers/hub.js'
import { attempt, household, outcomeOf, startProgrammes } from '../helpers/programme-hub.js'
import { registerCertificate } from '../../src/registry/index.js'
import { OPERATOR } from '../helpers/registry.js'
import { rolesApart } from './at-work.js'

const TOWN = '0437'
const place = { municipalityCode: TOWN, postcode: '1191AA', city: 'Ouderkerk aan de Amstel' }

t.test('Ouder-Amstel, Vroeg er op af', async (t) => {
  const hub = await startProgrammes(t, 'ouder-amstel-vroeg-er-op-af', 'almere-vroeg-eropaf')
  const town = hub.asMunicipality(TOWN)
  const [{ triage }] = ouderAmstel.municipalities as [(typeof ouderAmstel.municipalities)[0]]

  await t.test('the tax collectors of several municipalities are refused by law', async (t) => {
    const item = hub.item('belastingen-amstelland', 1, {
      sector: 'MUNICIPAL_TAX',
      ...household(1, place),
    })
    const { body } = await hub.deliver('belastingen-amstelland', [item])
    t.match(body.items, [{ errors: [{ code: 'NO_LEGAL_BASIS' }] }])
  })

  await hub.deliver('eigen-haard', [
    hub.item('eigen-haard', 2, household(2, place)),
    hub.item('eigen-haard', 3, household(3, place)),
    hub.item('eigen-haard', 8, { ...household(8, place), phone: [] }),
  ])
  await hub.deliver('waternet', [
    hub.item('waternet', 4, { sector: 'WATER', ...household(3, place) }),
    hub.item('waternet', 9, { sector: 'WATER', ...household(8, place), phone: [] }),
  ])
  const ending = { kind: 'END_OF_SUPPLY', plannedTerminationOn: '2026-09-21', phone: [] }
  const delivered = await hub.deliver('nuon', [
    hub.item('nuon', 5, { sector: 'ENERGY_GAS', ...household(5, place), ...ending }),
  ])
  t.match(delivered.body, { counts: { rejected: 0 } }, JSON.stringify(delivered.body))
  const lane = await town.get('/v1/feeds/urgent')
  const cases = await hub.close(TOWN)
  const of = (number: number) =>
    cases.find(({ notifications }) =>
      notifications.some(({ identity }) => identity?.address.houseNumber === number),
    )!

  await t.test(
    'two kinds of fixed costs start a case; one is held back, never dropped',
    async (t) => {
      t.match(of(3), { workBin: 'MULTIPLE', sectorCount: 2 })
      t.match(of(2), { workBin: 'HELD_BACK', reasons: [{ code: 'TOO_FEW_SECTORS' }] })
      t.equal(cases.length, 4, 'it stands in the feed')
    },
  )

  await t.test('names are for who visits; managers see counts', (t) =>
    rolesApart(t, hub, TOWN, of(3).caseId),
  )

  await t.test(
    'one connection serves many municipalities, each notification its own',
    async (t) => {
      const other = { municipalityCode: '0034', postcode: '1315AA', city: 'Almere' }
      const { body } = await hub.deliver('nuon', [
        hub.item('nuon', 21, {
          sector: 'ENERGY_GAS',
          reportedOn: '2026-09-01',
          ...household(21, place),
        }),
        hub.item('nuon', 22, {
          sector: 'ENERGY_GAS',
          reportedOn: '2026-09-01',
          ...household(22, other),
        }),
      ])
      t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    },
  )

  await t.test('an imminent disconnection always counts, and does not wait', async (t) => {
    t.match(lane.body.items, [{ reason: 'END_OF_SUPPLY' }])
    t.equal(of(5).workBin, 'URGENT')
    t.ok(of(5).reasons.some(({ code }) => code === 'DISCONNECTION_BYPASSES'))
  })

  await t.test(
    'letter, a call after a week, a visit; visits can be off for a period',
    async (t) => {
      hub.context.clock.set('2026-09-02T09:00:00Z')
      await hub.report(TOWN, [
        outcomeOf(of(3), { contactAttempts: [attempt('LETTER', 2)] }),
        outcomeOf(of(8), { contactAttempts: [attempt('LETTER', 2)] }),
      ])
      const contacts = async (number: number) => {
        const { items } = (await town.get('/v1/outcomes/2026-08')).body
        return items
          .find(({ caseId }: { caseId: string }) => caseId === of(number).caseId)
          .contacts.map(
            ({ channel, on, state }: Record<string, string>) => `${channel} ${on} ${state}`,
          )
      }
      const steps = [
        'LETTER 2026-09-02 DONE',
        'PHONE 2026-09-09 PLANNED',
        'VISIT 2026-09-23 PLANNED',
        'CARD 2026-09-23 PLANNED',
      ]
      t.strictSame(await contacts(3), steps)
      t.match((await contacts(8))[1], 'NO_NUMBER', 'nobody to call')

      const { version: _, ...rules } = triage
      const contactStrategy = rules.contactStrategy.map((step) =>
        step.channel === 'VISIT' || step.channel === 'CARD'
          ? { ...step, offFrom: '2026-09-15', offUntil: '2026-10-15' }
          : step,
      )
      const draft = {
        draftId: randomUUID(),
        validFrom: '2026-09-02',
        profile: { ...rules, contactStrategy },
      }
      const offered = await town.send(
        '/v1/triage-profile',
        town.sign('putTriageProfile', draft),
        'PUT',
      )
      t.equal(offered.status, 202, offered.text)
      const colleague = await testParty(await testAuthority(), municipalParty(TOWN))
      for (const purpose of ['transport', 'signing'] as const) {
        const { certificate: pem } = colleague[purpose]
        await registerCertificate(hub.context, OPERATOR, {
          party: municipalParty(TOWN),
          purpose,
          pem,
          holder: 'coordinator-2',
        })
      }
      const second = hub.with(colleague)
      const { draftId } = draft
      const approved = await second.send(
        '/v1/triage-profile/_approve',
        second.sign('approveTriageProfile', { draftId }),
      )
      t.match(approved, { status: 200, body: { version: 2 } }, approved.text)
      const off = ['VISIT 2026-09-23 OFF', 'CARD 2026-09-23 OFF']
      t.strictSame(await contacts(3), [...steps.slice(0, 2), ...off], 'no card without a visit')
    },
  )

  await t.test('nobody is referred, and nothing is shared, without consent', async (t) => {
    hub.context.clock.set('2026-09-12T09:00:00Z')
    const reached = { contactAttempts: [attempt('TELEPHONE', 9, true)], closedOn: '2026-09-11' }
    const without = await hub.report(TOWN, [
      outcomeOf(of(3), { ...reached, outcome: 'FOLLOW_UP_NONFIN' }),
    ])
    t.match(without.body.results, [{ status: 'REJECTED', errors: [{ code: 'REFERRAL_MISSING' }] }])
    const referral = { to: 'SOCIAL_TEAM', kind: 'NON_FINANCIAL', agreedOn: '2026-09-09' }
    const { body } = await hub.report(TOWN, [
      outcomeOf(of(3), { ...reached, outcome: 'FOLLOW_UP_NONFIN', referral }),
    ])
    t.match(body.results, [{ status: 'ACCEPTED', change: 'CLOSING' }])
    const { items } = (await (await hub.partner('waternet')).get('/v1/feedback')).body
    t.strictSame(
      items.map(({ code }: { code: string }) => code),
      ['HANDLED'],
      'help that is not financial is nobody else’s business',
    )
  })

  await t.test('the pilot is evaluated, in numbers alone', async (t) => {
    const month = (await town.get('/v1/statistics/2026-08')).body
    const totals = totalsOf([month])
    t.match(totals, { cases: 4, reached: 1, helpAccepted: 1, visits: 0 })
    t.strictSame(
      totals.strategies.map(({ strategy, cases: n }) => [strategy, n]),
      [
        ['NONE', 2],
        ['LETTER_ONLY', 1],
        ['REMOTE', 1],
      ],
    )
    t.notMatch(JSON.stringify([month, totals]), /Verzonnen|Fictielaan|1191AA/)
  })
})
