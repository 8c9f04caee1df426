import { randomUUID } from 'node:crypto'
import t from 'tap'
import { endProgramme } from '../../src/programmes/index.js'
import { rightsSubjectOf } from '../../src/identity/index.js'
import { dayOf } from '../../src/kernel/calendar.js'
import { registerRequest } from '../../src/rights/index.js'
import { checkLog } from '../helpers/check-log.js'
import { evaluationOf } from '../helpers/evaluation.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { closeMonth, TRACE } from '../helpers/served.js'
import { transfersOn } from '../journeys/transfer-setting.js'
import { id, report as reportOf } from '../notifications/build.js'
import { PAUSES, pausesOn } from './setting.js'

t.test('what ends pauses beside the two who agreed on them', async (t) => {
  const hub = await startPopulatedHub(t)
  const { context } = hub
  const { ask, asked, answer, seen } = await pausesOn(hub)
  const transfers = await transfersOn(hub)
  const { ommen, offer, decide } = transfers
  const stopped = { status: 409, body: { code: 'pause.stopped' } }

  await t.test('a case that is handed over: an open ask ends, a given word stands', async (t) => {
    const open = await asked(2)
    const kept = await asked(3)
    await answer(WONING, kept, { answer: 'CONFIRM' })
    for (const number of [2, 3]) {
      const { body, text } = (await offer(number)).answer
      t.ok(body.transferId, text)
      t.match(await ask(number), stopped, 'while it is offered')
      t.match(await decide(ommen, body.transferId, 'ACCEPT'), { status: 200 })
      t.match(await ask(number), stopped, 'once it is theirs')
    }
    t.match(await seen(open), { status: 'WITHDRAWN', endedBy: 'TRANSFER' })
    t.match(await seen(kept), { status: 'CONFIRMED' })
  })

  await t.test('who may not know of a move is asked by whom it reported to', async (t) => {
    await hub.sql('UPDATE transfer_notification SET shows_move = false')
    await closeMonth(context, OMMEN, '2026-09')
    const { items } = (await ommen.get('/v1/feeds/2026-09')).body
    const taken = items.find((one: { notifications: { notificationId: string }[] }) =>
      one.notifications.some(({ notificationId }) => notificationId === id(2)),
    )
    const consentToShare = {
      ...{ given: true, on: '2026-10-01', creditors: [WONING], what: ['COLLECTION_PAUSE'] },
    }
    const on = { takenUpOn: '2026-10-01', decision: { action: 'VISIT', on: '2026-10-01' } }
    const more = { consentToShare, ...on }
    const sent = await transfers.report(ommen, transfers.about(taken, '2026-09', more))
    t.match(sent.body, { results: [{ status: 'ACCEPTED' }] }, sent.text)
    const fields = {
      ...{ pauseId: randomUUID(), month: '2026-09', caseId: taken.caseId },
      ...{ creditorId: WONING, notificationId: id(2) },
    }
    const put = await ommen.send(PAUSES, ommen.sign('askCollectionPause', fields))
    t.equal(put.status, 201, put.text)
    const { body, text } = await hub.as(WONING).get(`${PAUSES}/asked`)
    t.match(body.pauses.at(-1), { pauseId: fields.pauseId, municipalityCode: ALMERE })
    t.notMatch(text, new RegExp(`"${OMMEN}"`))
    await answer(WONING, fields.pauseId, { answer: 'CONFIRM' })
    const withdrawn = { pauseId: fields.pauseId }
    await ommen.send(
      `${PAUSES}/${fields.pauseId}/_withdraw`,
      ommen.sign('withdrawCollectionPause', withdrawn),
    )
    const entries = await hub.sql<{ actor: string; record: string }>(
      `SELECT actor, convert_from(record, 'UTF8') AS record FROM log_entry
        WHERE controller = $1 AND action = 'PAUSE' AND objects::text LIKE '%' || $2 || '%'`,
      [WONING, fields.pauseId],
    )
    t.equal(entries.length, 3, 'asked, answered, withdrawn')
    for (const { record } of entries) {
      t.notMatch(record, municipalParty(OMMEN))
      t.notMatch(record, `"${OMMEN}"`)
    }
  })

  await t.test('a resident who has data erased', async (t) => {
    const pauseId = await asked(1)
    const today = dayOf(context.clock.now())
    const { person, address } = reportOf(1)
    const subject = rightsSubjectOf(context.epochs, ALMERE, { person, address }, today)!
    const officer = {
      ...{ id: OFFICER, fingerprint: 'a'.repeat(64), holder: 'fg-1' },
      ...{ controllers: [municipalParty(ALMERE)], trace: TRACE },
    }
    const wish = { municipality: ALMERE, kind: 'ERASURE', reason: 'File 1', receivedOn: today }
    await registerRequest(context, officer, wish as never, subject)
    t.match(await seen(pauseId), { status: 'WITHDRAWN', endedBy: 'REQUEST' })
    t.match(await ask(1), stopped)
    await hub.sql('UPDATE rights_hold SET withheld = NULL')
    t.match(await ask(1), stopped, 'also where the policy lets delivery go on')
  })

  await t.test('the log verifies', async (t) => {
    await checkLog(t, context)
  })

  await t.test('the end of a programme takes them along, counted', async (t) => {
    await hub.sql(
      `INSERT INTO programme (programme_id, name, municipalities, valid_from, valid_until)
       VALUES ('proef', 'Proef', ARRAY['${ALMERE}'], '2026-01-01', '2026-08-31')`,
    )
    await hub.sql(`UPDATE agreement SET reference = 'Proef (proef)' WHERE municipality = $1`, [
      ALMERE,
    ])
    const { evaluated } = await evaluationOf(hub.asMunicipality(ALMERE), ALMERE, ['2026-08'])
    await endProgramme(context, OPERATOR, 'proef', [evaluated])
    const [entry] = await hub.sql<{ objects: object }>(
      `SELECT objects FROM log_entry WHERE operation = 'endProgramme' LIMIT 1`,
    )
    t.match(JSON.stringify(entry?.objects), /"collection_pause":3/)
    const left = await hub.sql('SELECT DISTINCT municipality FROM collection_pause')
    t.strictSame(left, [{ municipality: OMMEN }])
  })
})
