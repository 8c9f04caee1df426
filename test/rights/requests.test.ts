import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { logSubjectsOf, rightsSubjectOf } from '../../src/identity/index.js'
import { dayOf, type Day } from '../../src/kernel/calendar.js'
import {
  liftRequest,
  readRequest,
  registerAccess,
  registerRequest,
  type RightKind,
} from '../../src/rights/index.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

const RECEIVED = '2026-08-10' as Day

/** One more report about a resident who was reported before. */
function another(number: number, resident: number) {
  const { person, address } = report(resident)
  return report(number, { person, address })
}

t.test('requests of residents', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const officer = {
    id: OFFICER,
    fingerprint: 'a'.repeat(64),
    holder: 'fg-1',
    controllers: [municipalParty(ALMERE)],
    trace: TRACE,
  }
  const residentOf = (number: number) => {
    const { person, address } = report(number)
    return { person, address }
  }
  const register = (number: number, kind: RightKind) => {
    const today = dayOf(context.clock.now())
    const subject = rightsSubjectOf(context.epochs, ALMERE, residentOf(number), today)!
    const asked = { municipality: ALMERE, kind, reason: `File ${number}`, receivedOn: RECEIVED }
    return registerRequest(context, officer, asked, subject)
  }
  await hub.as(WONING).submit(
    id(9000),
    Array.from({ length: 20 }, (_, at) => report(at + 1)).filter(
      (one) => ![6, 8, 9].some((at) => one['notificationId'] === id(at)),
    ),
  )

  t.test('a resident at whom somebody looked before is found all the same', async (t) => {
    const subjects = logSubjectsOf(context.epochs, ALMERE, residentOf(1), RECEIVED)
    const asked = { municipality: ALMERE, reason: 'File 1', receivedOn: RECEIVED }
    await registerAccess(context, officer, asked, subjects)
    // A year of work: intake by far the most, and every household seen often.
    await hub.sql(
      `WITH entries AS (
         INSERT INTO log_entry (entry, controller, number, at, actor, role, action, operation, objects,
           purpose, legal_basis, processing_activity, result, count, trace_id, span_id, record, salt)
         SELECT gen_random_uuid(), $1, 100000 + n, now(), 'hub', 'job', 'INTAKE', 'job.x', '{}', 'p',
                'l', 'a', 'ALLOW', 0, repeat('0', 32), repeat('0', 16), '', sha256('')
           FROM generate_series(1, 5000) AS n RETURNING entry, number)
       INSERT INTO log_subject (entry, position, controller, household, person, reference, commitment)
       SELECT entry, 0, $1, substr(sha256((number % 4)::text::bytea), 1, 16),
              substr(sha256((number % 4)::text::bytea), 1, 16), 'x/' || entry, sha256('')
         FROM entries`,
      [municipalParty(ALMERE)],
    )
    await hub.sql('ANALYZE log_entry, log_subject, notification')
    const request = await register(1, 'OBJECTION')
    const held = await hub.sql('SELECT notification_id FROM rights_hold WHERE request = $1::uuid', [
      request,
    ])
    t.strictSame(held, [{ notification_id: id(1) }])
  })

  t.test('a new notification is held by every request that it meets', async (t) => {
    const requests = [await register(2, 'RESTRICTION'), await register(2, 'RECTIFICATION')]
    const sent = await hub.as(WONING).submit(id(9100), [another(102, 2)])
    t.match(sent.body.items, [{ warnings: [{ code: 'RIGHTS_REQUEST_OPEN' }] }], sent.text)
    const holds = await hub.sql(
      'SELECT request, withheld FROM rights_hold WHERE notification_id = $1::uuid ORDER BY withheld',
      [id(102)],
    )
    t.strictSame(holds, [
      { request: requests[0], withheld: 'RESTRICTED' },
      { request: requests[1], withheld: null },
    ])
    const [entry] = await hub.sql(
      `SELECT objects ->> 'flagged' AS flagged, count FROM log_entry
        WHERE action = 'RIGHTS' AND operation = 'submitNotificationBatch'`,
    )
    t.strictSame(entry, { flagged: '1', count: '1' }, 'one notification, however many requests')
  })

  /** Waits until so many sessions wait for a lock; what they wait for is in the test's hands. */
  const waiting = async (count: number) => {
    const last = performance.now() + 30_000
    while (performance.now() < last) {
      const [row] = await hub.sql<{ waiting: number }>(
        `SELECT count(*)::integer AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      if (row!.waiting >= count) return
      await setImmediate()
    }
    throw new Error(`never ${count} at once`)
  }
  /** Holds something in a transaction of its own while other things begin. */
  const meanwhile = async <Result>(
    statements: readonly string[],
    begin: () => Promise<() => Promise<Result>>,
  ) => {
    const other = hub.database.open(hub.database.superuserUrl)
    let rest: (() => Promise<Result>) | undefined
    await inTransaction(other, 'test.hold', { role: 'login' }, async (tx) => {
      for (const statement of statements) await bulk(tx, statement)
      rest = await begin()
    })
    return rest!()
  }
  const lock = (how: '' | '_shared') =>
    `SELECT pg_advisory_xact_lock${how}(hashtext('rights'), hashtext('${ALMERE}'))`

  t.test('a request that is registered while a batch is judged still refuses it', async (t) => {
    const [sent, request] = await meanwhile([lock('_shared')], async () => {
      const registering = register(3, 'OBJECTION')
      await waiting(1)
      // Nobody can see the request yet, so the batch is judged without it.
      const submitting = hub.as(WONING).submit(id(9101), [another(103, 3), another(104, 4)])
      await waiting(2)
      return () => Promise.all([submitting, registering])
    })
    t.match(sent.body.counts, { accepted: 1, rejected: 1 }, sent.text)
    t.match(sent.body.items[0], { status: 'REJECTED', errors: [{ code: 'OBJECTION' }] })
    const steps = await hub.sql(
      'SELECT step FROM rights_step WHERE request = $1::uuid ORDER BY position',
      [request],
    )
    t.match(steps.at(-1), { step: 'BLOCKED' })
  })

  t.test('a request that waits for a batch reaches what the batch brought', async (t) => {
    const [sent, request] = await meanwhile([lock('')], async () => {
      const submitting = hub.as(WONING).submit(id(9102), [another(105, 5)])
      await waiting(1)
      const registering = register(5, 'OBJECTION')
      await waiting(2)
      return () => Promise.all([submitting, registering])
    })
    t.match(sent.body.counts, { rejected: 0 }, sent.text)
    const held = await hub.sql(
      'SELECT notification_id FROM rights_hold WHERE request = $1::uuid ORDER BY 1',
      [request],
    )
    t.strictSame(held.map((row) => row['notification_id']).sort(), [id(5), id(105)].sort())
  })

  t.test('a notice is acknowledged while a notification meets its request', async (t) => {
    await hub.as(WONING).submit(id(9103), [report(6, { crisis: true, crisisGround: 'EVICTION' })])
    const request = await register(6, 'RESTRICTION')
    const almere = hub.asMunicipality(ALMERE)
    const { body } = await almere.get('/v1/feeds/urgent')
    const urgentIds = body.notices.map(({ noticeId }: { noticeId: string }) => noticeId)
    t.equal(urgentIds.length, 1)
    const met = [
      `SELECT FROM rights_request WHERE request = '${request}' FOR UPDATE`,
      `INSERT INTO rights_step (request, position, municipality, at, step, party, count)
       SELECT '${request}', count(*), '${ALMERE}', now(), 'FLAGGED', '${WONING}', 1
         FROM rights_step WHERE request = '${request}'`,
    ]
    const acknowledged = await meanwhile(met, async () => {
      const wish = { acknowledgementId: id(7000), urgentIds }
      const sending = almere.send(
        '/v1/feeds/urgent/_acknowledge',
        almere.sign('acknowledgeUrgentFeed', wish),
      )
      await waiting(1)
      return () => sending
    })
    t.equal(acknowledged.status, 200, acknowledged.text)
    const steps = await hub.sql<{ step: string }>(
      'SELECT step FROM rights_step WHERE request = $1::uuid ORDER BY position',
      [request],
    )
    t.strictSame(steps.map(({ step }) => step).slice(-2), ['FLAGGED', 'ACKNOWLEDGED'])
  })

  t.test('lifted, only what nothing else holds goes on', async (t) => {
    await hub
      .as(WONING)
      .submit(id(9104), [another(107, 6), report(8, { crisis: true, crisisGround: 'EVICTION' })])
    const actionsOf = async (request: string) => {
      const rows = await hub.sql<{ action: string }>(
        `SELECT statement::json ->> 'action' AS action FROM rights_notice
          WHERE request = $1::uuid ORDER BY seq`,
        [request],
      )
      return rows.map(({ action }) => action)
    }
    const toldOf = (notification: number) =>
      hub.sql('SELECT code FROM feedback_item WHERE notification_id = $1::uuid ORDER BY number', [
        id(notification),
      ])
    const stopped = { code: 'STOPPED_ON_REQUEST' }
    const resumed = { code: 'RESUMED_ON_REQUEST' }

    const first = await register(8, 'RESTRICTION')
    const second = await register(8, 'OBJECTION')
    await liftRequest(context, officer, first)
    t.strictSame(await actionsOf(first), ['STOP'], 'the objection still holds it')
    t.strictSame(await toldOf(8), [stopped, stopped])
    await liftRequest(context, officer, second)
    t.strictSame(await actionsOf(second), ['STOP', 'RESUME'])
    t.strictSame(await toldOf(8), [stopped, stopped, resumed])

    const objection = await register(8, 'OBJECTION')
    const erasure = await register(8, 'ERASURE')
    await liftRequest(context, officer, erasure)
    t.strictSame(await actionsOf(erasure), ['STOP'], 'what is erased cannot go on')
    await liftRequest(context, officer, objection)
    t.strictSame(await actionsOf(objection), ['STOP'], 'nor after a request that came before')
    t.strictSame((await toldOf(8)).slice(3), [stopped, stopped])
  })

  t.test('a stop that is lifted beside a dispute leaves the dispute', async (t) => {
    await hub.as(WONING).submit(id(9106), [report(30, { crisis: true, crisisGround: 'EVICTION' })])
    const saidOf = async (request: string) => {
      const rows = await hub.sql<{ said: string }>(
        `SELECT statement::json ->> 'action' AS said FROM rights_notice
          WHERE request = $1::uuid ORDER BY seq`,
        [request],
      )
      return rows.map(({ said }) => said)
    }
    const rectification = await register(30, 'RECTIFICATION')
    const objection = await register(30, 'OBJECTION')
    const second = await register(30, 'RECTIFICATION')
    t.strictSame(await saidOf(second), ['STOP'], 'a dispute does not take away a stop')
    await liftRequest(context, officer, objection)
    t.strictSame(await saidOf(objection), ['STOP', 'DISPUTED'])
    await liftRequest(context, officer, rectification)
    t.strictSame(await saidOf(rectification), ['DISPUTED'], 'nothing changed for the municipality')
    await liftRequest(context, officer, second)
    t.strictSame(await saidOf(second), ['STOP', 'RESUME'])
  })

  t.test('two requests that are lifted at once: the second lets it go on', async (t) => {
    await hub.as(WONING).submit(id(9105), [report(9, { crisis: true, crisisGround: 'EVICTION' })])
    const requests = [await register(9, 'RESTRICTION'), await register(9, 'OBJECTION')]
    await meanwhile([lock('')], async () => {
      const lifting = requests.map((request) => liftRequest(context, officer, request))
      await waiting(2)
      return () => Promise.all(lifting)
    })
    const [row] = await hub.sql(
      `SELECT count(*)::integer AS resumed FROM rights_notice
        WHERE request = ANY (ARRAY[$1, $2]::uuid[]) AND statement::json ->> 'action' = 'RESUME'`,
      [requests[0]!, requests[1]!],
    )
    t.strictSame(row, { resumed: 1 })
    await t.rejects(liftRequest(context, officer, requests[0]!), { code: 'rights.lifted' })
  })

  t.test('the oldest of many requests is opened and lifted like any other', async (t) => {
    const oldest = await register(10, 'RESTRICTION')
    await hub.sql(
      `INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
              effects, policy, ends_on, key_year, tokens, entry)
       SELECT gen_random_uuid(), municipality, kind, registered_at + n * interval '1 minute', party,
              holder, reason, effects, policy, ends_on, key_year, '{}', entry
         FROM rights_request, generate_series(1, 600) AS n WHERE request = $1::uuid`,
      [oldest],
    )
    t.match((await readRequest(context, officer, oldest)).request, { request: oldest, held: 1 })
    await liftRequest(context, officer, oldest)
    t.ok((await readRequest(context, officer, oldest)).request.liftedAt)
    await t.rejects(readRequest(context, officer, id(1)), { code: 'route.unknown' })
  })
})
