import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { DatabaseError, inTransaction } from '../../src/db/transaction.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { createLogger } from '../../src/logger.js'
import { takeQuota, type LimitedOperation } from '../../src/quotas/index.js'
import { freshDatabase } from '../helpers/database.js'
import { ALMERE, OFFICER, startHub, STROOM, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

t.test('takeQuota', async (t) => {
  const { db } = await freshDatabase(t)
  const clock = new SteppedClock('2026-08-10T21:00:00Z')
  const lines: string[] = []
  const context = {
    config: { tracesPerDay: 5, trialItemsPerDay: 10, logPagesPerDay: 3 },
    clock,
    log: createLogger(clock, 'warn', (line) => void lines.push(line)),
  }
  const take = (party: string, amount: number, operation: LimitedOperation = 'traceDataSubject') =>
    inTransaction(db, 'test.take', { role: 'vroegsignaal_officer', party }, (tx) =>
      takeQuota(tx, context, party, operation, amount),
    )
  const refused = { code: 'quota.exceeded', retryAfterSeconds: 3600 }

  t.test('gives exactly the quota, also when all is asked for at once', async (t) => {
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => take(OFFICER, 1)))
    const given = asked.filter(({ status }) => status === 'fulfilled')
    t.equal(given.length, 5)
    for (const one of asked) if (one.status === 'rejected') t.match(one.reason, refused)
  })

  t.test('raises an alarm', async (t) => {
    t.equal(lines.length, 7)
    t.match(JSON.parse(lines[0]!), {
      level: 'warn',
      party: OFFICER,
      operation: 'traceDataSubject',
      limit: 5,
    })
  })

  t.test('another party and another operation have their own', async (t) => {
    await take(STROOM, 5)
    await take(OFFICER, 3, 'searchAccessLog')
    await t.rejects(take(OFFICER, 1, 'searchAccessLog'), refused)
  })

  t.test('more than is left is refused as a whole, and costs nothing', async (t) => {
    await t.rejects(take(WONING, 11, 'validateNotificationBatch'), refused)
    await take(WONING, 8, 'validateNotificationBatch')
    await t.rejects(take(WONING, 3, 'validateNotificationBatch'), refused)
    await take(WONING, 2, 'validateNotificationBatch')
  })

  t.test('a transaction that comes to nothing costs nothing', async (t) => {
    const failing = inTransaction(
      db,
      'test.fail',
      { role: 'vroegsignaal_officer', party: ALMERE },
      async (tx) => {
        await takeQuota(tx, context, ALMERE, 'traceDataSubject', 5)
        throw new RangeError('later')
      },
    )
    await t.rejects(failing, RangeError)
    await take(ALMERE, 5)
  })

  t.test('begins anew the next day, and never because a clock went back', async (t) => {
    clock.advance(3_600_000)
    await take(OFFICER, 5)
    clock.set('2026-08-10T12:00:00Z')
    await t.rejects(take(OFFICER, 1), { code: 'quota.exceeded' })
  })

  t.test('nobody sees or uses the quota of another', async (t) => {
    const scope = { role: 'vroegsignaal_intake', party: STROOM } as const
    const seen = await inTransaction(db, 'test.see', scope, (tx) =>
      bulk(tx, 'SELECT DISTINCT party FROM quota_use'),
    )
    t.strictSame(seen, [{ party: STROOM }])
    const foreign = inTransaction(db, 'test.use', scope, (tx) =>
      takeQuota(tx, context, KNOWN, 'traceDataSubject', 1),
    )
    await t.rejects(foreign, new DatabaseError('test.use', '42501'))
  })
})

/** A party that has used nothing, so that only the policy can refuse. */
const KNOWN = '00000099000000007000'

t.test('429 over the wire', async (t) => {
  const settings = { VS_TRACES_PER_DAY: '1', VS_TRIAL_ITEMS_PER_DAY: '3' }
  const hub = await startHub(t, { settings })
  const denials = () =>
    hub.sql<{ actor: string; operation: string; code: string }>(
      `SELECT actor, operation, objects ->> 'code' AS code FROM log_entry
        WHERE action = 'DENIED' AND controller = 'hub'`,
    )
  // Midnight in Amsterdam is thirteen hours away.
  const over = {
    status: 429,
    body: { code: 'quota.exceeded' },
    headers: { 'retry-after': String(13 * 3600) },
  }

  t.test('validateNotificationBatch', async (t) => {
    const woning = hub.as(WONING)
    const items = [report(1), report(2)]
    const trial = (party: typeof woning, batch: number, notifications: unknown[]) =>
      party.send(
        '/v1/notification-batches/_validate',
        party.sign('validateNotificationBatch', { batchId: id(batch), notifications }),
      )
    t.equal((await trial(woning, 1, items)).status, 200)
    t.match(await trial(woning, 2, items), over)
    t.equal((await trial(woning, 3, [report(1)])).status, 200, 'what is left can be used')
    t.match(await trial(woning, 4, [report(1)]), over)
    t.equal((await trial(hub.as(STROOM), 5, [report(1)])).status, 200, 'another has its own')
    t.equal((await woning.submit(id(6), items)).status, 202, 'delivery goes on')
    const logged = await hub.sql(
      `SELECT 1 FROM log_entry WHERE operation = 'validateNotificationBatch' AND result = 'ALLOW'`,
    )
    t.equal(logged.length, 3, 'each answer is logged, and nothing that was not answered')
  })

  t.test('traceDataSubject', async (t) => {
    const trace = () =>
      hub.as(OFFICER).post('/v1/data-subjects/_trace', {
        reason: 'Request for access, case 2026-118',
        municipalityCode: ALMERE,
        person: { initials: 'V.', surname: 'Verzonnen1' },
        address: { postcode: '1315ZZ', houseNumber: 1 },
      })
    t.equal((await trace()).status, 200, 'several partitions are one trace')
    t.match(await trace(), over)
    hub.context.clock.advance(13 * 3_600_000)
    t.equal((await trace()).status, 200)
  })

  t.test('the refusals stand in the log and in the metrics', async (t) => {
    t.strictSame(
      (await denials()).sort((one, other) => (one.operation < other.operation ? -1 : 1)),
      [
        { actor: OFFICER, operation: 'traceDataSubject', code: 'quota.exceeded' },
        { actor: WONING, operation: 'validateNotificationBatch', code: 'quota.exceeded' },
      ],
    )
    const text = await hub.context.metrics.registry.metrics()
    t.match(text, /operation="validateNotificationBatch",code="quota.exceeded"\} 2/)
    t.match(text, /operation="traceDataSubject",code="quota.exceeded"\} 1/)
  })
})
