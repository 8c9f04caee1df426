import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith, type Visitor } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const REASON = 'Verzoek 2026-118'
const ENTRY = /href="(\/console\/search\/[0-9a-f-]{36}\/entries\/[0-9a-f-]{36})"/g

/** Asks, and follows to the page of what was found. */
async function search(
  visitor: Visitor,
  token: string,
  fields: Readonly<Record<string, string>> = {},
) {
  const asked = { token, controller: almere, reason: REASON, ...fields }
  const answer = await visitor.submit('/console/search', asked)
  if (answer.status !== 303) throw new Error(`${answer.status} ${answer.text}`)
  const path = String(answer.headers['location'])
  return { path, page: await visitor.get(path) }
}

const entriesIn = (page: string) => [...page.matchAll(ENTRY)].map(([, path]) => path!)

t.test('searching the log in the console', async (t) => {
  const hub = await startHub(t)
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const colleague = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-2'))
  const [token, other] = [await officer.signIn(), await colleague.signIn()]
  for (let batch = 0; batch < 55; batch += 1) {
    await hub.as(WONING).submit(id(1000 + batch), [report(batch + 1)])
  }

  t.test('shows what the API shows, newest first, page by page', async (t) => {
    const { path, page } = await search(officer, token, { action: 'INTAKE' })
    t.match(path, /^\/console\/search\/[0-9a-f-]{36}$/, 'an address that says nothing')
    t.equal(page.status, 200, page.text)
    const first = entriesIn(page.text)
    t.equal(first.length, 50)
    const older = /href="(\/console\/search\/[^"]+\?after=[^"]+)"/.exec(page.text)?.[1]
    const rest = await officer.get(older!)
    t.equal(entriesIn(rest.text).length, 5)
    t.equal(new Set([...first, ...entriesIn(rest.text)]).size, 55)
    t.equal((await officer.get(`${path}?after=made-up`)).status, 400)
  })

  t.test('every field narrows it', async (t) => {
    const count = async (fields: Readonly<Record<string, string>>) =>
      entriesIn((await search(officer, token, { ...fields, until: '2026-08-31' })).page.text).length
    t.equal(await count({ action: 'INTAKE', actor: WONING, role: 'creditor' }), 50)
    t.equal(await count({ action: 'INTAKE', role: 'agent' }), 0)
    t.equal(await count({ action: 'INTAKE', from: '2026-08-11' }), 0)
    t.equal(await count({ action: 'INTAKE', from: '2026-08-10', purpose: 'EARLY_DETECTION' }), 50)
    t.equal(await count({ action: 'INTAKE', result: 'DENY' }), 0)
    t.equal(await count({ action: 'INTAKE', municipality: ALMERE }), 50)
    t.equal(await count({ caseId: `${WONING}/${id(7)}` }), 1)
  })

  t.test('what cannot be asked is said field by field, and nothing of it is kept', async (t) => {
    const answer = await officer.submit('/console/search', {
      token,
      controller: municipalParty(OMMEN),
      reason: '',
      from: '31 december',
      municipality: 'Almere',
      traceId: '<script>alert(1)</script>',
    })
    t.equal(answer.status, 400)
    t.match(answer.text, /role="alert"/)
    for (const field of ['controller', 'reason', 'from', 'municipality', 'traceId']) {
      t.match(answer.text, new RegExp(`href="#${field}"`), field)
    }
    t.match(answer.text, /value="&#60;script&#62;alert\(1\)&#60;\/script&#62;"/)
    const [kept] = await hub.sql<{ hits: string }>(
      `SELECT count(*) AS hits FROM console_search WHERE filter::text LIKE '%script%'`,
    )
    t.equal(kept?.hits, '0')
    const backwards = {
      token,
      reason: REASON,
      controller: almere,
      from: '2026-08-10',
      until: '2026-08-01',
    }
    t.match(await officer.submit('/console/search', backwards), {
      status: 400,
      text: /href="#until"/,
    })
  })

  t.test('a reason may hold anything, and stays a text everywhere', async (t) => {
    const reason = '"><img src=x onerror=alert(1)></textarea></title>\'; DROP TABLE party; --'
    const { path, page } = await search(officer, token, { reason, action: 'INTAKE' })
    for (const text of [page.text, (await officer.get(`${path}/change`)).text]) {
      t.match(text, /&#34;&#62;&#60;img src=x/)
      t.notMatch(text, /<img/)
    }
    const [logged] = await hub.sql<{ reason: string }>(
      `SELECT objects ->> 'reason' AS reason FROM log_entry
        WHERE operation = 'searchAccessLog' ORDER BY number DESC LIMIT 1`,
    )
    t.equal(logged?.reason, reason)
  })

  t.test('a saved search is there again under its name, for this person alone', async (t) => {
    const { path } = await search(officer, token, { action: 'PULL' })
    const name = 'Ophalen <b>per maand</b>'
    t.equal((await officer.submit(`${path}/save`, { token, name })).status, 303)
    const list = await officer.get('/console/search')
    t.match(list.text, /Ophalen &#60;b&#62;per maand/)
    t.notMatch((await colleague.get('/console/search')).text, /Ophalen/)
    for (const answer of [
      await colleague.get(path),
      await colleague.get(`${path}/change`),
      await colleague.submit(`${path}/save`, { token: other, name: 'mine' }),
      await colleague.submit(`${path}/remove`, { token: other }),
      await colleague.submit(`${path}/export`, { token: other, format: 'csv' }),
      await officer.get('/console/search/00000000-0000-4000-8000-000000000000'),
      await officer.get('/console/search/not-an-id'),
    ]) {
      t.equal(answer.status, 404, answer.text)
    }
    t.equal((await officer.submit(`${path}/remove`, { token })).status, 303)
    t.equal((await officer.get(path)).status, 404)
  })

  t.test('what nobody saved is gone a day later', async (t) => {
    const { path } = await search(officer, token)
    await hub.sql(`UPDATE console_search SET created_at = created_at - interval '25 hours'`)
    await search(officer, token)
    t.equal((await officer.get(path)).status, 404)
  })

  t.test('an entry is explained, with what belongs to it and its proof', async (t) => {
    const { page } = await search(officer, token, { action: 'INTAKE' })
    const [path = ''] = entriesIn(page.text)
    const early = await officer.get(path)
    t.equal(early.status, 200, early.text)
    t.match(early.text, /nog niet in de boom/)
    t.notMatch(String(early.headers['content-security-policy']), /script-src/)
    await sequencePending(hub.context)
    const entry = await officer.get(path)
    t.match(
      entry.headers['content-security-policy'],
      /; script-src 'self'; require-trusted-types-for/,
    )
    t.match(
      entry.text,
      /<script\s+type="module"\s+src="\/console\/assets\/prove-entry\.[0-9a-f]{16}\.js"\s+integrity="sha256-/,
    )
    t.match(entry.text, /Een schuldeiser leverde meldingen aan/)
    const trace = /name="traceId"\s+value="([0-9a-f]{32})"/.exec(entry.text)?.[1] ?? ''
    const [from] = path.split('/entries/')
    const related = await officer.submit(`${from}/trace`, { token, traceId: trace })
    t.equal(related.status, 303)
    const chain = await officer.get(String(related.headers['location']))
    t.equal(entriesIn(chain.text).length, 1)
    t.equal((await officer.submit(`${from}/trace`, { token, traceId: '%' })).status, 400)
    t.equal((await officer.get(`${from}/entries/${id(5)}`)).status, 404)
    t.match((await colleague.get(path)).status, 404)
  })

  t.test('what was found goes along as a file, once more logged', async (t) => {
    const { path } = await search(officer, token, { action: 'INTAKE' })
    const lines = await officer.submit(`${path}/export`, { token, format: 'ndjson' })
    t.match(lines.headers, {
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="log.ndjson"',
      'cache-control': 'no-store',
    })
    const entries = lines.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.equal(entries.length, 55)
    t.match(entries[0], {
      index: Number,
      salt: /^[0-9a-f]{64}$/,
      record: { action: 'INTAKE' },
    })
    const table = await officer.submit(`${path}/export`, { token, format: 'csv' })
    t.match(table.headers, { 'content-type': 'text/csv; charset=utf-8' })
    t.equal(table.text.trimEnd().split('\r\n').length, 56)
    const logged = await hub.sql<{ count: string; format: string }>(
      `SELECT count, objects ->> 'format' AS format FROM log_entry
        WHERE operation = 'consoleExport' ORDER BY number`,
    )
    t.strictSame(
      logged.map(({ count, format }) => `${count} ${format}`),
      ['55 ndjson', '55 csv'],
    )
  })

  t.test('nothing is done without the token of the session', async (t) => {
    const { path } = await search(officer, token)
    for (const where of [
      '/console/search',
      `${path}/save`,
      `${path}/remove`,
      `${path}/export`,
      `${path}/trace`,
    ]) {
      for (const forged of ['', 'x', other]) {
        const answer = await officer.submit(where, { token: forged, reason: REASON, name: 'x' })
        t.match(answer, { status: 403, text: /form\.forged/ }, where)
      }
    }
  })

  t.test('a quota that is used up is said as a page', async (t) => {
    const { path } = await search(officer, token)
    const limit = hub.context.config.logPagesPerDay
    await hub.sql(`UPDATE quota_use SET used = $1::bigint WHERE operation = 'searchAccessLog'`, [
      limit,
    ])
    const answer = await officer.get(path)
    t.match(answer, { status: 429, text: /quota\.exceeded/ })
    t.match(answer.headers['retry-after'], /^\d+$/)
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})
