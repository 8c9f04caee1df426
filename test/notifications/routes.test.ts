import t from 'tap'
import { ALMERE, KANTOOR, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { id, report } from './build.js'
import { counts } from './look.js'

t.test('validateNotificationBatch', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const items = [report(1), report(2, { sector: 'WATER' }), report(1), { ...report(3), extra: 1 }]
  const path = '/v1/notification-batches/_validate'
  const body = woning.sign('validateNotificationBatch', {
    batchId: id(1000),
    notifications: items,
  })

  t.test('200: judged as delivery would judge it, and nothing of it is stored', async (t) => {
    const before = await counts(hub)
    const answer = await woning.send(path, body)
    t.equal(answer.status, 200, answer.text.slice(0, 300))
    t.ok(answer.headers['payload-signature'])
    t.match(answer.body, {
      hub: 'sandbox.hub.example',
      batchId: id(1000),
      checkedAt: '2026-08-10T09:00:00.000Z',
      month: '2026-08',
      deliverer: WONING,
      counts: { accepted: 1, acceptedWithWarnings: 0, rejected: 3 },
      logEntries: [{ controller: WONING }],
    })
    t.strictSame(await counts(hub), { ...before, log_entry: before['log_entry']! + 1 })
    const delivered = await woning.submit(id(1001), items)
    t.strictSame(answer.body.items, delivered.body.items)
  })

  t.test('200: what was delivered meanwhile is a duplicate in a trial too', async (t) => {
    const { body: report } = await woning.send(path, body)
    t.match(report.items[0], { status: 'REJECTED', errors: [{ code: 'DUPLICATE' }] })
  })

  t.test('the trial is logged, with counts and no content', async (t) => {
    const rows = await hub.sql<{ record: Buffer }>(
      `SELECT record FROM log_entry WHERE action = 'VALIDATE' ORDER BY number`,
    )
    t.match(JSON.parse(rows[0]!.record.toString()), {
      action: 'VALIDATE',
      operation: 'validateNotificationBatch',
      controller: WONING,
      count: 4,
      objects: { batchId: id(1000), accepted: 1, rejected: 3 },
    })
  })

  t.test('401: a trial cannot be delivered, and a delivery not tried', async (t) => {
    const refused = await woning.send('/v1/notification-batches', body)
    t.match(refused, { body: { code: 'body.wrong_operation' } })
    const delivery = woning.sign('submitNotificationBatch', {
      batchId: id(5),
      notifications: items,
    })
    t.match(await woning.send(path, delivery), { body: { code: 'body.wrong_operation' } })
  })

  t.test('403: a municipality has nothing to try', async (t) => {
    const own = hub.asMunicipality(ALMERE)
    const trial = own.sign('validateNotificationBatch', { batchId: id(1), notifications: items })
    t.match(await own.send(path, trial), { status: 403, body: { code: 'party.role_not_allowed' } })
  })
})

t.test('getNotificationBatch', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const receipt = await woning.submit(id(1000), [report(1), report(2, { sector: 'WATER' })])

  t.test('200: the receipt as it was, and how far each item has come', async (t) => {
    const answer = await woning.get(`/v1/notification-batches/${id(1000)}`)
    t.equal(answer.status, 200, answer.text.slice(0, 300))
    t.match(answer.body, {
      batchId: id(1000),
      month: '2026-08',
      counts: { accepted: 1, rejected: 1 },
      items: [
        { notificationId: id(1), creditorId: WONING, status: 'ACCEPTED' },
        { notificationId: id(2), status: 'REJECTED' },
      ],
      receipt: { text: receipt.text, signature: receipt.headers['payload-signature'] },
    })
  })

  t.test('the reading is logged', async (t) => {
    const rows = await hub.sql(
      `SELECT 1 FROM log_entry WHERE operation = 'getNotificationBatch' AND controller = $1`,
      [WONING],
    )
    t.equal(rows.length, 1)
  })

  t.test('200: the items go on through their life', async (t) => {
    await hub.sql(
      `INSERT INTO match_run (municipality, month, run_id, finished_at, notifications, cases,
                              rule_version, digest)
       VALUES ('0034', '2026-08-01', gen_random_uuid(), now(), 1, 1, '1', sha256(''))`,
    )
    const { body } = await woning.get(`/v1/notification-batches/${id(1000)}`)
    t.equal(body.items[0].status, 'MATCHED')
  })

  t.test('200: each item on its own, in one word, whatever others report there', async (t) => {
    // The same household in the eyes of another creditor, and another municipality of this one.
    const neighbour = { creditorId: STROOM, sector: 'WATER' }
    await hub
      .as(STROOM)
      .submit(id(1500), [report(3, { ...report(1), ...neighbour, notificationId: id(3) })])
    await woning.submit(id(1600), [report(4), report(5, { municipalityCode: OMMEN })])
    const agent = hub.as(KANTOOR)
    await agent.submit(id(1700), [report(6)])
    const stages = [
      ['MATCHED', `SELECT 1`],
      [
        'DELIVERED',
        `INSERT INTO feed (municipality, month, closed_at, items, root, statement,
                           statement_signature, checkpoint, closing_entry, closing_number,
                           intake_entries)
         VALUES ('0034', '2026-08-01', now(), 1, sha256(''), '', '', '', gen_random_uuid(), 1, '[]')`,
      ],
      ['ACKNOWLEDGED', `UPDATE feed SET acknowledged_at = now()`],
      [
        'CLOSED',
        `INSERT INTO outcome_notification VALUES
           ('0034', '${WONING}', '${id(4)}', '2026-08-01', gen_random_uuid(), true, NULL),
           ('0034', '${STROOM}', '${id(3)}', '2026-08-01', gen_random_uuid(), false, NULL)`,
      ],
    ] as const
    for (const [status, statement] of stages) {
      await hub.sql(statement)
      const { body } = await woning.get(`/v1/notification-batches/${id(1600)}`)
      t.strictSame(body.items, [
        { notificationId: id(4), creditorId: WONING, status },
        { notificationId: id(5), creditorId: WONING, status: 'ACCEPTED' },
      ])
      t.strictSame(
        Object.keys(body).sort(),
        ['batchId', 'counts', 'items', 'month', 'receipt', 'receivedAt'],
        'received is a time; nothing else is told',
      )
      t.notOk(JSON.stringify(body).includes(STROOM))
    }
    const ofAgent = async () =>
      (await agent.get(`/v1/notification-batches/${id(1700)}`)).body.items[0].status
    await hub.sql(
      `INSERT INTO outcome_notification VALUES
         ('0034', '${WONING}', '${id(6)}', '2026-08-01', gen_random_uuid(), true, NULL)`,
    )
    t.equal(await ofAgent(), 'CLOSED')
    await hub.sql(`UPDATE agency SET valid_until = '2026-08-09'`)
    t.equal(await ofAgent(), 'ACCEPTED', 'an agent that was dismissed learns nothing more')
    await hub.sql(`UPDATE agency SET valid_until = NULL`)
    const other = await hub.as(STROOM).get(`/v1/notification-batches/${id(1500)}`)
    t.strictSame(other.body.items, [
      { notificationId: id(3), creditorId: STROOM, status: 'ACKNOWLEDGED' },
    ])
  })

  t.test('404: a batch of somebody else, and none at all', async (t) => {
    for (const [caller, batch] of [
      [hub.as(STROOM), id(1000)],
      [woning, id(1001)],
    ] as const) {
      const answer = await caller.get(`/v1/notification-batches/${batch}`)
      t.match(answer, { status: 404, body: { code: 'batch.unknown' } })
    }
  })

  t.test('400: an id that is none', async (t) => {
    const answer = await woning.get('/v1/notification-batches/1')
    t.match(answer, { status: 400, body: { code: 'request.invalid' } })
  })
})
