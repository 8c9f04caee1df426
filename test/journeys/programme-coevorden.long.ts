import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { buildDelivery } from '../../src/client/ddas/index.js'
import { totalsOf } from '../../src/statistics/totals.js'
import { submit } from '../cli/delivery/desk.js'
import { writePartyFolder } from '../cli/delivery/party-folder.js'
import { csvOf, tenant } from '../cli/delivery/sheet.js'
import { checkUnderStandard } from '../helpers/ddas.js'
import { attempt, household, outcomeOf, startProgrammes } from '../helpers/programme-hub.js'
import { atWork, numbersRead, rolesApart } from './at-work.js'

const TOWN = '0109'
const place = { municipalityCode: TOWN, postcode: '7741AA', city: 'Coevorden' }

t.test('Coevorden, pilot Vroegsignalering', async (t) => {
  const hub = await startProgrammes(
    t,
    'coevorden-vroegsignalering',
    's-hertogenbosch-vroegsignalering',
  )
  const town = hub.asMunicipality(TOWN)

  await t.test(
    'private landlords report without OIN; an agent delivers for one of them',
    async (t) => {
      const own = await hub.deliver('landlord-wilgenhoek', [
        hub.item('landlord-wilgenhoek', 1, household(1, place)),
      ])
      t.match(own.body, { counts: { accepted: 1 } }, JSON.stringify(own.body))
      const by = await hub.deliver(
        'landlord-veenrand',
        [hub.item('landlord-veenrand', 2, household(2, place))],
        'agent-turfschip',
      )
      t.match(by.body, { counts: { accepted: 1 } }, JSON.stringify(by.body))
      const other = await hub.deliver(
        'landlord-noorderpoort',
        [hub.item('landlord-noorderpoort', 3, household(3, place))],
        'agent-turfschip',
      )
      t.match(other.body, { items: [{ errors: [{ code: 'NO_MANDATE' }] }] }, 'for no other')
    },
  )

  await t.test('a private landlord delivers the rows of a spreadsheet', async (t) => {
    const folder = t.testdir({})
    const landlord = await hub.partner('landlord-noorderpoort')
    const party = await writePartyFolder(join(folder, 'party'), hub, landlord)
    const sheet = join(folder, 'huurders.csv')
    const here = { Gemeente: 'Coevorden', Postcode: '7741 AA', Plaats: 'Coevorden' }
    const rows = [11, 12].map((number) => tenant(number, { ...here, 'Huisnr.': String(number) }))
    writeFileSync(sheet, csvOf(rows))
    const said = await submit(sheet, party, { language: 'nl' })
    t.match(said, { exitCode: 0, counts: { ACCEPTED: 2, REJECTED: 0 } }, said.lines.join('\n'))
  })

  await hub.deliver(
    'domesta',
    [4, 5].map((n) => hub.item('domesta', n, household(n, place))),
  )
  await hub.deliver('wmd', [hub.item('wmd', 6, { sector: 'WATER', ...household(4, place) })])
  const cases = await hub.close(TOWN)
  const of = (number: number) =>
    cases.find(({ notifications }) =>
      notifications.some(({ identity }) => identity?.address.houseNumber === number),
    )!

  await t.test(
    'a team of two gets one list a month: visits first, letters for the rest',
    async (t) => {
      t.equal(cases.length, 6)
      t.equal(of(4).workBin, 'MULTIPLE')
      t.strictSame(
        new Set([1, 2, 5, 11, 12].map((number) => of(number).workBin)),
        new Set(['REMAINING']),
      )
    },
  )

  await t.test('names are for who visits; managers see counts', (t) =>
    rolesApart(t, hub, TOWN, of(4).caseId),
  )

  await t.test('the card that stays behind speaks of no debt', async (t) => {
    const worker = await atWork(t, hub, TOWN, 'COORDINATOR')
    const { text } = await worker.get(`/console/work/cases/2026-08/${of(5).caseId}`)
    const card = /data-letter="CARD-nl"[^>]*>([^<]*)</.exec(text)?.[1] ?? ''
    t.match(card, /Coevorden/)
    t.notMatch(card, /schuld|betaling|achterstand/i)
  })

  await t.test(
    'one connection serves many municipalities, each notification its own',
    async (t) => {
      const { body } = await hub.deliver('essent', [
        hub.item('essent', 31, {
          sector: 'ENERGY_GAS',
          reportedOn: '2026-09-01',
          ...household(31, place),
        }),
        hub.item('essent', 32, {
          sector: 'ENERGY_GAS',
          reportedOn: '2026-09-01',
          ...household(32, {
            municipalityCode: '0796',
            postcode: '5211AA',
            city: "'s-Hertogenbosch",
          }),
        }),
      ])
      t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    },
  )

  hub.context.clock.set('2026-09-14T09:00:00Z')
  const letter = attempt('LETTER', 2)
  const outcomes = [
    outcomeOf(of(4), {
      contactAttempts: [letter, attempt('HOME_VISIT', 9, true, 'EVENING')],
      outcome: 'FOLLOW_UP_FIN',
      referral: { to: 'DEBT_HELP', kind: 'FINANCIAL', agreedOn: '2026-09-09' },
      planMade: true,
      planMadeOn: '2026-09-11',
      closedOn: '2026-09-12',
    }),
    outcomeOf(of(5), {
      contactAttempts: [letter, attempt('HOME_VISIT', 9), attempt('CARD', 9)],
      outcome: 'NO_CONTACT',
      closedOn: '2026-09-12',
    }),
    outcomeOf(of(1), { contactAttempts: [letter], outcome: 'NO_CONTACT', closedOn: '2026-09-12' }),
    outcomeOf(of(2), {
      contactAttempts: [letter, attempt('E_MAIL', 5, true)],
      outcome: 'SELF_OR_NO_HELP',
      closedOn: '2026-09-12',
    }),
  ]
  const answer = await hub.report(TOWN, outcomes)
  t.match(answer.body, { counts: { accepted: 4, rejected: 0 } }, JSON.stringify(answer.body))

  await t.test('counters: visits, reached, accepted; and the card that was left', async (t) => {
    const { outcomes: counted } = (await town.get('/v1/statistics/2026-08')).body
    t.match(counted, { reported: 4, visits: 2, reached: 2, helpAccepted: 1, planMade: 1 })
    const card = counted.contactAttempts.find(({ kind }: { kind: string }) => kind === 'CARD')
    t.match(card, { attempts: 1, reached: 0 })
  })

  await t.test('letter alone against a visit', async (t) => {
    const { outcomes: counted } = (await town.get('/v1/statistics/2026-08')).body
    t.strictSame(
      counted.strategies.map(({ strategy, cases: n, reached }: Record<string, unknown>) => [
        strategy,
        n,
        reached,
      ]),
      [
        ['NONE', 2, 0],
        ['LETTER_ONLY', 1, 0],
        ['REMOTE', 1, 1],
        ['VISIT', 2, 1],
      ],
    )
  })

  await t.test(
    'who may see numbers alone sees letter against visit, and takes them along',
    async (t) => {
      const viewer = await atWork(t, hub, TOWN, 'VIEWER')
      const rows = await numbersRead(viewer)
      const row = (what: string | RegExp, cells: number) =>
        rows
          .find(([first, ...rest]) => first!.match(what) !== null && rest.length === cells)
          ?.slice(1)
      t.strictSame(row('niet benaderd', 4), ['2', '0', '0', '0'])
      t.strictSame(row('alleen brief', 4), ['1', '0', '0', '0'])
      t.strictSame(row('telefoon of bericht', 4), ['1', '1', '0', '0'])
      t.strictSame(row('huisbezoek', 4), ['2', '1', '1', '1'])
      t.strictSame(row(/^Domesta/, 3), ['2', '1', '1'])
      t.strictSame(row('teruggemeld', 1), ['4'])
      t.strictSame(row('huisbezoeken', 1), ['2'])
      t.strictSame(row('plan gemaakt', 1), ['1'])

      const file = '/console/work/numbers/file?month=2026-08'
      const csv = await viewer.get(`${file}&format=csv`)
      t.match(csv.headers['content-disposition'], /0109-2026-08\.csv/)
      t.match(csv.text, /^0109,2026-08,strategies,VISIT,,cases,2$/m)
      t.match(csv.text, /^0109,2026-08,byCreditor,\d{20},Domesta,planMade,1$/m)
      t.match(csv.text, /^0109,2026-08,outcomes,,,visits,2$/m)
      const json = JSON.parse((await viewer.get(`${file}&format=json`)).text)
      const { outcomes: counted } = (await town.get('/v1/statistics/2026-08')).body
      t.strictSame(json.outcomes, counted)
      t.equal((await viewer.get(`${file}&format=exe`)).status, 400)
      const taken = await hub.sql(
        `SELECT action, objects ->> 'format' AS format FROM log_entry
        WHERE operation = 'exportStatistics' ORDER BY 2`,
      )
      t.strictSame(taken, [
        { action: 'PULL', format: 'csv' },
        { action: 'PULL', format: 'json' },
      ])
    },
  )

  await t.test('the pilot is evaluated: letters before, visits now', async (t) => {
    const month = (await town.get('/v1/statistics/2026-08')).body
    t.match(totalsOf([month]), { cases: 6, visits: 2, reached: 2, helpAccepted: 1, planMade: 1 })
    t.notMatch(JSON.stringify(month), /Verzonnen|Fictielaan|7741AA/)
  })

  await t.test('the delivery to the national statistics is valid', async (t) => {
    const { items } = (await town.get('/v1/outcomes/2026-08')).body
    const built = buildDelivery({
      from: '2026-08-01',
      to: '2026-08-31',
      now: hub.context.clock.now(),
      municipalityCode: TOWN,
      supplierCode: 'test',
      organisation: { naam: 'Gemeente Coevorden' },
      cases,
      urgent: [],
      outcomes: new Map(
        items.map((one: { caseId: string; report: object }) => [one.caseId, one.report]),
      ),
    })
    checkUnderStandard(t, built.delivery)
    const [delivered] = built.delivery.leveringen
    const kinds = delivered!.vroegsignaalzaken.flatMap(({ contactpogingen }) =>
      contactpogingen.map(({ soort }) => soort),
    )
    t.ok(kinds.includes('Kaartje') && kinds.includes('Huisbezoek'))
  })

  await t.test('without the agreement of the resident nobody is involved', async (t) => {
    const { body } = await hub.report(TOWN, [
      outcomeOf(of(5), {
        contactAttempts: [attempt('HOME_VISIT', 9, true)],
        outcome: 'FOLLOW_UP_NONFIN',
        closedOn: '2026-09-12',
      }),
    ])
    t.match(body.results, [{ errors: [{ code: 'REFERRAL_MISSING' }] }])
  })
})
