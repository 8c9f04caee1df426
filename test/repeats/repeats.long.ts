import { randomUUID } from 'node:crypto'
import t from 'tap'
import { makeSealingKey, sealContact } from '../../src/client/index.js'
import { inTransaction } from '../../src/db/transaction.js'
import type { Month } from '../../src/kernel/calendar.js'
import { forgetCommands } from '../../src/repeats/index.js'
import { makePlans } from '../../src/reviews/index.js'
import { dismissExecutor, type Worker } from '../../src/workbench/index.js'
import { insertAssignment, lockAdmission } from '../../src/workbench/assignments/store.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, WONING, type Calling } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { TRACE } from '../helpers/served.js'
import { asPerson } from '../contract/cases/persons.js'
import { id } from '../notifications/build.js'

const MONTH = '2026-08' as Month
const CONTACT = { name: 'V. van Verzonnen1', address: ['Fictielaan 1'], phone: [], email: [] }
const made = makeSealingKey()

t.test('a signed body that comes again does nothing again', async (t) => {
  const hub = await startPopulatedHub(t)
  const { context } = hub
  const [almere, woning] = [hub.asMunicipality(ALMERE), hub.as(WONING)]
  const [{ case_id: caseId }, { case_id: another }] = (await hub.sql<{ case_id: string }>(
    'SELECT case_id FROM feed_item WHERE municipality = $1 ORDER BY position LIMIT 2',
    [ALMERE],
  )) as [{ case_id: string }, { case_id: string }]
  /** A body of almere, which can be sent as often as one likes. */
  const bodyOf = (by: Calling, operation: string, path: string, fields: object) => {
    const signed = by.sign(operation, { requestId: randomUUID(), ...fields })
    return () => by.send(path, signed)
  }
  const admit = (fields: object = {}) =>
    bodyOf(almere, 'admitExecutor', '/v1/executors', {
      ...{ executorId: EXECUTOR, keyId: made.keyId },
      ...fields,
    })
  const dismiss = () =>
    bodyOf(almere, 'dismissExecutor', '/v1/executors/_dismiss', { executorId: EXECUTOR })
  const assign = (fields: object = {}) => {
    const jwe = sealContact({ key: made.publicKey, keyId: made.keyId }, caseId, CONTACT)
    const wanted = { month: MONTH, caseId, executorId: EXECUTOR, keyId: made.keyId, jwe }
    const signed = almere.sign('assignCase', {
      ...{ assignmentId: randomUUID(), ...wanted },
      ...fields,
    })
    return () => almere.send('/v1/assignments', signed)
  }
  const standing = async () =>
    (await almere.get('/v1/assignments')).body.assignments as { assignmentId: string }[]
  const { kty, crv, x, y } = made.publicKey
  await bodyOf(hub.executor, 'offerExecutorKey', '/v1/executor-keys', {
    key: { kty, crv, x, y },
  })()

  await t.test('RESUME after a later SUSPEND: deliveries stay stopped', async (t) => {
    const agreementId = id(1)
    const offered = await bodyOf(woning, 'offerAgreement', '/v1/agreements', {
      ...{ agreementId, reference: 'Overeenkomst 1', creditorId: WONING, municipalityCode: ALMERE },
      ...{ sector: 'HEALTH_INSURANCE', startsOn: '2026-01-01' },
    })()
    t.equal(offered.status, 201, offered.text)
    const answer = (said: string, fields: object = {}) =>
      bodyOf(almere, 'answerAgreement', `/v1/agreements/${agreementId}/_answer`, {
        ...{ agreementId, answer: said },
        ...fields,
      })
    t.match(await answer('ACCEPT')(), { body: { state: 'ACCEPTED' } })
    t.match(await answer('SUSPEND')(), { body: { state: 'SUSPENDED' } })
    const requestId = randomUUID()
    const resume = answer('RESUME', { requestId })
    const atOnce = await Promise.all([resume(), resume(), resume()])
    for (const one of atOnce) t.match(one, { status: 200, body: { state: 'ACCEPTED' } })
    t.match(await answer('SUSPEND')(), { body: { state: 'SUSPENDED' } })
    t.match(await resume(), { status: 200, body: { state: 'SUSPENDED' } }, 'what holds now')
    t.match(await answer('RESUME', { requestId })(), {
      status: 409,
      body: { code: 'body.conflict' },
    })
    t.strictSame(
      await hub.sql(
        `SELECT objects -> 'repeated' AS repeated, count(*)::int AS n FROM log_entry
          WHERE operation = 'answerAgreement' AND objects ->> 'answer' = 'RESUME'
            AND controller = $1 GROUP BY 1 ORDER BY 1 NULLS FIRST`,
        [WONING],
      ),
      [
        { repeated: null, n: 1 },
        { repeated: true, n: 3 },
      ],
    )
  })

  await t.test('what was refused was not done, and its body may come again', async (t) => {
    const again = assign()
    t.match(await again(), { status: 409, body: { code: 'work.executor' } })
    const early = admit()
    t.match(await admit({ keyId: makeSealingKey().keyId })(), { body: { code: 'work.executor' } })
    t.equal((await early()).status, 200)
    t.equal((await again()).status, 201)
    t.equal((await standing()).length, 1)
  })

  await t.test('an executor that was dismissed is not admitted by the old body', async (t) => {
    const body = admit()
    t.match(await body(), { body: { executors: [{ executorId: EXECUTOR }] } })
    const ending = dismiss()
    t.match(await ending(), { status: 200, body: { executors: [] } })
    t.match(await body(), { status: 200, body: { executors: [] } })
    t.strictSame(await standing(), [])
    t.match(await admit()(), { body: { executors: [{ executorId: EXECUTOR }] } })
    t.match(await ending(), { body: { executors: [{ executorId: EXECUTOR }] } }, 'nor dismissed')
  })

  await t.test('a case that was given anew is not taken back by the old body', async (t) => {
    t.equal((await assign()()).status, 201)
    const requestId = randomUUID()
    const fields = { requestId, month: MONTH, caseId }
    const ending = bodyOf(almere, 'endAssignment', '/v1/assignments/_end', fields)
    t.match(await ending(), { status: 200, body: { assignments: [] } })
    const { body: given } = await assign()()
    t.match(await ending(), { body: { assignments: [{ assignmentId: given.assignmentId }] } })
    t.strictSame(await hub.sql(`SELECT count(*)::int AS n FROM assignment WHERE jwe IS NOT NULL`), [
      { n: 1 },
    ])
    const elsewhere = { ...fields, caseId: another }
    t.match(await bodyOf(almere, 'endAssignment', '/v1/assignments/_end', elsewhere)(), {
      status: 409,
      body: { code: 'body.conflict' },
    })
  })

  await t.test('an assignmentId stands for one body', async (t) => {
    const assignmentId = randomUUID()
    const first = assign({ assignmentId })
    const answer = await first()
    t.equal(answer.status, 201)
    t.match(await assign({ assignmentId })(), { status: 409, body: { code: 'work.conflict' } })
    await bodyOf(almere, 'endAssignment', '/v1/assignments/_end', { month: MONTH, caseId })()
    t.strictSame((await first()).body, answer.body, 'the first answer')
    t.strictSame(await standing(), [], 'and nothing is given again')
    t.match(await assign({ assignmentId })(), { status: 409, body: { code: 'work.conflict' } })
  })

  await t.test('what was delivered anew is not asked for by the old body', async (t) => {
    const notifications = [{ creditorId: WONING, notificationId: id(1) }]
    const requestId = randomUUID()
    const path = '/v1/redelivery-requests'
    const ask = (more: object = {}) =>
      bodyOf(almere, 'createRedeliveryRequest', path, {
        ...{ requestId, reason: 'KEY_LOST', notifications },
        ...more,
      })
    const body = ask()
    t.match(await body(), { status: 201, body: { items: [{ status: 'OPENED' }] } })
    await hub.sql('UPDATE redelivery_request SET fulfilled_at = requested_at')
    t.match(await body(), { status: 201, body: { requestId, items: [{ status: 'OPENED' }] } })
    t.match(await hub.sql('SELECT FROM redelivery_request WHERE fulfilled_at IS NULL'), [])
    t.equal((await hub.sql('SELECT FROM redelivery_request WHERE fulfilled_at IS NULL')).length, 0)
    t.match(await ask()(), { status: 409, body: { code: 'body.conflict' } })
    t.equal((await ask({ requestId: randomUUID() })()).status, 201)
    t.equal((await hub.sql('SELECT FROM redelivery_request WHERE fulfilled_at IS NULL')).length, 1)
  })

  await t.test('a decision that was sent back is not taken by the old body', async (t) => {
    await makePlans(context, MONTH, TRACE)
    const [one, two] = [
      await asPerson(hub, OFFICER, 'fg-een'),
      await asPerson(hub, OFFICER, 'fg-twee'),
    ]
    const { planId } = (await one.get('/v1/reviews')).body.plans[0]
    const { itemId } = (await one.get(`/v1/reviews/${planId}`)).body.items[0]
    const path = `/v1/reviews/${planId}/items/${itemId}/_step`
    const step = (by: Calling, name: string, fields: object = {}) => {
      const body = { stepId: randomUUID(), planId, itemId, step: name, ...fields }
      const signed = by.sign('takeReviewStep', body)
      return () => by.send(path, signed)
    }
    t.match(await step(one, 'ASSIGN')(), { body: { item: { status: 'ASSIGNED' } } })
    const stepId = randomUUID()
    const said = { stepId, decision: 'JUSTIFIED', text: 'Klopt' }
    const decide = step(one, 'DECIDE', said)
    t.match(await decide(), { body: { item: { status: 'DECIDED' } } })
    const sentBack = await step(two, 'RETURN', { text: 'Niet onderbouwd' })()
    t.match(sentBack, { body: { item: { status: 'ASSIGNED' } } }, sentBack.text)
    t.match(await decide(), { status: 200, body: { item: { status: 'ASSIGNED' } } })
    t.match(await step(one, 'DECIDE', { ...said, decision: 'BREACH' })(), {
      status: 409,
      body: { code: 'body.conflict' },
    })
  })

  await t.test('a dismissal waits for who is assigning, and ends that too', async (t) => {
    const worker = { ...(await workerOfAlmere()), duty: 'COORDINATOR' } as Worker
    const scope = {
      role: 'vroegsignaal_municipality',
      municipality: ALMERE,
      party: worker.id,
      controller: worker.id,
    } as const
    let dismissal: Promise<unknown> = Promise.resolve()
    await inTransaction(context.db, 'test.assign', scope, async (tx) => {
      const executor = await lockAdmission(tx, worker.municipality, EXECUTOR, made.keyId)
      let isDone = false
      dismissal = dismissExecutor(context, worker, EXECUTOR).then(() => (isDone = true))
      while (!isDone && !(await isSomebodyWaiting())) await new Promise(setImmediate)
      t.notOk(isDone)
      await insertAssignment(tx, worker.municipality, context.clock.now(), {
        ...{ assignmentId: randomUUID(), month: MONTH, caseId, executor: executor! },
        ...{ keyId: made.keyId, jwe: 'a.b.c.d.e', digest: null },
        ...{ urgency: 'NORMAL', deadlineOn: null },
      })
    })
    await dismissal
    t.strictSame(await hub.sql('SELECT jwe FROM assignment WHERE jwe IS NOT NULL'), [])
    t.match(await assign()(), { status: 409, body: { code: 'work.executor' } })
  })

  await t.test('it is forgotten when its bodies are too old to be taken', async (t) => {
    const count = async () => (await hub.sql('SELECT FROM signed_command')).length
    const kept = await count()
    t.ok(kept > 8)
    context.clock.set('2026-09-08T23:00:00Z')
    t.equal(await forgetCommands(context), 0)
    context.clock.set('2026-09-10T00:00:00Z')
    t.equal(await forgetCommands(context), kept)
  })

  await checkLog(t, context)

  async function isSomebodyWaiting() {
    const rows = await hub.sql(
      `SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE NOT l.granted AND a.datname = current_database()`,
    )
    return rows.length > 0
  }

  async function workerOfAlmere() {
    const party = municipalParty(ALMERE)
    return {
      ...{ id: party, municipality: ALMERE, municipalityName: 'Almere', role: 'municipality' },
      ...{ fingerprint: 'ab'.repeat(32), trace: TRACE },
    }
  }
})
