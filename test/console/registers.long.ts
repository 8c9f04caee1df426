import t from 'tap'
import { ACTIVITIES, EVENTS, sequencePending } from '../../src/access-log/index.js'
import { setTerm } from '../../src/retention/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { renewKeys } from '../retention/setting.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const NAUGHTY = `"><script>alert(1)</script><b>'`

t.test('registers and breaches in the console', async (t) => {
  const hub = await startHub(t)
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  await hub.as(WONING).submit(id(1000), [report(1), report(2)])
  await hub.sql(`UPDATE epoch SET ends_on = '2027-07-31' WHERE number = 1`)
  const term = { kind: 'MATCH_DATA', term: 5, validFrom: '2026-08-10' as Day, reason: NAUGHTY }
  await setTerm(hub.context, OPERATOR, { ...term, municipality: ALMERE })
  await hub.sql(`UPDATE agreement SET reference = $1 WHERE municipality = $2`, [NAUGHTY, ALMERE])
  const token = await officer.signIn()

  t.test('every activity of the catalogue, with purpose, data, recipients and terms', async (t) => {
    const { status, text } = await officer.get(`/console/registers?log=${almere}`)
    t.equal(status, 200)
    for (const { id: activity, version, nl } of ACTIVITIES) {
      t.match(text, new RegExp(`id="${activity}-${version}"`), activity)
      t.ok(text.includes(nl.title), activity)
    }
    t.match(text, /MATCH_DATA: 6 maanden/)
    t.match(text, /De gemeente van de inwoner/)
    t.notOk(text.includes('<script>alert'), 'naughty strings are text')
    t.ok(text.includes('&#34;&#62;&#60;script&#62;'), 'and are shown')
    t.match(text, /MATCH_DATA[^]*5 month/, 'the decision about this municipality')
    t.notMatch(text, new RegExp(municipalParty(OMMEN)), 'nothing of another')
  })

  t.test('the same as JSON', async (t) => {
    const { headers, text } = await officer.submit('/console/registers/json', {
      token,
      log: almere,
    })
    t.match(headers['content-disposition'], /registers\.json/)
    const found = JSON.parse(text) as {
      activities: { name: string; operations: string[] }[]
      keys: object[]
    }
    const named = new Set(found.activities.flatMap(({ operations }) => operations))
    for (const { operation } of EVENTS) t.ok(named.has(operation), operation)
    t.match(found.keys[0], {
      family: 'epoch',
      number: 1,
      state: 'IN_USE',
      fingerprint: /^[0-9a-f]{32}$/,
    })
  })

  t.test('a destroyed secret shows its entry and the place of that in the tree', async (t) => {
    await hub.sql(`DELETE FROM notification`)
    await hub.sql(
      `UPDATE epoch SET starts_on = '2025-01-01', ends_on = '2025-12-31' WHERE number = 1`,
    )
    await renewKeys(hub)
    await sequencePending(hub.context)
    const { text } = await officer.get('/console/registers?log=hub')
    t.match(text, /Tijdvak 1[^]*vernietigd bij de hub op[^]*plaats \d+ in de boom/)
    const { text: json } = await officer.submit('/console/registers/json', { token, log: 'hub' })
    t.match(JSON.parse(json), {
      checkpoint: /\n\u2014 /,
      destructions: [{ family: 'epoch', number: 1, leaf: /^[0-9a-f]{64}$/ }],
    })
  })

  t.test('an entry leads to its activity in the register', async (t) => {
    const begun = await officer.submit('/console/search', {
      token,
      controller: almere,
      reason: 'x',
    })
    const results = await officer.get(String(begun.headers['location']))
    const [, entry = ''] =
      /href="(\/console\/search\/[^"]+\/entries\/[^"]+)"/.exec(results.text) ?? []
    const { text } = await officer.get(entry)
    t.match(text, /href="\/console\/registers\?log=[0-9]+#[a-z-]+-1"/)
  })

  t.test('whom a breach concerns, by municipality', async (t) => {
    const asked = { token, party: WONING, reason: 'Incident 26-41' }
    const { status, text } = await officer.submit('/console/breach', asked)
    t.equal(status, 200)
    t.match(text, new RegExp(`${ALMERE}</th>\\s*<td[^>]*>2</td>`))
    const file = await officer.submit('/console/breach', { ...asked, as: 'json' })
    t.match(JSON.parse(file.text), { packages: [{ municipality: ALMERE, households: [{}, {}] }] })
    t.notMatch(file.text, /Verzonnen/)
  })

  t.test('400: what was typed comes back, harmless', async (t) => {
    for (const fields of [
      { reason: NAUGHTY },
      { party: NAUGHTY, reason: 'x' },
      { certificate: 'ab', reason: 'x' },
      { from: '2026-13-01', reason: 'x' },
      { party: WONING, reason: ' ' },
    ]) {
      const { status, text } = await officer.submit('/console/breach', { token, ...fields })
      t.equal(status, 400, JSON.stringify(fields))
      t.match(text, /role="alert"/)
      t.notOk(text.includes('<script>alert'))
    }
  })

  t.test('403: a log that the officer does not review', async (t) => {
    const { status } = await officer.get(`/console/registers?log=${municipalParty(OMMEN)}`)
    t.equal(status, 403)
  })

  t.test('every look is in the log', async (t) => {
    const rows = await hub.sql<{ operation: string }>(
      `SELECT DISTINCT operation FROM log_entry
        WHERE operation IN ('consoleRegisters', 'consoleBreach') ORDER BY 1`,
    )
    t.strictSame(
      rows.map(({ operation }) => operation),
      ['consoleBreach', 'consoleRegisters'],
    )
    await checkLog(t, hub.context)
  })
})
