import { createPrivateKey, randomUUID, type JsonWebKey } from 'node:crypto'
import t from 'tap'
import { makeSealingKey, openContact, sealContact } from '../../src/client/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, startHub, STROOM, WONING } from '../helpers/hub.js'
import { EXECUTOR } from '../helpers/populated-hub.js'
import { closeMonth } from '../helpers/served.js'
import { id, report, withdrawal } from '../notifications/build.js'

const MONTH = '2026-08'
const crisis = (number: number, more = {}) =>
  report(number, { crisis: true, crisisGround: 'EVICTION', ...more })
const CONTACT = { name: 'V. van Verzonnen1', address: ['Fictielaan 1'], phone: [], email: [] }
const visit = (on: string, reached = false) => ({
  kind: 'HOME_VISIT',
  on,
  partOfDay: 'EVENING',
  reached,
})

t.test('a crisis is worked on the day it comes in', async (t) => {
  const hub = await startHub(t)
  const almere = hub.asMunicipality(ALMERE)
  const executor = await hub.enrol(EXECUTOR, {
    role: 'executor',
    municipality: null,
    controller: '',
  })
  const made = makeSealingKey()
  const privateKey = createPrivateKey({ key: made.privateJwk as JsonWebKey, format: 'jwk' })
  const send = async (
    operation: 'assignCase' | 'submitOutcomes' | 'admitExecutor',
    path: string,
    fields: Record<string, unknown>,
  ) => almere.send(path, almere.sign(operation, fields))
  const { kty, crv, x, y } = made.publicKey
  await executor.send(
    '/v1/executor-keys',
    executor.sign('offerExecutorKey', { requestId: randomUUID(), key: { kty, crv, x, y } }),
  )
  const { keyId } = made
  await send('admitExecutor', '/v1/executors', {
    requestId: randomUUID(),
    executorId: EXECUTOR,
    keyId,
  })

  const on = async (day: string, party: typeof WONING, batch: number, ...items: object[]) => {
    hub.context.clock.set(`${day}T09:00:00Z`)
    const dated = items.map((item) => ({ ...item, reportedOn: day }))
    const { body, text } = await hub.as(party).submit(id(batch), dated)
    t.match(body, { counts: { rejected: 0 } }, text)
  }
  const lane = async () => (await almere.get('/v1/feeds/urgent')).body.items
  const caseOf = async (number: number): Promise<string> => {
    const isMeant = ({ notification }: { notification: { notificationId: string } }) =>
      notification.notificationId === id(number)
    return (await lane()).find(isMeant).caseId
  }
  const assign = (caseId: string) => {
    const jwe = sealContact({ key: made.publicKey, keyId }, caseId, CONTACT)
    const fields = {
      assignmentId: randomUUID(),
      month: MONTH,
      caseId,
      executorId: EXECUTOR,
      keyId,
      jwe,
    }
    return send('assignCase', '/v1/assignments', fields)
  }
  const inHand = async () =>
    (await executor.get(`/v1/assigned-cases?municipalityCode=${ALMERE}`)).body.assigned
  const attempt = (caseId: string, made: object) =>
    executor.send(
      '/v1/assigned-cases/_report',
      executor.sign('reportAssignedCase', {
        reportId: randomUUID(),
        municipalityCode: ALMERE,
        caseId,
        attempt: made,
      }),
    )
  const feed = async () => (await almere.get(`/v1/feeds/${MONTH}`)).body.items
  const followed = async (caseId: string) =>
    (await almere.get(`/v1/outcomes/${MONTH}`)).body.items.find(
      (one: { caseId: string }) => one.caseId === caseId,
    )

  await on('2026-08-11', WONING, 9000, crisis(1), report(2), crisis(3), crisis(4), crisis(5))
  const caseId = await caseOf(1)
  await t.test('the lane names its case, which an executor gets in hand at once', async (t) => {
    t.match(caseId, /^[0-9a-f-]{36}$/)
    const given = await assign(caseId)
    t.match(given, { status: 201, body: { month: MONTH, caseId } }, given.text)
    const [found, ...others] = await inHand()
    t.match(found, { caseId, urgency: 'CRISIS', deadlineOn: '2026-08-14' })
    t.strictSame(others, [])
    t.match(openContact(found.jwe, { keyId, caseId }, new Map([[keyId, privateKey]])), {
      name: CONTACT.name,
    })
    t.match(await assign(randomUUID()), { status: 404, body: { code: 'work.case_unknown' } })
  })

  await t.test('an attempt of the executor is in the report the same day', async (t) => {
    const answer = await attempt(caseId, visit('2026-08-11'))
    t.match(answer, { status: 200, body: { status: 'ACCEPTED', version: 1 } }, answer.text)
    const foreign = await attempt(await caseOf(3), visit('2026-08-11'))
    t.match(
      foreign,
      { status: 404, body: { code: 'work.case_unknown' } },
      'only what it has in hand',
    )
  })

  const reported = async (number: number, more = {}) => {
    const outcome = {
      caseId: await caseOf(number),
      month: MONTH,
      notifications: [{ creditorId: WONING, notificationId: id(number), status: 'TAKEN_UP' }],
      contactAttempts: [visit('2026-08-11', true)],
      decision: { action: 'VISIT', on: '2026-08-11' },
      takenUpOn: '2026-08-11',
      ...more,
    }
    return send('submitOutcomes', '/v1/outcomes', { reportId: randomUUID(), outcomes: [outcome] })
  }
  await t.test('the municipality reports too, up to how it ended', async (t) => {
    const ended = { outcome: 'LOST_CONTACT', closedOn: '2026-08-11' }
    t.match((await reported(3, ended)).body, {
      results: [{ status: 'ACCEPTED', version: 1, change: 'CLOSING' }],
    })
    const { body } = await send('submitOutcomes', '/v1/outcomes', {
      reportId: randomUUID(),
      outcomes: [{ caseId: randomUUID(), month: MONTH, notifications: [], contactAttempts: [] }],
    })
    t.match(body.results, [{ status: 'REJECTED', errors: [{ code: 'CASE_UNKNOWN' }] }])
  })

  await t.test('who paid is no longer visited', async (t) => {
    const paid = await caseOf(4)
    t.equal((await assign(paid)).status, 201)
    await on('2026-08-12', WONING, 9001, withdrawal(40, 4))
    t.strictSame(
      (await inHand()).map((one: { caseId: string }) => one.caseId),
      [caseId],
    )
    t.equal(await caseOf(40), paid, 'the lane says of which case')
    t.match(await assign(paid), { status: 404 })
  })

  await t.test('a correction goes on in the same case', async (t) => {
    const { address } = report(5)
    const corrected = crisis(50, { kind: 'CORRECTION', predecessorId: id(5), address })
    t.match((await reported(5)).body, { results: [{ status: 'ACCEPTED' }] })
    const before = await caseOf(5)
    await on('2026-08-13', WONING, 9002, corrected)
    t.equal(await caseOf(50), before)
    t.equal((await assign(before)).status, 201)
    t.match((await attempt(before, visit('2026-08-13'))).body, { status: 'ACCEPTED', version: 2 })
  })

  const twice: string[] = []
  await t.test('two urgent notifications of one household may be worked on apart', async (t) => {
    const { address, person } = report(7)
    const cutOff = { crisis: true, crisisGround: 'SUPPLY_TERMINATION', address, person }
    const energy = { creditorId: STROOM, sector: 'ENERGY_ELECTRICITY', ...cutOff }
    await on('2026-08-17', WONING, 9004, crisis(7))
    await on('2026-08-18', STROOM, 9005, report(17, energy))
    twice.push(await caseOf(7), await caseOf(17))
    for (const [at, one] of twice.entries()) {
      t.equal((await assign(one)).status, 201)
      const tried = await attempt(one, visit(`2026-08-${17 + at}`))
      t.match(tried.body, { status: 'ACCEPTED', version: 1 }, tried.text)
    }
  })

  await t.test('in the month’s feed it is the same case, with all that was done', async (t) => {
    // More arrears of the same household: now the case holds two notifications.
    const { address, person } = report(1)
    const water = { creditorId: STROOM, sector: 'WATER', address, person }
    await on('2026-08-20', STROOM, 9003, report(11, water))
    const corrected = await caseOf(50)
    await closeMonth(hub.context, ALMERE, MONTH)
    const items = await feed()
    t.equal(items.length, 6, 'no case twice')
    const found = items.find((one: { caseId: string }) => one.caseId === caseId)
    t.strictSame(
      found.notifications.map((one: { notificationId: string }) => one.notificationId).sort(),
      [id(1), id(11)].sort(),
    )
    const { version, report: known, clocks } = await followed(caseId)
    t.match({ version, known }, { version: 1, known: { contactAttempts: [visit('2026-08-11')] } })
    t.match(
      clocks.find(({ clock }: { clock: string }) => clock === 'URGENT'),
      { startedOn: '2026-08-11', metOn: '2026-08-11', state: 'MET' },
    )
    t.match((await followed(corrected)).report.contactAttempts, [{}, {}])
    const open = await inHand()
    const [kept, ...others] = twice.filter((id) =>
      items.some((one: { caseId: string }) => one.caseId === id),
    )
    t.strictSame(others, [], 'one household is one case')
    t.match(
      await followed(kept!),
      { version: 2, report: { contactAttempts: [{ on: '2026-08-17' }, { on: '2026-08-18' }] } },
      'with what was done about either',
    )
    t.strictSame(
      open.map((one: { caseId: string }) => one.caseId).sort(),
      [caseId, corrected, kept!].sort(),
    )
    const sealedFor = await hub.sql<{ id: string }>('SELECT case_id AS id FROM assignment')
    const gone = twice.filter((one) => one !== kept)
    t.notOk(
      sealedFor.some((row) => gone.includes(row.id)),
      'nothing stays sealed about the other',
    )
    t.match((await attempt(kept!, visit('2026-09-01', true))).body, { version: 3 })
    hub.context.clock.set('2026-09-02T09:00:00Z')
    t.match((await attempt(caseId, visit('2026-09-02', true))).body, { version: 2 })
    t.match((await attempt(corrected, visit('2026-09-02', true))).body, { version: 3 })
    t.equal(
      (await lane()).find((one: { caseId?: string }) => one.caseId === caseId)?.reason,
      'CRISIS',
    )
  })

  await t.test('each look and each attempt is in the logs of both organisations', async (t) => {
    const rows = await hub.sql<{ controller: string; operation: string }>(
      `SELECT DISTINCT controller, operation FROM log_entry
        WHERE actor = $1 AND operation IN ('listAssignedCases', 'submitOutcomes')`,
      [EXECUTOR],
    )
    const seen = rows.map(({ controller, operation }) => `${operation} ${controller}`).sort()
    t.strictSame(seen, [
      `listAssignedCases ${municipalParty(ALMERE)}`,
      `listAssignedCases ${EXECUTOR}`,
      `submitOutcomes ${municipalParty(ALMERE)}`,
    ])
    await checkLog(t, hub.context)
  })
})
