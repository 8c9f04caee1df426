import t from 'tap'
import { endDuty } from '../../src/workbench/index.js'
import { checkLog } from '../helpers/check-log.js'
import { visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { enrolWorker, fingerprintOf, workerAt } from '../helpers/work.js'
import { id } from '../notifications/build.js'

const CASES = '/console/work/cases'
/** Everything that the test's residents are called by. */
const PERSON = /Verzonnen|1315 ?(?:ZZ|S[ADS])|Fictielaan|post\.example|31600000000/

t.test('the workbench', async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const coordinator = await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' })
  const consultant = await enrolWorker(hub, almere, 'cs-1', {
    [ALMERE]: 'CONSULTANT',
    [OMMEN]: 'CONSULTANT',
  })
  const viewer = await enrolWorker(hub, almere, 'ma-1', { [ALMERE]: 'VIEWER' })
  const inbox = await workerAt(t, hub, consultant, ALMERE)
  const caseIds = async () =>
    (
      await hub.sql<{ case_id: string; creditors: string[] }>(
        `SELECT case_id, creditors FROM feed_item WHERE municipality = $1 ORDER BY position`,
        [ALMERE],
      )
    ).map((row) => ({ caseId: row.case_id, creditors: row.creditors }))
  const both = (await caseIds()).find(({ creditors }) => creditors.length === 2)!
  const page = `${CASES}/2026-08/${both.caseId}`
  const entries = (operation: string) =>
    hub.sql<{ controller: string; actor: string; record: string }>(
      `SELECT controller, actor, convert_from(record, 'UTF8') AS record FROM log_entry
        WHERE operation = $1 ORDER BY number`,
      [operation],
    )

  await t.test(
    'a person chooses for which municipality to act, and only where a duty is',
    async (t) => {
      const visitor = await visitorWith(t, hub, consultant)
      await visitor.submit('/console/sign-in')
      t.match(await visitor.get(CASES), {
        status: 303,
        headers: { location: '/console/work/choose' },
      })
      const choice = await visitor.get('/console/work/choose')
      t.match(choice.text, /Werk voor Party 003400/)
      t.match(choice.text, /Werk voor Party 017500/)
      const elsewhere = await workerAt(t, hub, consultant, OMMEN)
      const { text } = await elsewhere.get(CASES)
      t.match(text, /2 zaken, pagina 1 van 1/)
      for (const { caseId } of await caseIds()) t.notMatch(text, caseId)
      t.equal((await elsewhere.get(page)).status, 404, 'no case of the other municipality')
      const begun = (await entries('workBegin')).find(
        ({ controller }) => controller === municipalParty(OMMEN),
      )
      t.equal(begun?.actor, almere, 'in the log of the one with the organisation of the other')
      const stranger = await workerAt(t, hub, coordinator, ALMERE)
      t.match(
        await stranger.submit('/console/work/choose', {
          token: stranger.token,
          municipality: OMMEN,
        }),
        {
          status: 403,
          text: /work\.duty/,
        },
      )
    },
  )

  await t.test('the list shows bins, narrows by what is asked, and names nobody', async (t) => {
    const list = await inbox.get(CASES)
    t.equal(list.status, 200)
    t.match(list.text, /Alle zaken \(4\)/)
    t.notMatch(list.text, PERSON)
    const crisis = await inbox.get(`${CASES}?urgency=CRISIS`)
    t.match(crisis.text, /1 zaken, pagina 1 van 1/)
    const both = await inbox.get(`${CASES}?sector=WATER&class=MULTIPLE`)
    t.match(both.text, /1 zaken/)
    t.match((await inbox.get(`${CASES}?least=9999999`)).text, /Geen zaak past/)
    t.match((await inbox.get(`${CASES}?bin=%3Cb%3E&district=x%27--`)).text, /Geen zaak past/)
    t.equal((await inbox.get(`${CASES}?month=2026-09`)).status, 404)
    const bin = /href="(\/console\/work\/cases\?[^"]*bin=[^"]+)"/.exec(list.text)?.[1]
    t.match((await inbox.get(bin!.replaceAll('&#38;', '&'))).text, /aria-current="true"/)
  })

  await t.test(
    'numbers are for everybody with a duty, cases for those who need them',
    async (t) => {
      const reader = await workerAt(t, hub, viewer, ALMERE)
      for (const path of [
        CASES,
        page,
        '/console/work/urgent',
        '/console/work/keys',
        '/console/work/texts',
      ]) {
        t.match(await reader.get(path), { status: 403, text: /work\.duty/ }, path)
      }
      const refused = await reader.submit('/console/work/sealed', {
        token: reader.token,
        month: '2026-08',
        cases: both.caseId,
      })
      t.equal(refused.status, 403)
      t.notMatch(refused.text, /"jwe"|eyJ[\w-]{20,}\./)
      const numbers = await reader.get('/console/work/numbers?month=2026-08')
      t.equal(numbers.status, 200)
      t.notMatch(numbers.text, PERSON)
    },
  )

  await t.test('a case shows its notifications and why it stands where it stands', async (t) => {
    const { status, text } = await inbox.get(page)
    t.equal(status, 200)
    t.match(text, /meervoudig/)
    t.match(text, /drinkwater/)
    t.match(text, /Een voorstel van regelset/)
    t.notMatch(text, PERSON)
    t.notMatch(text, /eyJ[\w-]{20,}\./, 'no envelope is in the page')
    // Numbers are those of a partition: what was refused before is in the hub's own.
    const own = (await entries('workCase')).filter(({ controller }) => controller === almere)
    t.match(own.at(-1)?.record, both.caseId)
  })

  await t.test('envelopes go to the browser that asks, and the log says whose', async (t) => {
    const ask = { token: inbox.token, month: '2026-08', cases: both.caseId }
    const answer = await inbox.submit('/console/work/sealed', ask)
    t.equal(answer.status, 200)
    const released = JSON.parse(answer.text)
    t.equal(released.items[0].notifications[0].sealedIdentity.jwe.split('.').length, 5)
    t.equal(released.deliveryKeys.length, 2)
    t.notMatch(answer.text, PERSON)
    const subjects = await hub.sql(
      `SELECT s.reference FROM log_entry e JOIN log_subject s ON s.entry = e.entry
        WHERE e.operation = 'workSealed' AND s.reference = $1`,
      [both.caseId],
    )
    t.ok(subjects.length > 0)
    t.equal((await inbox.submit('/console/work/sealed', { ...ask, cases: id(77) })).status, 404)
    t.equal((await inbox.submit('/console/work/sealed', { ...ask, token: 'x' })).status, 403)
    t.equal((await inbox.submit('/console/work/sealed', { ...ask, cases: "'; --" })).status, 400)
  })

  await t.test('attempts add up, and two people do not undo each other', async (t) => {
    const attempt = {
      token: inbox.token,
      version: '0',
      kind: 'HOME_VISIT',
      on: '2026-09-01',
      part: 'EVENING',
      reached: 'no',
    }
    const saved = await inbox.submit(`${page}/attempts`, attempt)
    t.match(saved, { status: 303, headers: { location: `${page}?saved=1` } })
    t.match((await inbox.get(`${page}?saved=1`)).text, /Vastgelegd als versie 1/)
    t.match(await inbox.submit(`${page}/attempts`, attempt), { status: 409, text: /work\.changed/ })
    const card = { ...attempt, version: '1', kind: 'CARD', part: '' }
    t.equal((await inbox.submit(`${page}/attempts`, card)).status, 303)
    const tomorrow = await inbox.submit(`${page}/attempts`, {
      ...card,
      version: '2',
      on: '2027-01-01',
    })
    t.match(tomorrow, { status: 400, text: /Een dag ligt in de toekomst/ })
    t.match((await inbox.get(page)).text, /avond/)
    t.match((await inbox.get(`${CASES}?stage=TAKEN_UP`)).text, /1 zaken/)
  })

  await t.test(
    'an outcome needs what its definition needs, and its creditors learn what policy lets them',
    async (t) => {
      const ending = {
        token: inbox.token,
        version: '2',
        outcome: 'FOLLOW_UP_FIN',
        closedOn: '2026-09-01',
        takenUpOn: '2026-09-01',
        status_0: 'TAKEN_UP',
        status_1: 'TAKEN_UP',
      }
      const refused = await inbox.submit(`${page}/ending`, ending)
      t.match(refused, { status: 400, text: /Vervolghulp vraagt toestemming/ })
      const half = await inbox.submit(`${page}/ending`, {
        ...ending,
        referralTo: 'DEBT_HELP',
        referralKind: 'FINANCIAL',
      })
      t.equal(half.status, 400, 'without the day there is no consent')
      const without = await inbox.submit(`${page}/ending`, {
        ...ending,
        outcome: 'REFERRED_WITHOUT_RESIDENT',
      })
      t.equal(without.status, 303, 'the one outcome that the standard has for it')
      const agreed = {
        referralTo: 'DEBT_HELP',
        referralKind: 'FINANCIAL',
        referralOn: '2026-09-01',
      }
      const consent = {
        ...{ consentGiven: 'yes', consentOn: '2026-09-01', share_0: 'yes' },
        what_HELP_ACCEPTED: 'yes',
      }
      const kept = await inbox.submit(`${page}/ending`, {
        ...ending,
        ...agreed,
        ...consent,
        version: '3',
      })
      t.match(kept, { status: 303, headers: { location: `${page}?saved=4` } })
      const [row] = await hub.sql<{ report: { contactAttempts: unknown[]; referral: unknown } }>(
        'SELECT report FROM outcome WHERE version = 4',
      )
      t.equal(row?.report.contactAttempts.length, 2, 'attempts stay')
      t.strictSame(row?.report.referral, {
        to: 'DEBT_HELP',
        kind: 'FINANCIAL',
        agreedOn: '2026-09-01',
      })
      const told = await Promise.all(
        [WONING, STROOM].map(async (party) => (await hub.as(party).get('/v1/feedback')).text),
      )
      t.equal(told.filter((text) => /HELP_ACCEPTED/.test(text)).length, 1, 'only who was named')
      t.match((await inbox.get(page)).text, /Vervolghulp of verwijzing, financieel/)
    },
  )

  await t.test('what was seen leaves the urgent lane', async (t) => {
    t.match((await inbox.get('/console/work/urgent')).text, /crisis/)
    const seen = await hub.sql<{ urgent_id: string }>(
      'SELECT urgent_id FROM urgent_item WHERE municipality = $1',
      [ALMERE],
    )
    const ticked = { token: inbox.token, u_0: seen[0]!.urgent_id }
    t.equal((await inbox.submit('/console/work/urgent', ticked)).status, 303)
    t.match((await inbox.get('/console/work/urgent')).text, /niets dat niet kan wachten/)
  })

  await t.test('texts are the coordinator’s, and naughty ones stay texts', async (t) => {
    const leader = await workerAt(t, hub, coordinator, ALMERE)
    const naughty = `{name} <script>alert(1)</script> "'&{sender}`
    const saved = await leader.submit('/console/work/texts', {
      token: leader.token,
      CARD_nl: naughty,
      SENDER_nl: 'Bel 14 036',
    })
    t.equal(saved.status, 303)
    const { text } = await inbox.get(page)
    t.notMatch(text, /<script>alert/)
    t.match(text, /Bel 14 036/)
    t.match(text, /Geachte \{name\}/, 'what was not written is the text of the hub')
    t.equal((await inbox.submit('/console/work/texts', { token: inbox.token })).status, 403)
  })

  await t.test('a lost key is survivable: creditors are asked to seal anew', async (t) => {
    const asked = await inbox.submit('/console/work/redelivery', {
      token: inbox.token,
      month: '2026-08',
      cases: both.caseId,
    })
    t.match(asked, { status: 200, text: /Gevraagd voor 2 meldingen/ })
    const open = await hub.sql('SELECT creditor FROM redelivery_request WHERE municipality = $1', [
      ALMERE,
    ])
    t.equal(open.length, 2)
  })

  await t.test('a duty that was taken away ends at the next request', async (t) => {
    await endDuty(hub.context, OPERATOR, fingerprintOf(consultant), ALMERE as never)
    t.match(await inbox.get(CASES), { status: 303, headers: { location: '/console/work/choose' } })
    t.equal(
      (
        await inbox.submit('/console/work/sealed', {
          token: inbox.token,
          month: '2026-08',
          cases: both.caseId,
        })
      ).status,
      303,
    )
  })

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
