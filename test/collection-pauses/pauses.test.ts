import { randomUUID } from 'node:crypto'
import t from 'tap'
import { rightsSubjectOf } from '../../src/identity/index.js'
import { dayOf, type Day } from '../../src/kernel/calendar.js'
import { registerRequest } from '../../src/rights/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, KANTOOR, municipalParty, OFFICER, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { RESIDENT, startPopulatedHub } from '../helpers/populated-hub.js'
import { TRACE } from '../helpers/served.js'
import { SEPTEMBER } from '../journeys/rights-about.js'
import { id, report as reportOf, withdrawal, type AnyItem } from '../notifications/build.js'
import { PAUSES, pausesOn } from './setting.js'

t.test('a municipality asks a creditor to wait, and the creditor answers', async (t) => {
  const hub = await startPopulatedHub(t)
  const setting = await pausesOn(hub)
  const { almere, caseOf, report, consent, fields, ask, asked } = setting
  const { answer, withdraw, read, seen } = setting

  await t.test('only what consent covers is asked', async (t) => {
    const refused = { status: 409, body: { code: 'pause.no_consent' } }
    t.match(await ask(2), refused, 'nothing was reported')
    await consent(2, { what: undefined })
    t.match(await ask(2), refused, 'a consent about help')
    await consent(2, { given: false })
    t.match(await ask(2), refused, 'consent that was refused')
    await consent(1, { creditors: [STROOM] })
    t.match(await ask(1), refused, 'consent for another creditor')
    await consent(2, { withdrawnOn: '2026-09-01' })
    t.match(await ask(2), refused, 'consent that was withdrawn')
    t.strictSame(await read(), [])
  })

  await t.test('only about what the municipality received', async (t) => {
    const unknown = { status: 404, body: { code: 'pause.notification_unknown' } }
    t.match(await ask(2, { notificationId: id(1) }), unknown, 'of another case')
    t.match(await ask(2, { creditorId: STROOM }), unknown, 'of another creditor')
    t.match(await ask(2, { month: '2026-07' }), unknown, 'of another month')
    const ommen = hub.asMunicipality(OMMEN)
    const others = await ommen.send(PAUSES, ommen.sign('askCollectionPause', fields(2)))
    t.match(others, unknown, 'of another municipality')
  })

  await t.test('an ask is one ask, however often it is sent', async (t) => {
    await consent(2)
    const wish = fields(2)
    const signed = almere.sign('askCollectionPause', wish)
    const answers = await Promise.all([1, 2, 3].map(() => almere.send(PAUSES, signed)))
    for (const { status, body } of answers) {
      t.equal(status, 201)
      t.strictSame(body, {
        ...wish,
        months: 1,
        status: 'ASKED',
        basis: 'PRACTICE',
        askedOn: '2026-09-01',
        answerBy: '2026-09-15',
      })
    }
    const conflict = { status: 409, body: { code: 'pause.conflict' } }
    t.match(await ask(2), conflict, 'one at a time')
    t.match(await ask(2, { pauseId: wish.pauseId, months: 2 }), conflict, 'other content')
    t.match(await withdraw(wish.pauseId), { status: 200, body: { status: 'WITHDRAWN' } })
    t.match(await withdraw(wish.pauseId), { status: 200, body: { endedBy: 'MUNICIPALITY' } })
    t.strictSame(await read(), [], 'what it had not read it does not learn of')
  })

  await t.test(
    'its creditor learns its own reference and the months, and nothing else',
    async (t) => {
      const pauseId = await asked(2, { months: 2 })
      const page = await hub.as(WONING).get(`${PAUSES}/asked`)
      t.ok(page.headers['payload-signature'], 'the page is signed')
      t.strictSame(page.body.pauses, [
        {
          pauseId,
          notificationId: id(2),
          municipalityCode: ALMERE,
          months: 2,
          status: 'ASKED',
          basis: 'PRACTICE',
          askedOn: '2026-09-01',
          answerBy: '2026-09-15',
        },
      ])
      t.notMatch(page.text, caseOf(2).caseId)
      t.strictSame(await read(STROOM), [])
      const principal = await hub.as(KANTOOR).get(`${PAUSES}/asked?creditorId=${WONING}`)
      t.strictSame(principal.body.pauses, page.body.pauses, 'an agent reads for its principal')
      t.match(await seen(pauseId), { readAt: '2026-09-01T06:00:00.000Z' })
      t.match(await answer(STROOM, pauseId, { answer: 'CONFIRM' }), {
        status: 404,
        body: { code: 'pause.unknown' },
      })
    },
  )

  await t.test('a consent that is withdrawn ends an open ask', async (t) => {
    const [[pauseId]] = (await read()) as [[string]]
    await consent(2, { withdrawnOn: '2026-09-01' })
    t.strictSame(await read(), [[pauseId, 'WITHDRAWN']])
    t.match(await seen(pauseId), { status: 'WITHDRAWN', endedBy: 'CONSENT' })
    const conflict = { status: 409, body: { code: 'pause.conflict' } }
    t.match(await answer(WONING, pauseId, { answer: 'CONFIRM' }), conflict)
    const told = await hub.sql<{ objects: object }>(
      `SELECT objects FROM log_entry
        WHERE controller = $1 AND operation = 'withdrawCollectionPause' ORDER BY number DESC LIMIT 1`,
      [WONING],
    )
    t.strictSame(told, [{ objects: { municipality: ALMERE, pauses: [pauseId] } }], 'not why')
    const again = await asked(2)
    await report(2)
    t.match(await seen(again), { endedBy: 'CONSENT' }, 'a later report without it is no consent')
  })

  await t.test('an answer says what it has to, within bounds', async (t) => {
    const pauseId = await asked(2)
    const wrong = (pointer: string) => ({ status: 400, body: { errors: [{ pointer }] } })
    t.match(await answer(WONING, pauseId, { answer: 'DECLINE' }), wrong('#/refusal'))
    const both = { answer: 'CONFIRM', refusal: 'PAID' }
    t.match(await answer(WONING, pauseId, both), wrong('#/refusal'))
    for (const untilOn of ['2026-09-01', '2026-12-02', '2026-02-30']) {
      const late = { answer: 'CONFIRM', untilOn }
      t.match(await answer(WONING, pauseId, late), wrong('#/untilOn'), untilOn)
    }
    const declined = { answer: 'DECLINE', refusal: 'IN_COURT' }
    t.match(await answer(WONING, pauseId, declined), { status: 200, body: { status: 'DECLINED' } })
    t.match(await answer(WONING, pauseId, declined), { status: 200 }, 'again changes nothing')
    t.match(await answer(WONING, pauseId, { answer: 'CONFIRM' }), { status: 409 })
    t.match(await seen(pauseId), { status: 'DECLINED', refusal: 'IN_COURT' })
    t.match(await withdraw(pauseId), { status: 409, body: { code: 'pause.conflict' } })
  })

  await t.test('what a creditor confirmed, it keeps to until its day', async (t) => {
    const pauseId = await asked(2)
    const confirmed = await answer(KANTOOR, pauseId, { answer: 'CONFIRM' })
    t.match(confirmed, { status: 200, body: { status: 'CONFIRMED', untilOn: '2026-10-01' } })
    t.match(await answer(KANTOOR, pauseId, { answer: 'CONFIRM' }), { status: 200 }, 'again')
    await consent(2, { withdrawnOn: '2026-09-01' })
    t.strictSame((await read()).at(-1), [pauseId, 'CONFIRMED'])
    t.match(await ask(2), { status: 409, body: { code: 'pause.no_consent' } })
    await consent(2)
    t.match(await ask(2), { status: 409, body: { code: 'pause.conflict' } })
    hub.context.clock.set('2026-10-02T08:00:00Z')
    t.match(await seen(pauseId), { status: 'ENDED', untilOn: '2026-10-01' })
    t.notOk(
      (await read()).some(([found]) => found === pauseId),
      'what is over is not listed',
    )
    t.match(await ask(2), { status: 201 }, 'a new one may be asked')
  })

  await t.test('nobody answers for two weeks: it expires', async (t) => {
    const [pauseId = ''] = (await read()).at(-1)!
    hub.context.clock.set('2026-10-17T08:00:00Z')
    t.notOk((await read()).some(([found]) => found === pauseId))
    t.match(await seen(pauseId), { status: 'EXPIRED' })
    t.match(await answer(WONING, pauseId, { answer: 'CONFIRM' }), { status: 409 })
    t.match(await ask(2), { status: 201 })
  })

  await t.test('who takes a notification back has nothing to wait with', async (t) => {
    const [pauseId = ''] = (await read()).at(-1)!
    const on = { reportedOn: '2026-10-17' }
    const { oldestDueOn, attestations } = SEPTEMBER
    const later = { ...on, oldestDueOn, attestations, kind: 'UPDATE', predecessorId: id(2) }
    const send = async (...items: AnyItem[]) => {
      const { body, text } = await hub.as(WONING).submit(randomUUID(), items)
      t.match(body, { counts: { rejected: 0 } }, text)
    }
    await send(reportOf(41, later), reportOf(42, later))
    await send(withdrawal(43, 41, { ...on, withdrawalReason: 'ERROR' }))
    t.match(await seen(pauseId), { status: 'ASKED' }, 'a later report in error leaves it')
    await send(withdrawal(31, 42, on))
    t.match(await seen(pauseId), { status: 'WITHDRAWN', endedBy: 'NOTIFICATION' })
    t.match(await ask(2), { status: 409, body: { code: 'pause.stopped' } })
  })

  await t.test('a resident who objects is not asked about, nor waited for', async (t) => {
    const pauseId = await asked(1)
    t.match(await answer(WONING, pauseId, { answer: 'CONFIRM' }), { status: 200 })
    const { context } = hub
    const today = dayOf(context.clock.now())
    const officer = {
      ...{ id: OFFICER, fingerprint: 'a'.repeat(64), holder: 'fg-1' },
      ...{ controllers: [municipalParty(ALMERE)], trace: TRACE },
    }
    const subject = rightsSubjectOf(context.epochs, ALMERE, RESIDENT, today)!
    const asking = { municipality: ALMERE, reason: 'File 1', receivedOn: today as Day }
    await registerRequest(context, officer, { ...asking, kind: 'OBJECTION' }, subject)
    t.match(await seen(pauseId), { status: 'WITHDRAWN', endedBy: 'REQUEST' })
    t.strictSame((await read()).at(-1), [pauseId, 'WITHDRAWN'])
    t.match(await ask(1), { status: 409, body: { code: 'pause.stopped' } })
  })

  await t.test('a month later nobody is told any more what was withdrawn', async (t) => {
    hub.context.clock.set('2026-11-18T08:00:00Z')
    t.strictSame(await read(), [])
  })

  await t.test('the log says all of it, and verifies', async (t) => {
    await checkLog(t, hub.context)
    const partitions = await hub.sql<{ controller: string; names: string[] }>(
      `SELECT controller, array_agg(DISTINCT k ORDER BY k) AS names
         FROM log_entry, jsonb_object_keys(objects::jsonb) k
        WHERE action = 'PAUSE' GROUP BY controller ORDER BY controller`,
    )
    const creditors = partitions.find(({ controller }) => controller === WONING)
    t.notOk(creditors?.names.includes('cases'))
    t.notOk(creditors?.names.includes('endedBy'))
  })

  await t.test('a pause is forgotten with its case', async (t) => {
    await hub.sql(`DELETE FROM feed_item WHERE municipality = $1 AND case_id = $2::uuid`, [
      ALMERE,
      caseOf(2).caseId,
    ])
    const left = await hub.sql('SELECT DISTINCT notification_id FROM collection_pause')
    t.strictSame(left, [{ notification_id: id(1) }])
  })
})
