import t from 'tap'
import { openFeed } from '../../../src/client/feed.js'
import { openUrgent } from '../../../src/client/urgent.js'
import { purgeEnvelopes } from '../../../src/feeds/index.js'
import { ALMERE, municipalParty, OMMEN, startHub, WONING } from '../../helpers/hub.js'
import { closeMonth, identityOf, sealingKeysOf, served, TRACE } from '../../helpers/served.js'
import { id, report } from '../../notifications/build.js'

const AUGUST = '/v1/feeds/2026-08'

t.test('acknowledgeFeed', async (t) => {
  const hub = await startHub(t)
  await hub.as(WONING).submit(id(9002), [report(1), report(2)])
  await closeMonth(hub.context, ALMERE, '2026-08')
  const almere = hub.asMunicipality(ALMERE)
  const { statement } = (await almere.get(AUGUST)).body
  const acknowledge = (number: number, fields: Record<string, unknown> = {}, month = '2026-08') =>
    almere.send(
      `/v1/feeds/${month}/_acknowledge`,
      almere.sign('acknowledgeFeed', {
        acknowledgementId: id(number),
        month,
        count: statement.count,
        root: statement.root,
        ...fields,
      }),
    )

  t.test('409 and 404: what was not received, or not closed', async (t) => {
    const refusals = [
      [await acknowledge(1, { count: 1 }), 409, 'feed.integrity'],
      [await acknowledge(2, { root: '0'.repeat(64) }), 409, 'feed.integrity'],
      [await acknowledge(3, {}, '2026-09'), 404, 'feed.unknown'],
      [await acknowledge(4, { month: '2026-07' }), 400, 'request.invalid'],
    ] as const
    for (const [answer, status, code] of refusals) t.match(answer, { status, body: { code } })
    t.match(await hub.sql('SELECT acknowledged_at FROM feed'), [{ acknowledged_at: null }])
  })

  t.test('401: not signed', async (t) => {
    const body = JSON.parse(almere.sign('acknowledgeFeed', { month: '2026-08' }).text) as object
    t.match(await almere.post(`${AUGUST}/_acknowledge`, body), { status: 401 })
  })

  t.test('200: and the same again changes nothing', async (t) => {
    const answer = await acknowledge(5)
    t.match(answer, {
      status: 200,
      body: {
        month: '2026-08',
        count: 2,
        root: statement.root,
        acknowledgedAt: '2026-09-01T06:00:00.000Z',
        envelopesUntilOn: '2026-09-15',
        logEntry: { controller: municipalParty(ALMERE) },
      },
    })
    hub.context.clock.set('2026-09-03T08:00:00Z')
    t.match((await acknowledge(5)).body, { acknowledgedAt: '2026-09-01T06:00:00.000Z' })
    t.match((await almere.get('/v1/feeds')).body.feeds[0], { status: 'CLOSED', count: 2 })
  })

  t.test('after the grace time the identities are gone and the root holds', async (t) => {
    const purge = () => purgeEnvelopes(hub.context, served(ALMERE), TRACE)
    hub.context.clock.set('2026-09-15T05:00:00Z')
    t.strictSame(await purge(), [], 'a day too early')
    t.match((await almere.get(AUGUST)).text, /"jwe":/)
    hub.context.clock.set('2026-09-15T06:00:00Z')
    t.strictSame(await purge(), [{ month: '2026-08', envelopes: 2 }])
    t.strictSame(await purge(), [], 'once')
    const page = await almere.get(AUGUST)
    t.equal(page.status, 200)
    t.strictSame(page.body.deliveryKeys, [])
    for (const { notifications } of page.body.items) {
      t.match(notifications[0].sealedIdentity, { withheld: 'PURGED', jwe: undefined })
    }
    const now = hub.context.clock.now()
    const opened = await openFeed(identityOf(hub.context), [page.body], new Map(), now)
    t.equal(opened.opened, 0)
    t.match(await hub.sql(`SELECT count, objects FROM log_entry WHERE action = 'PURGE'`), [
      { count: '2', objects: { month: '2026-08', envelopes: 2 } },
    ])
  })
})

t.test('createRedeliveryRequest', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  await woning.submit(id(9003), [report(1), report(2)])
  await closeMonth(hub.context, ALMERE, '2026-08')
  const almere = hub.asMunicipality(ALMERE)
  const request = (municipality: typeof almere, number: number, ...wanted: number[]) =>
    municipality.send(
      '/v1/redelivery-requests',
      municipality.sign('createRedeliveryRequest', {
        requestId: id(number),
        reason: 'KEY_LOST',
        notifications: wanted.map((one) => ({ creditorId: WONING, notificationId: id(one) })),
      }),
    )
  const before = (await almere.get(AUGUST)).body
  t.match(await request(hub.asMunicipality(OMMEN), 20, 1), {
    status: 201,
    body: { items: [{ status: 'UNKNOWN' }] },
  })
  t.match(await request(almere, 21, 1, 77), {
    status: 201,
    body: { items: [{ status: 'OPENED' }, { notificationId: id(77), status: 'UNKNOWN' }] },
  })
  const again = await woning.submit(id(9004), [
    report(1, { kind: 'REDELIVERY' }),
    report(3, { reportedOn: '2026-09-01' }),
  ])
  t.match(again.body, { counts: { rejected: 0 } }, again.text)

  const now = hub.context.clock.now()
  const page = (await almere.get(AUGUST)).body
  t.strictSame(page.statement, before.statement)
  const opened = await openFeed(identityOf(hub.context), [page], sealingKeysOf(hub, ALMERE), now)
  t.equal(opened.opened, 2, 'the new envelope opens, and the root is the old one')
  t.ok(await closeMonth(hub.context, ALMERE, '2026-09'), 'and its own batch agrees with the log')
})

t.test('what was urgent and can no longer be opened is handed out once more', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const almere = hub.asMunicipality(ALMERE)
  const keys = sealingKeysOf(hub, ALMERE)
  const lane = async () => (await almere.get('/v1/feeds/urgent')).body
  const acknowledge = async (number: number) =>
    almere.send(
      '/v1/feeds/urgent/_acknowledge',
      almere.sign('acknowledgeUrgentFeed', {
        acknowledgementId: id(number),
        urgentIds: (await lane()).items.map(({ urgentId }: { urgentId: string }) => urgentId),
      }),
    )
  const again = async (number: number) => {
    const opened = await almere.send(
      '/v1/redelivery-requests',
      almere.sign('createRedeliveryRequest', {
        requestId: id(number),
        reason: 'KEY_LOST',
        notifications: [{ creditorId: WONING, notificationId: id(1) }],
      }),
    )
    t.match(opened.body, { items: [{ status: 'OPENED' }] }, 'asked for')
    hub.context.clock.set(new Date(hub.context.clock.now().getTime() + 60_000).toISOString())
    const urgent = { crisis: true, crisisGround: 'EVICTION', kind: 'REDELIVERY' }
    const { body } = await woning.submit(id(number + 1000), [report(1, urgent)])
    t.match(body, { counts: { rejected: 0 } }, 'and sent')
  }
  await woning.submit(id(9005), [report(1, { crisis: true, crisisGround: 'EVICTION' }), report(2)])
  t.match(await acknowledge(30), { status: 200, body: { count: 1 } })
  t.strictSame((await lane()).items, [])

  await again(31)
  const [item] = openUrgent(await lane(), keys)
  t.match(item?.notification.identity, { person: { surname: 'Verzonnen1' } }, 'in the lane at once')
  t.match(await acknowledge(32), { status: 200, body: { count: 1 } })
  t.strictSame((await lane()).items, [], 'until it is acknowledged')

  await closeMonth(hub.context, ALMERE, '2026-08')
  const inFeed = async () => {
    const now = hub.context.clock.now()
    const page = (await almere.get(AUGUST)).body
    const { cases } = await openFeed(identityOf(hub.context), [page], keys, now)
    return cases
      .flatMap(({ notifications }) => notifications)
      .find(({ notificationId }) => notificationId === id(1))
  }
  t.match(await inFeed(), { withheld: 'DELIVERED_URGENT', identity: undefined })
  await again(33)
  t.match(await inFeed(), { identity: { person: { surname: 'Verzonnen1' } } }, 'and in its feed')
})
