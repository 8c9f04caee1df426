import { randomUUID } from 'node:crypto'
import t from 'tap'
import { openFeed } from '../../src/client/feed.js'
import { openUrgent } from '../../src/client/urgent.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { closeMonth, identityOf, sealingKeysOf } from '../helpers/served.js'
import { id, report, withdrawal } from '../notifications/build.js'

const LANE = '/v1/feeds/urgent'
const crisis = (number: number) => report(number, { crisis: true, crisisGround: 'EVICTION' })

t.test('a crisis does not wait for the month to close', async (t) => {
  const hub = await startHub(t)
  const [woning, almere] = [hub.as(WONING), hub.asMunicipality(ALMERE)]
  const keys = sealingKeysOf(hub, ALMERE)
  t.match((await almere.get(LANE)).body, { items: [], deliveryKeys: [], next: null })
  const sent = await woning.submit(id(9000), [crisis(1), report(2), crisis(3)])
  t.match(sent.body, { counts: { accepted: 3 } }, sent.text)
  const ending = await hub.as(STROOM).submit(id(9001), [
    report(4, {
      creditorId: STROOM,
      sector: 'ENERGY_ELECTRICITY',
      kind: 'END_OF_SUPPLY',
      plannedTerminationOn: '2026-09-21',
    }),
  ])
  t.match(ending.body, { items: [{ status: /^ACCEPTED/ }] }, ending.text)

  const first = await almere.get(LANE)
  t.equal(first.status, 200, first.text)
  t.match(first.body, {
    municipalityCode: ALMERE,
    items: [
      {
        reason: 'CRISIS',
        ground: 'EVICTION',
        deadlineOn: '2026-08-13',
        deadlineWorkingDays: 3,
        statusAtPull: 'NEW',
        notification: { notificationId: id(1), creditorName: /./, arrearsCents: 120_001 },
      },
      { notification: { notificationId: id(3) } },
      {
        reason: 'END_OF_SUPPLY',
        deadlineOn: '2026-09-21',
        notification: { notificationId: id(4) },
      },
    ],
  })
  const opened = openUrgent(first.body, keys)
  t.match(opened[0]?.notification.identity, { person: { surname: 'Verzonnen1' } })
  t.match(
    await hub.sql('SELECT action, count FROM log_entry WHERE entry = $1', [
      String(first.headers['log-entry']),
    ]),
    [{ action: 'PULL', count: '3' }],
  )
  await checkLog(t, hub.context)

  t.test('until it is acknowledged', async (t) => {
    t.strictSame((await almere.get(LANE)).body.items, first.body.items)
    const rest = await almere.get(`${LANE}?after=${first.body.next}`)
    t.match(rest.body, { items: [], next: first.body.next })
    const theirs = await hub.asMunicipality(OMMEN).get(`${LANE}?after=${first.body.next}`)
    t.match(theirs, { status: 400, body: { code: 'feed.cursor' } })
    t.strictSame((await hub.asMunicipality(OMMEN).get(LANE)).body.items, [])
  })

  const ids = first.body.items.map(({ urgentId }: { urgentId: string }) => urgentId)
  const acknowledge = (party: typeof almere, number: number, urgentIds: readonly string[]) =>
    party.send(
      `${LANE}/_acknowledge`,
      party.sign('acknowledgeUrgentFeed', { acknowledgementId: id(number), urgentIds }),
    )

  t.test('and only what is in the lane can be', async (t) => {
    const strangers = [
      await acknowledge(almere, 10, [ids[0], id(77)]),
      await acknowledge(hub.asMunicipality(OMMEN), 11, [ids[0]]),
    ]
    for (const answer of strangers) t.match(answer, { status: 404, body: { code: 'feed.unknown' } })
    t.equal((await almere.get(LANE)).body.items.length, 3, 'nothing was taken out')
    const taken = await acknowledge(almere, 12, [ids[0]])
    t.match(taken, { status: 200, body: { count: 1, logEntry: { controller: /./ } } }, taken.text)
    t.match(await acknowledge(almere, 12, [ids[0]]), { status: 200 }, 'again is nothing')
    t.equal((await almere.get(LANE)).body.items.length, 2)
  })

  t.test('what is paid meanwhile is not handed out', async (t) => {
    await woning.submit(id(9002), [withdrawal(5, 3)])
    const [lapsed] = (await almere.get(LANE)).body.items
    t.match(lapsed, {
      statusAtPull: 'WITHDRAWN',
      notification: {
        notificationId: id(3),
        sealedIdentity: { withheld: 'WITHDRAWN', jwe: undefined },
      },
    })
  })

  t.test('what is paid after it was taken is told before a visit, in the same month', async (t) => {
    await woning.submit(id(9005), [crisis(8), report(9)])
    const [fresh] = (await almere.get(LANE)).body.items.slice(-1)
    t.match(await acknowledge(almere, 14, [fresh.urgentId]), { status: 200 })
    await woning.submit(id(9003), [withdrawal(6, 8)])
    const { items } = (await almere.get(LANE)).body
    const told = items.filter(
      ({ notification }: { notification: { kind: string } }) => notification.kind === 'WITHDRAWAL',
    )
    t.match(told, [
      { notification: { notificationId: id(5), predecessorId: id(3) } },
      {
        reason: 'CRISIS',
        statusAtPull: 'WITHDRAWN',
        deadlineOn: undefined,
        notification: { predecessorId: id(8), withdrawalReason: 'PAID', sealedIdentity: undefined },
      },
    ])
    const taken = await acknowledge(
      almere,
      13,
      told.map(({ urgentId }: { urgentId: string }) => urgentId),
    )
    t.match(taken, { status: 200, body: { count: 2 } }, taken.text)
    await woning.submit(id(9004), [withdrawal(7, 9)])
    const after = (await almere.get(LANE)).body.items
    t.notMatch(JSON.stringify(after), id(7), 'what nobody was told of waits for the feed')
  })

  t.test('in the month’s feed an acknowledged one stands by id', async (t) => {
    await closeMonth(hub.context, ALMERE, '2026-08')
    const { body } = await almere.get('/v1/feeds/2026-08')
    const now = hub.context.clock.now()
    const feed = await openFeed(identityOf(hub.context), [body], keys, now)
    const find = (number: number) =>
      feed.cases
        .flatMap(({ notifications }) => notifications)
        .find((one) => one.notificationId === id(number))
    t.match(find(1), { crisis: true, withheld: 'DELIVERED_URGENT', identity: undefined })
    t.match(find(2), { crisis: false, identity: { person: { surname: 'Verzonnen2' } } })
    t.match(find(8), { withheld: 'WITHDRAWN' })
    t.match(find(3), { withheld: 'WITHDRAWN' })
    t.match(
      find(4),
      { identity: { person: { surname: 'Verzonnen4' } } },
      'pulled but never acknowledged',
    )
    t.match(feed.cases.map(({ urgency }) => urgency).sort(), [
      'CRISIS',
      'HIGH',
      ...Array<string>(4).fill('NORMAL'),
    ])
    await checkLog(t, hub.context)
  })
})

t.test(
  'what is paid is told before a visit, whichever report of the debt is taken back',
  async (t) => {
    const hub = await startHub(t)
    const [woning, almere] = [hub.as(WONING), hub.asMunicipality(ALMERE)]
    const ended = (number: number, rest: object = {}) =>
      report(number, {
        creditorId: STROOM,
        sector: 'ENERGY_ELECTRICITY',
        kind: 'END_OF_SUPPLY',
        plannedTerminationOn: '2026-09-21',
        ...rest,
      })
    const lane = async () =>
      (await almere.get(LANE)).body.items.map(
        (one: {
          reason: string
          caseId?: string
          notification: { kind: string; notificationId: string }
        }) => [one.reason, one.notification.kind, one.notification.notificationId],
      )
    const taken = async () => {
      const { items } = (await almere.get(LANE)).body
      const urgentIds = items.map(({ urgentId }: { urgentId: string }) => urgentId)
      await almere.send(
        `${LANE}/_acknowledge`,
        almere.sign('acknowledgeUrgentFeed', { acknowledgementId: randomUUID(), urgentIds }),
      )
    }
    const accepted = async (party: typeof woning, number: number, items: readonly object[]) => {
      const { body, text } = await party.submit(id(number), items)
      t.equal(body.counts?.rejected, 0, text)
    }

    await t.test('a correction of what was urgent', async (t) => {
      await accepted(hub.as(STROOM), 9000, [ended(1)])
      await accepted(hub.as(STROOM), 9001, [
        ended(2, { kind: 'CORRECTION', predecessorId: id(1), plannedTerminationOn: '2026-09-22' }),
      ])
      await taken()
      await accepted(hub.as(STROOM), 9002, [withdrawal(3, 2, { creditorId: STROOM })])
      t.strictSame(await lane(), [['END_OF_SUPPLY', 'WITHDRAWAL', id(3)]])
      await taken()
    })

    await t.test('and a correction of that correction', async (t) => {
      await accepted(woning, 9003, [crisis(11)])
      await accepted(woning, 9004, [report(12, { kind: 'CORRECTION', predecessorId: id(11) })])
      await taken()
      await accepted(woning, 9005, [report(13, { kind: 'CORRECTION', predecessorId: id(12) })])
      t.strictSame(await lane(), [['CRISIS', 'CORRECTION', id(13)]])
      await taken()
    })

    await t.test(
      'the report before the urgent one, in one batch with a report after it',
      async (t) => {
        await accepted(woning, 9006, [report(21), report(31)])
        await accepted(woning, 9007, [
          report(22, {
            kind: 'UPDATE',
            predecessorId: id(21),
            crisis: true,
            crisisGround: 'EVICTION',
          }),
        ])
        await taken()
        await accepted(woning, 9008, [withdrawal(23, 21)])
        t.strictSame(await lane(), [['CRISIS', 'WITHDRAWAL', id(23)]])
        await taken()
        await accepted(woning, 9009, [withdrawal(32, 31)])
        t.strictSame(await lane(), [], 'what nobody was told of waits for the feed')
      },
    )

    await t.test('the update of what an earlier feed told, with its case', async (t) => {
      await accepted(woning, 9010, [report(41), report(51), report(61)])
      await accepted(woning, 9012, [report(62, { kind: 'UPDATE', predecessorId: id(61) })])
      await closeMonth(hub.context, ALMERE, '2026-08')
      const { items } = (await almere.get('/v1/feeds/2026-08')).body
      const { caseId } = items.find((one: object) => JSON.stringify(one).includes(id(41)))
      const later = { reportedOn: '2026-09-01', kind: 'UPDATE' }
      await accepted(woning, 9011, [
        report(42, { ...later, predecessorId: id(41) }),
        report(52, { ...later, predecessorId: id(51) }),
        withdrawal(43, 42, { reportedOn: '2026-09-01' }),
        withdrawal(53, 52, { reportedOn: '2026-09-01', withdrawalReason: 'ERROR' }),
      ])
      t.strictSame(
        await lane(),
        [['WITHDRAWAL_AFTER_CLOSE', 'WITHDRAWAL', id(43)]],
        'an update in error leaves what it updated',
      )
      t.match((await almere.get(LANE)).body.items, [{ caseId, takesBack: [id(41)] }])
      await taken()
    })

    await t.test('the first report of a debt that went on over months', async (t) => {
      const september = { reportedOn: '2026-09-01' }
      const evicted = { ...september, kind: 'UPDATE', crisis: true, crisisGround: 'EVICTION' }
      // The links between the first report and the update are all of August.
      await accepted(woning, 9020, [report(63, { ...evicted, predecessorId: id(62) })])
      const found = async () => {
        const { items } = (await almere.get(LANE)).body
        const lapsed = ({ notification }: { notification: { notificationId: string } }) =>
          notification.notificationId === id(63)
        return items.find(lapsed)
      }
      t.equal((await found()).notification.sealedIdentity.withheld, undefined)
      await accepted(woning, 9021, [withdrawal(64, 61, september)])
      t.match(await found(), { notification: { sealedIdentity: { withheld: 'WITHDRAWN' } } })
      t.match(await lane(), [
        ['CRISIS', 'UPDATE', id(63)],
        ['WITHDRAWAL_AFTER_CLOSE', 'WITHDRAWAL', id(64)],
      ])
    })
  },
)
