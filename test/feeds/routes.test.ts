import t from 'tap'
import { openFeed } from '../../src/client/feed.js'
import { verifyHubSignature } from '../../src/client/hub-identity.js'
import { ALMERE, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { closeMonth, identityOf, sealingKeysOf } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

const AUGUST = '/v1/feeds/2026-08'

t.test('getFeed', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const first = await woning.submit(id(9000), [
    report(1),
    report(2, { address: { postcode: '1315ZZ', houseNumber: 1 } }),
    report(3, { municipalityCode: OMMEN, address: { postcode: '7731AA', houseNumber: 3 } }),
  ])
  t.match(first.body, { counts: { accepted: 3 } }, first.text)
  const almere = hub.asMunicipality(ALMERE)

  await t.test('404 and 409: no such month, and one that is still open', async (t) => {
    t.match(await almere.get('/v1/feeds/2026-07'), { status: 404, body: { code: 'feed.unknown' } })
    t.match(await almere.get(AUGUST), { status: 409, body: { code: 'feed.month_open' } })
    t.match((await almere.get('/v1/feeds')).body, { feeds: [{ month: '2026-08', status: 'OPEN' }] })
  })

  await closeMonth(hub.context, ALMERE, '2026-08')
  await closeMonth(hub.context, OMMEN, '2026-08')

  await t.test('200: a page that its municipality can check and open', async (t) => {
    const answer = await almere.get(AUGUST)
    t.equal(answer.status, 200, answer.text)
    t.match(answer.headers, {
      etag: /^"[\w-]{43}"$/,
      'log-entry': /^[0-9a-f-]{36}$/,
      link: undefined,
    })
    const identity = identityOf(hub.context)
    const now = hub.context.clock.now()
    const signature = String(answer.headers['payload-signature'])
    const bytes = Buffer.from(answer.text)
    await verifyHubSignature(identity, bytes, signature, 'vroegsignaal-feed-page+jws', now)
    const opened = await openFeed(identity, [answer.body], sealingKeysOf(hub, ALMERE), now)
    t.equal(opened.opened, 2)
    t.match(opened.cases, [
      {
        matchClass: 'MULTIPLE',
        notificationCount: 2,
        statusAtPull: 'NEW',
        notifications: [
          { identity: { person: { surname: /^Verzonnen/ }, phone: ['+31600000000'] } },
          { identity: { address: { postcode: '1315ZZ' } } },
        ],
      },
    ])
    const entry = await hub.sql(`SELECT action, result, objects FROM log_entry WHERE entry = $1`, [
      String(answer.headers['log-entry']),
    ])
    t.match(entry, [
      { action: 'PULL', result: 'ALLOW', objects: { month: '2026-08', from: 0, to: 1 } },
    ])
  })

  await t.test('304: authorised and logged like a 200', async (t) => {
    const count = async () =>
      (await hub.sql(`SELECT 1 FROM log_entry WHERE action = 'PULL' AND result = 'ALLOW'`)).length
    const { headers } = await almere.get(AUGUST)
    const before = await count()
    const again = await almere.get(AUGUST, { 'if-none-match': String(headers['etag']) })
    t.equal(again.status, 304)
    t.equal(again.text, '')
    t.equal(again.headers['etag'], headers['etag'])
    t.match(again.headers['log-entry'], /^[0-9a-f-]{36}$/)
    t.not(again.headers['log-entry'], headers['log-entry'])
    t.equal(await count(), before + 1)
    const other = await almere.get(AUGUST, { 'if-none-match': '"other"' })
    t.equal(other.status, 200)
  })

  await t.test('a municipality sees its own month and nothing of another’s', async (t) => {
    const theirs = await hub.asMunicipality(OMMEN).get(AUGUST)
    t.match(theirs.body, { statement: { municipalityCode: OMMEN, count: 1 } })
    t.notMatch(theirs.text, id(1))
    const ours = await almere.get(AUGUST)
    t.notMatch(ours.text, id(3))
    const cursor = await almere.get(`${AUGUST}?cursor=${'A'.repeat(38)}`)
    t.match(cursor, { status: 400, body: { code: 'feed.cursor' } })
  })

  await t.test('403: a creditor, and a stranger', async (t) => {
    t.match(await woning.get(AUGUST), { status: 403, body: { code: 'party.role_not_allowed' } })
    t.match(await hub.asStranger().get(AUGUST), { status: 403 })
  })

  await t.test('503: what cannot be logged is not released', async (t) => {
    await hub.sql('REVOKE EXECUTE ON FUNCTION log_append FROM vroegsignaal_municipality')
    for (const path of [AUGUST, '/v1/feeds/urgent', '/v1/feeds']) {
      const answer = await almere.get(path)
      t.match(answer, { status: 503, body: { code: 'log.unavailable' } }, path)
      t.notMatch(answer.text, 'jwe')
      t.equal(answer.headers['etag'], undefined)
    }
    await hub.sql('GRANT EXECUTE ON FUNCTION log_append TO vroegsignaal_municipality')
    t.equal((await almere.get(AUGUST)).status, 200)
  })

  await t.test('an item that was removed from the database is missed', async (t) => {
    await hub.sql(`UPDATE feed SET items = 2 WHERE municipality = '${ALMERE}'`)
    t.match(await almere.get(AUGUST), { status: 409, body: { code: 'feed.integrity' } })
    await hub.sql(`UPDATE feed SET items = 1 WHERE municipality = '${ALMERE}'`)
  })
})

t.test('a month of many cases comes page by page', async (t) => {
  const hub = await startHub(t)
  const reports = Array.from({ length: 1203 }, (_, at) => report(at + 1))
  const { body } = await hub.as(STROOM).submit(
    id(9001),
    reports.map((one) => ({ ...one, creditorId: STROOM, sector: 'WATER' })),
  )
  t.equal(body.counts.accepted, 1203)
  await closeMonth(hub.context, ALMERE, '2026-08')
  const almere = hub.asMunicipality(ALMERE)
  const one = await almere.get(AUGUST)
  t.match(one.headers['link'], /^<\/v1\/feeds\/2026-08\?cursor=[\w-]+>; rel="next"$/)
  const two = await almere.get(`${AUGUST}?cursor=${one.body.nextCursor}`)
  t.match(two.body, { from: 1000, nextCursor: null, intakeEntries: [] })
  t.equal(two.headers['link'], undefined)
  t.equal(one.body.items.length, 1000)
  t.equal(two.body.items.length, 203)
  const keys = sealingKeysOf(hub, ALMERE)
  const now = hub.context.clock.now()
  const opened = await openFeed(identityOf(hub.context), [one.body, two.body], keys, now)
  t.equal(opened.opened, 1203)
  t.equal((await almere.get(AUGUST)).text, one.text, 'the same every time')
  t.match(await hub.asMunicipality(OMMEN).get(`${AUGUST}?cursor=${one.body.nextCursor}`), {
    status: 400,
    body: { code: 'feed.cursor' },
  })
})
