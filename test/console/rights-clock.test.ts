import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { observeRequests, remindOfRequests } from '../../src/rights/index.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const ABOUT = {
  municipality: ALMERE,
  surname: 'Verzonnen1',
  prefix: 'van',
  initials: 'V.',
  postcode: '1315ZZ',
  houseNumber: '1',
  reason: 'Dossier 2026-44',
}

t.test('the clock of a request of a resident', async (t) => {
  const hub = await startHub(t, { now: '2026-08-10T09:00:00Z' })
  const { context } = hub
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  let token = await officer.signIn()
  await hub.as(WONING).submit(id(1000), [report(1)])
  const register = (fields: Readonly<Record<string, string>> = {}) =>
    officer.submit('/console/rights', {
      token,
      ...ABOUT,
      kind: 'ACCESS',
      receivedOn: '2026-08-03',
      ...fields,
    })
  const goTo = async (now: string) => {
    context.clock.set(now)
    token = await officer.signIn()
  }
  const begun = await register()
  const path = String(begun.headers['location'])

  t.test('access is registered with the day of receipt and a reference', async (t) => {
    t.equal(begun.status, 303, begun.text)
    t.match(path, /^\/console\/rights\/[0-9a-f-]{36}$/, 'an address that says nothing')
    const { text } = await officer.get(path)
    t.match(text, /inzage \(AVG 15\)[^]*Dossier 2026-44[^]*ma 3 aug 2026/)
    t.match(text, /uiterlijk ma 31 aug 2026, nog 21 dagen/)
    const list = await officer.get('/console/rights')
    t.match(list.text, /inzage[^]*Dossier 2026-44[^]*nog 21 dagen/)
    const overview = await officer.get(`/console/overview?log=${almere}`)
    t.match(overview.text, /Open verzoeken van inwoners[^]*Dossier 2026-44[^]*nog 21 dagen/)
  })

  t.test('nothing of the resident is kept but the pseudonym in the log', async (t) => {
    const [row] = await hub.sql<{ hits: string }>(
      `SELECT count(*) AS hits FROM rights_clock x WHERE x::text ~* 'verzonnen|1315'`,
    )
    t.equal(row?.hits, '0')
    const about = await hub.sql(
      `SELECT 1 FROM log_subject s JOIN rights_clock c ON c.entry = s.entry
        WHERE s.household IS NOT NULL AND s.person IS NOT NULL`,
    )
    t.ok(about.length > 0)
    const trail = await officer.submit('/console/resident', { token, ...ABOUT })
    t.match(trail.text, /Verzoek van een inwoner/, 'and so it stands in the trail of the resident')
  })

  t.test('an objection has a clock too, which starts on the day of receipt', async (t) => {
    const answer = await register({ kind: 'OBJECTION', receivedOn: '2026-08-09' })
    t.equal(answer.status, 303, answer.text)
    const { text } = await officer.get(String(answer.headers['location']))
    t.match(text, /bezwaar \(AVG 21\)[^]*uiterlijk zo 6 sep 2026/)
    t.match(text, /verstrekking gestopt/)
  })

  t.test('400: a day that cannot be one of receipt', async (t) => {
    for (const receivedOn of ['2026-08-11', '2024-01-01', '10-8', '"><b>']) {
      const answer = await register({ receivedOn })
      t.equal(answer.status, 400)
      t.match(answer.text, /href="#receivedOn"/)
      t.notMatch(answer.text, /"><b>/)
    }
    t.match(await register({ kind: 'OBJECTION', initials: '' }), {
      status: 400,
      text: /href="#initials"/,
    })
    t.equal((await register({ municipality: OMMEN })).status, 403)
  })

  t.test('a reminder by count, in the log of the municipality and in the metrics', async (t) => {
    t.strictSame(await remindOfRequests(context, TRACE), [])
    await goTo('2026-08-26T09:00:00Z')
    t.match(await remindOfRequests(context, TRACE), [
      { municipality: ALMERE, controller: almere, open: 2, soon: 1, late: 0 },
    ])
    t.match((await officer.get(path)).text, /<strong>uiterlijk ma 31 aug 2026, nog 5 dagen/)
    const [entry] = await hub.sql<{ controller: string; objects: object }>(
      `SELECT controller, objects FROM log_entry WHERE operation = 'job.remind'`,
    )
    t.match(entry, { controller: almere, objects: { municipality: ALMERE, soon: 1, late: 0 } })
    await observeRequests(context)
    const metrics = await context.metrics.registry.metrics()
    t.match(metrics, /hub_rights_requests\{state="open"\} 2\n/)
    t.match(metrics, /hub_rights_requests\{state="soon"\} 1\n/)
  })

  t.test('it is extended once, with the reason that the resident was given', async (t) => {
    const extend = (dueOn: string, why = 'Veel verzoeken <tegelijk>') =>
      officer.submit(`${path}/extend`, { token, dueOn, why })
    for (const [dueOn, why] of [
      ['soon', 'x'],
      ['2026-10-01', ''],
    ] as const) {
      t.match(await extend(dueOn, why), { status: 400, text: /role="alert"/ })
    }
    for (const dueOn of ['2026-08-31', '2026-11-04']) {
      t.match(await extend(dueOn), { status: 409, text: /rights\.extension_refused/ }, dueOn)
    }
    t.equal((await extend('2026-11-03')).status, 303)
    const { text } = await officer.get(path)
    t.match(text, /uiterlijk di 3 nov 2026[^]*Verlengd[^]*fg-1: Veel verzoeken &#60;tegelijk&#62;/)
    t.notMatch(text, /action="[^"]+\/extend"/, 'and not again')
    t.equal((await extend('2026-11-03')).status, 409)
  })

  t.test('once the month is over nobody can be told of an extension any more', async (t) => {
    const late = await register({ receivedOn: '2026-07-20' })
    const where = String(late.headers['location'])
    const { text } = await officer.get(where)
    t.match(text, /te laat sinds ma 17 aug 2026, 9 dagen/)
    t.notMatch(text, /action="[^"]+\/extend"/)
    const fields = { token, dueOn: '2026-10-01', why: 'x' }
    t.equal((await officer.submit(`${where}/extend`, fields)).status, 409)
  })

  t.test('the answer stops the clock, once', async (t) => {
    const answer = (how: string) => officer.submit(`${path}/answer`, { token, answer: how })
    t.equal((await answer('PERHAPS')).status, 400)
    t.equal((await answer('GIVEN')).status, 303)
    t.match((await officer.get(path)).text, /antwoord gegeven op 26 aug 2026/)
    t.match(await answer('REFUSED'), { status: 409, text: /rights\.answered/ })
    const overview = await officer.get(`/console/overview?log=${almere}`)
    t.notMatch(overview.text, new RegExp(path))
    const [entry] = await hub.sql<{ objects: object }>(
      `SELECT objects FROM log_entry WHERE operation = 'consoleRightsAnswer'`,
    )
    t.match(entry?.objects, { kind: 'ACCESS', answer: 'GIVEN', isLate: false })
  })

  t.test('404: a request of another municipality, or none', async (t) => {
    await hub.sql(
      `INSERT INTO rights_clock (request, municipality, kind, reference, received_on, registered_at,
                                 party, holder, due_on, entry)
       VALUES ($1::uuid, $2, 'ACCESS', 'x', $3::date, now(), $4, 'fg-9', $3::date,
               gen_random_uuid())`,
      [id(77), OMMEN, '2026-08-10' as Day, municipalParty(OMMEN)],
    )
    for (const where of [`/console/rights/${id(77)}`, '/console/rights/nothing']) {
      t.equal((await officer.get(where)).status, 404)
      for (const [step, fields] of [
        ['answer', { answer: 'GIVEN' }],
        ['extend', { dueOn: '2026-09-20', why: 'x' }],
      ] as const) {
        t.equal((await officer.submit(`${where}/${step}`, { token, ...fields })).status, 404)
      }
    }
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, context)
  })
})
