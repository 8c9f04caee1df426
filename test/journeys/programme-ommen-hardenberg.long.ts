import t from 'tap'
import { totalsOf } from '../../src/statistics/totals.js'
import { tokenIn, visitorWith } from '../helpers/console.js'
import { municipalParty } from '../helpers/hub.js'
import { enrolWorker } from '../helpers/work.js'
import { rolesApart } from './at-work.js'
import { organisationOf, type Ended } from '../../src/programmes/index.js'
import { evaluationOf } from '../helpers/evaluation.js'
import { checkLog } from '../helpers/check-log.js'
import { attempt, household, outcomeOf, startProgrammes } from '../helpers/programme-hub.js'
import { operator } from '../helpers/operator.js'
import { rowsOf } from './rows-of.js'

const OMMEN = '0175'
const HARDENBERG = '0160'
const ommen = { municipalityCode: OMMEN, postcode: '7731AA', city: 'Ommen' }
const hardenberg = { municipalityCode: HARDENBERG, postcode: '7772AA', city: 'Hardenberg' }

t.test('Ommen and Hardenberg, Voor Elkaar!', async (t) => {
  const hub = await startProgrammes(t, 'ommen-hardenberg-voor-elkaar')

  await t.test('one programme of two municipalities, for one year', async (t) => {
    const rows = await hub.sql(
      `SELECT municipalities, valid_until::text AS until FROM programme
        WHERE programme_id = 'ommen-hardenberg-voor-elkaar'`,
    )
    t.strictSame(rows, [{ municipalities: [OMMEN, HARDENBERG], until: '2026-12-31' }])
    const open = await hub.sql(
      `SELECT count(*)::int AS n FROM mandate WHERE municipality = $1 AND valid_until IS NULL
          AND agreement LIKE 'Voor Elkaar!%'`,
      [HARDENBERG],
    )
    t.strictSame(open, [{ n: 0 }], 'mandates end with it')
  })

  const same = household(7, ommen)
  const moved = household(7, hardenberg)
  const { body } = await hub.deliver('vechtdal-wonen', [
    hub.item('vechtdal-wonen', 1, same),
    hub.item('vechtdal-wonen', 2, {
      ...moved,
      address: { ...moved['address'], postcode: '7731AA' },
    }),
    hub.item('vechtdal-wonen', 3, household(9, hardenberg)),
  ])
  t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
  await hub.deliver('vitens', [hub.item('vitens', 4, { sector: 'WATER', ...same })])
  const inOmmen = await hub.close(OMMEN)
  const inHardenberg = await hub.close(HARDENBERG)

  await t.test('strictly apart: no case, number or pseudonym of the other', async (t) => {
    t.equal(inOmmen.length, 1)
    t.equal(inHardenberg.length, 2)
    const pseudonyms = await hub.sql<{ n: number }>(
      `SELECT count(DISTINCT encode(address_pseudonym, 'hex'))::int AS n FROM notification
        WHERE creditor = $1 AND kind = 'EARLY'`,
      [hub.item('vechtdal-wonen', 1, {})['creditorId']],
    )
    t.strictSame(pseudonyms, [{ n: 3 }], 'one address, reported to both, cannot be joined')
    const [own] = inOmmen
    const foreign = await hub.report(HARDENBERG, [outcomeOf(own!)])
    t.match(foreign.body.results, [{ errors: [{ code: 'CASE_UNKNOWN' }] }])
    const { items } = (await hub.asMunicipality(HARDENBERG).get('/v1/outcomes/2026-08')).body
    t.notOk(items.some(({ caseId }: { caseId: string }) => caseId === own!.caseId))
  })

  await t.test('names are for who visits; managers see counts', (t) =>
    rolesApart(t, hub, OMMEN, inOmmen[0]!.caseId),
  )

  await t.test('a consultant of both chooses per session, and sees one at a time', async (t) => {
    const duties = { [OMMEN]: 'CONSULTANT', [HARDENBERG]: 'CONSULTANT' } as const
    const person = await enrolWorker(hub, municipalParty(OMMEN), 'consultant-both', duties)
    const visitor = await visitorWith(t, hub, person)
    await visitor.submit('/console/sign-in')
    const { text: choice } = await visitor.get('/console/work/choose')
    t.match(choice, /Ommen[^]*Hardenberg|Hardenberg[^]*Ommen/)
    const token = tokenIn(choice)
    const cases = { [OMMEN]: inOmmen, [HARDENBERG]: inHardenberg }
    for (const [here, there] of [
      [OMMEN, HARDENBERG],
      [HARDENBERG, OMMEN],
    ] as const) {
      const chosen = await visitor.submit('/console/work/choose', { token, municipality: here })
      t.equal(chosen.status, 303)
      const { text } = await visitor.get('/console/work/cases?month=2026-08')
      for (const { caseId } of cases[here]!) t.match(text, caseId.slice(0, 8))
      for (const { caseId } of cases[there]!) {
        t.notMatch(text, caseId.slice(0, 8))
        t.equal((await visitor.get(`/console/work/cases/2026-08/${caseId}`)).status, 404)
        const sealed = { token, month: '2026-08', cases: caseId }
        const answer = await visitor.submit('/console/work/sealed', sealed)
        t.notMatch(answer.text, /"jwe":/)
      }
    }
    const looks = await hub.sql<{ controller: string; actor: string }>(
      `SELECT DISTINCT controller, actor FROM log_entry
        WHERE actor = $1 AND controller = $2 AND operation LIKE 'work%'`,
      [municipalParty(OMMEN), municipalParty(HARDENBERG)],
    )
    t.equal(looks.length, 1, 'what she looked at there is in the log there, with her own house')
  })

  await t.test('letter, call, visit and card as the teams agreed', async (t) => {
    hub.context.clock.set('2026-09-02T09:00:00Z')
    const [one] = inOmmen
    const { body } = await hub.report(OMMEN, [
      outcomeOf(one!, { contactAttempts: [attempt('LETTER', 2)] }),
    ])
    t.match(body.results, [{ status: 'ACCEPTED' }], JSON.stringify(body))
    const plan = async () => {
      const { items } = (await hub.asMunicipality(OMMEN).get('/v1/outcomes/2026-08')).body
      return items
        .find(({ caseId }: { caseId: string }) => caseId === one!.caseId)
        .contacts.map(
          ({ channel, on, state }: Record<string, string>) => `${channel} ${on} ${state}`,
        )
    }
    t.strictSame(
      await plan(),
      [
        'PHONE 2026-09-05 PLANNED',
        'VISIT 2026-09-09 PLANNED',
        'CARD 2026-09-09 PLANNED',
        'LETTER 2026-09-16 DONE',
      ],
      'each on the day that the strategy counts from taking up',
    )
    hub.context.clock.set('2026-09-09T18:00:00Z')
    const nobodyHome = outcomeOf(one!, {
      contactAttempts: [attempt('LETTER', 2), attempt('HOME_VISIT', 9), attempt('CARD', 9)],
    })
    t.match((await hub.report(OMMEN, [nobodyHome])).body.results, [{ status: 'ACCEPTED' }])
    const [call, ...rest] = await plan()
    t.match(call, /^PHONE 2026-09-05 (DUE|NO_NUMBER)$/, 'still to be done')
    t.strictSame(rest, [
      ...['VISIT 2026-09-09 DONE', 'CARD 2026-09-09 DONE', 'LETTER 2026-09-16 DONE'],
    ])
  })

  await t.test('numbers hold no identity, nor does the hub', async (t) => {
    const { text } = await hub.asMunicipality(OMMEN).get('/v1/statistics/2026-08')
    t.notMatch(text, /Verzonnen|7731AA|Fictielaan/)
    t.match(inOmmen[0]!.notifications[0]!.identity, { person: { surname: 'Verzonnen7' } })
  })

  await t.test('without the agreement of the resident nothing is shared', async (t) => {
    const { body } = await hub.report(OMMEN, [
      outcomeOf(inOmmen[0]!, {
        contactAttempts: [attempt('HOME_VISIT', 9, true)],
        outcome: 'FOLLOW_UP_FIN',
        closedOn: '2026-09-10',
      }),
    ])
    t.match(body.results, [{ status: 'REJECTED' }])
    t.ok(body.results[0].errors.some(({ code }: { code: string }) => code === 'REFERRAL_MISSING'))
  })

  await t.test(
    'a consultant reports the visit, and the pilot is evaluated per municipality',
    async (t) => {
      hub.context.clock.set('2026-09-12T09:00:00Z')
      const visit = {
        contactAttempts: [attempt('HOME_VISIT', 9, true, 'AFTERNOON')],
        outcome: 'QUICK_FIX',
        closedOn: '2026-09-11',
        helpAcceptedOn: '2026-09-09',
        planMade: true,
        planMadeOn: '2026-09-10',
      }
      const answer = await hub.report(
        OMMEN,
        inOmmen.map((one) => outcomeOf(one, visit)),
      )
      t.match(answer.body, { counts: { accepted: 1 } }, JSON.stringify(answer.body))
      const { outcomes } = (await hub.asMunicipality(OMMEN).get('/v1/statistics/2026-08')).body
      t.match(outcomes, { visits: 1, reached: 1, helpAccepted: 1, planMade: 1 })
      const other = (await hub.asMunicipality(HARDENBERG).get('/v1/statistics/2026-08')).body
      t.match(other.outcomes, {
        reported: 0,
        visits: 0,
        strategies: [{ strategy: 'NONE', cases: 2, reached: 0 }],
      })
      const own = (await hub.asMunicipality(OMMEN).get('/v1/statistics/2026-08')).body
      t.match(totalsOf([own]), {
        ...{ cases: 1, visits: 1, reached: 1, planMade: 1 },
        byCreditor: [
          { cases: 1, reached: 1, planMade: 1 },
          { cases: 1, reached: 1, planMade: 1 },
        ],
      })
    },
  )

  await t.test('what people did at the workbench is there too', async (t) => {
    const [row] = inOmmen
    await hub.sql(`INSERT INTO party_role (party, role) VALUES ($1, 'executor')`, [VISITING])
    await hub.sql(
      `INSERT INTO executor_key (party, key_id, jwk, offered_at)
       VALUES ($1, repeat('k', 43), '{}', now())`,
      [VISITING],
    )
    await hub.sql(
      `INSERT INTO executor_admission (municipality, executor, key_id, admitted_at)
       VALUES ($1, $2, repeat('k', 43), now())`,
      [OMMEN, VISITING],
    )
    await hub.sql(
      `INSERT INTO assignment (municipality, assignment_id, month, case_id, executor, key_id, jwe,
                               urgency, assigned_at)
       VALUES ($1, gen_random_uuid(), '2026-08-01', $2::uuid, $3, repeat('k', 43), 'a.b.c.d.e',
               'NORMAL', now())`,
      [OMMEN, row!.caseId, VISITING],
    )
    await hub.sql(
      `INSERT INTO work_text (municipality, kind, language, text, updated_at)
       VALUES ($1, 'CARD', 'nl', 'Wij kwamen langs.', now())`,
      [HARDENBERG],
    )
    t.match(await rowsOf(hub, [OMMEN, HARDENBERG]), {
      assignment: 1,
      executor_admission: 1,
      work_text: 1,
    })
  })

  await t.test('at the end everything of the pilot goes, with proof, by one command', async (t) => {
    const evaluations = new Map<string, string>()
    for (const code of [OMMEN, HARDENBERG]) {
      evaluations.set(code, (await evaluationOf(hub.asMunicipality(code), code, ['2026-08'])).text)
    }
    const at = async (now: string, ...codes: readonly string[]) => {
      const { json, file } = await operator(t, { database: hub.database, now })
      const files = codes.map((code) => file(`evaluation-${code}.json`, evaluations.get(code)!))
      return json('programme', 'end', PILOT, '--evaluation', ...files)
    }
    const late = '2027-01-01T06:00:00Z'
    t.match(
      await at(late, OMMEN),
      { error: 'registry.invalid', message: /0160/, exitCode: 1 },
      'who was not evaluated keeps all',
    )
    const real = evaluations.get(OMMEN)!
    for (const [wrong, code] of [
      [JSON.stringify({ municipalityCode: OMMEN }), 'command.usage'],
      [real.replace('"visits": 1', '"visits": 2'), 'registry.invalid'],
    ] as const) {
      evaluations.set(OMMEN, wrong)
      t.match(await at(late, OMMEN, HARDENBERG), { error: code }, 'what was not evaluated stays')
    }
    evaluations.set(OMMEN, real)
    t.match(
      await at('2026-12-01T06:00:00Z', OMMEN, HARDENBERG),
      { error: 'registry.conflict', exitCode: 1 },
      'it still runs',
    )
    const before = await rowsOf(hub, [OMMEN, HARDENBERG])
    t.ok(before['notification']! > 0 && before['outcome']! > 0, JSON.stringify(before))
    const answer = (await at(late, OMMEN, HARDENBERG)) as unknown as { ended: readonly Ended[] }
    t.match(answer, { programme: PILOT, exitCode: 0 })
    const { ended } = answer
    t.strictSame(
      ended.map(({ municipality }) => municipality),
      [OMMEN, HARDENBERG],
    )
    t.strictSame(
      Object.entries(await rowsOf(hub, [OMMEN, HARDENBERG])).filter(([, rows]) => rows > 0),
      [],
    )
    const [first, second] = ended
    t.match(first!.removed, { assignment: 1, executor_admission: 1 }, 'each is in the proof')
    t.match(second!.removed, { work_text: 1 })
    for (const { entryId, removed } of ended) {
      t.ok(removed['notification']! > 0 && removed['envelope']! > 0)
      const [entry] = await hub.sql<{ operation: string; objects: { removed: object } }>(
        'SELECT operation, objects FROM log_entry WHERE entry = $1::uuid',
        [entryId],
      )
      t.equal(entry!.operation, 'endProgramme')
    }
    const again = (await at(late, OMMEN, HARDENBERG)) as unknown as { ended: readonly Ended[] }
    t.ok(again.ended.every(({ removed }) => Object.keys(removed).length === 0))
    hub.context.clock.set(late)
    await checkLog(t, hub.context)
  })
})

/** Whoever visits; which organisation that is does not matter here. */
const VISITING = organisationOf('vitens').sandboxId
const PILOT = 'ommen-hardenberg-voor-elkaar'
