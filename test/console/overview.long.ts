import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { runDueJobs } from '../../src/jobs/index.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

const [almere, ommen] = [municipalParty(ALMERE), municipalParty(OMMEN)]

t.test('the overview', async (t) => {
  const hub = await startHub(t, { now: '2026-08-03T09:00:00Z' })
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  await hub.as(WONING).submit(id(1000), [report(1), report(2)])
  await hub.as(STROOM).post('/v1/access-log/_search', { reason: 'x' })
  hub.context.clock.set('2026-08-10T09:00:00Z')
  for (let batch = 1; batch < 15; batch += 1) {
    await hub.as(WONING).submit(id(1000 + batch), [report(batch + 10)])
  }
  await sequencePending(hub.context)
  await hub.sql(
    `UPDATE certificate SET not_after = '2026-08-20T00:00:00Z' WHERE party = ANY ($1::text[])`,
    [`{${almere},${ommen},${WONING}}`],
  )
  await hub.sql(
    `UPDATE mandate SET valid_until = '2026-09-30', agreement = agreement || ' ' || municipality
      WHERE creditor = $1`,
    [WONING],
  )
  await officer.signIn()
  const ours = await officer.get(`/console/overview?log=${almere}`)
  t.equal(ours.status, 200, ours.text)

  t.test('counts by day, party and purpose, beside what is usual', async (t) => {
    t.match(ours.text, /<svg[^>]+role="img"/, 'a chart')
    const monday = /ma 10 aug 2026<\/th>\s*<td[^>]*>15<\/td>\s*<td[^>]*>0<\/td>/
    t.match(ours.text, monday, 'fourteen batches and this look')
    t.match(ours.text, /Vroegsignalering van schulden/, 'what for')
    t.match(ours.text, /ongewoon<\/span/, 'more than usual')
  })

  t.test('shows of its own log what ends soon, and nothing of another', async (t) => {
    t.match(ours.text, new RegExp(`${almere}[^]*20 aug 2026`))
    t.match(ours.text, /LCV 2026 0034[^]*wo 30 sep 2026/)
    t.notMatch(ours.text, new RegExp(`LCV 2026 ${OMMEN}|${ommen}`))
    t.notMatch(ours.text, /<h2[^>]*>Taken/)
  })

  t.test('of the hub’s own log also refusals, and everybody’s ends', async (t) => {
    const all = await officer.get('/console/overview?log=hub')
    t.match(
      all.text,
      /href="\/console\/overview" aria-current="page"/,
      'the page knows where it is',
    )
    t.match(all.text, /searchAccessLog[^]*party\.role_not_allowed/)
    t.match(all.text, /LCV 2026 0175/)
    t.match(all.text, /over \d+ vastleggingen/)
  })

  t.test('of a municipality’s log also what was refused to its own and aimed at it', async (t) => {
    await hub.as(almere).get('/v1/mandates')
    const seen = await officer.get(`/console/overview?log=${almere}`)
    t.match(seen.text, /Geweigerde pogingen[^]*listMandates[^]*party\.role_not_allowed/)
    t.notMatch(seen.text, /searchAccessLog[^]*party\.role_not_allowed/, 'not what others tried')
  })

  t.test('says whether what should be gone is gone', async (t) => {
    t.match(ours.text, /Vergeten op tijd[^]*nog niet gedraaid/)
    await runDueJobs(hub.context, { makeKeys: () => Promise.resolve() })
    const path = `/console/overview?log=${almere}`
    const done = await officer.get(path)
    t.match(done.text, /Vergeten op tijd[^]*Gedaan tot en met[^]*termijn voorbij is, is weg/)
    await hub.sql(`DELETE FROM retention_progress WHERE kind = 'STATISTICS'`)
    await hub.sql(
      `INSERT INTO statistic_month (municipality, month, kept_at) VALUES ($1, '2015-01-01', now())`,
      [ALMERE],
    )
    t.match((await officer.get(path)).text, /Cijfers van een maand\. van 2015-01 had weg moeten/)
    hub.context.clock.set('2026-08-12T09:00:00Z')
    await officer.signIn()
    t.match((await officer.get(path)).text, /meer dan een dag te laat/)
    await hub.sql(`DELETE FROM statistic_month WHERE month = '2015-01-01'`)
  })

  t.test('names the witnesses who checked the log last, by their own clocks', async (t) => {
    t.match(ours.text, /geen getuige/)
    const line = Buffer.alloc(76)
    line.writeBigUInt64BE(BigInt(Date.parse('2026-08-10T08:59:00Z') / 1000), 4)
    await hub.sql(
      `UPDATE log_checkpoint SET cosigned = note || $1
        WHERE size = (SELECT max(size) FROM log_checkpoint)`,
      [`\u2014 getuige.example/log ${line.toString('base64')}\n`],
    )
    const seen = await officer.get('/console/overview?log=hub')
    t.match(seen.text, /getuige getuige\.example\/log op 10 aug 2026, 10:59:00, over \d+ vast/)
  })

  t.test('403: a log that the officer does not review', async (t) => {
    const other = await officer.get(`/console/overview?log=${ommen}`)
    t.match(other, { status: 403, text: /party\.role_not_allowed/ })
    t.equal((await officer.get('/console/overview?log=%27--')).status, 403)
  })

  t.test('a log that stands still is said so', async (t) => {
    await hub.sql('UPDATE log_head SET root = sha256($1)', [Buffer.from('x')])
    const stopped = await officer.get('/console/overview?log=hub')
    t.match(stopped.text, /stilgezet: TILES_DISAGREE/)
  })
})

t.test('looking is in the log', async (t) => {
  const hub = await startHub(t)
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  await officer.signIn()
  const rows = await hub.sql<{ controller: string; actor_key: string }>(
    `SELECT controller, actor_key FROM log_entry WHERE operation = 'consoleOverview'`,
  )
  t.match(rows, [{ controller: almere, actor_key: /^[0-9a-f]{64}$/ }])
  await checkLog(t, hub.context)
})
