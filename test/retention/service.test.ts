import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Month } from '../../src/kernel/calendar.js'
import {
  confirmHold,
  endHold,
  forgetMunicipality,
  listHolds,
  placeHold,
  releaseHold,
  retentionReport,
} from '../../src/retention/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, startHub, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { closeMonth, served, TRACE } from '../helpers/served.js'
import { id } from '../notifications/build.js'
import {
  deliver,
  leaveOnly,
  renewKeys,
  reportToday,
  rowsByTable,
  stepTo,
  takeIn,
} from './setting.js'

const figures = (body: { cases: object; outcomes: object }) => [body.cases, body.outcomes]

t.test('what a hub forgets, and when', async (t) => {
  const hub = await startHub(t)
  await leaveOnly(hub, ALMERE)
  const { context } = hub
  const almere = hub.asMunicipality(ALMERE)
  await deliver(hub, 1, [reportToday(hub, 11), reportToday(hub, 12)])
  await closeMonth(context, ALMERE, '2026-08')
  context.clock.set('2026-09-02T09:00:00Z')
  await takeIn(hub, '2026-08')
  const statistics = async () => figures((await almere.get('/v1/statistics/2026-08')).body)
  const counted = await statistics()

  t.test('sealed identities and the key they are sealed under go after 14 days', async (t) => {
    await stepTo(hub, '2026-09-16T08:00:00Z')
    t.match(await hub.sql('SELECT count(*) FROM envelope WHERE jwe IS NOT NULL'), [{ count: '2' }])
    await stepTo(hub, '2026-09-16T10:00:00Z')
    const purged = await forgetMunicipality(context, served(ALMERE), TRACE)
    t.strictSame(purged, { identities: [{ month: '2026-08', envelopes: 2 }], forgotten: [] })
    t.match(await hub.sql('SELECT count(*) FROM delivery_key'), [{ count: '0' }])
    await stepTo(hub, '2026-09-17T06:00:00Z')
    t.match(await hub.sql('SELECT partition FROM partition_rewrite'), [
      { partition: 'envelope_2026_08' },
    ])
  })

  t.test('receipts go after three months, and say so', async (t) => {
    await stepTo(hub, '2026-12-01T12:00:00Z')
    t.match(await hub.as(WONING).get(`/v1/notification-batches/${id(1)}`), { status: 200 })
    await stepTo(hub, '2026-12-02T12:00:00Z')
    t.match(await hub.as(WONING).get(`/v1/notification-batches/${id(1)}`), {
      status: 404,
      body: { code: 'batch.unknown', detail: /term of receipts is over/ },
    })
  })

  t.test('match data go when the look-back has left them', async (t) => {
    await stepTo(hub, '2027-02-28T12:00:00Z')
    t.match(await rowsByTable(hub), { notification: 2, matched_case: 2, intake: 1 })
    await stepTo(hub, '2027-03-02T12:00:00Z')
    t.match(await rowsByTable(hub), {
      notification: undefined,
      envelope: undefined,
      matched_case: undefined,
      intake: undefined,
      feed_item: 2,
      notification_key: 2,
    })
    t.match(await hub.sql('SELECT item FROM feed_item'), [{ item: '' }, { item: '' }])
    t.match(
      await hub.sql(
        `SELECT controller, count, objects, purpose FROM log_entry WHERE action = 'FORGET'
          AND objects ->> 'kind' = 'MATCH_DATA'`,
      ),
      [
        {
          controller: municipalParty(ALMERE),
          objects: { month: '2026-08', municipality: ALMERE, removed: { notification: 2 } },
          purpose: 'RETENTION',
        },
      ],
    )
  })

  t.test('a forgotten month is neither listed nor released, and its figures stay', async (t) => {
    const { body } = await almere.get('/v1/feeds')
    t.notOk(body.feeds.some(({ month }: { month: string }) => month === '2026-08'))
    t.match(await almere.get('/v1/feeds/2026-08'), { status: 404, body: { code: 'feed.unknown' } })
    t.strictSame(await statistics(), counted)
  })

  t.test('its cases are still followed, and reports about them are still taken', async (t) => {
    const { status, body } = await almere.get('/v1/outcomes/2026-08')
    t.equal(status, 200)
    t.match(body, { counts: { closed: 2 }, nextCursor: null })
    t.match(body.items, [{ workBin: '', state: 'CLOSED', version: 1 }, { version: 1 }])
    const [{ report }] = body.items
    const corrected = {
      ...report,
      notifications: report.notifications.map((one: object) => ({ ...one, status: 'TAKEN_UP' })),
      decision: { action: 'VISIT', on: '2026-09-02' },
      takenUpOn: '2026-09-02',
      contactAttempts: [{ kind: 'HOME_VISIT', on: '2026-09-05', reached: true }],
      outcome: 'QUICK_FIX',
      closedOn: '2026-09-20',
      planMade: true,
    }
    const reporting = { reportId: randomUUID(), outcomes: [corrected] }
    const answer = await almere.send('/v1/outcomes', almere.sign('submitOutcomes', reporting))
    t.match(answer.body, { counts: { accepted: 1 } }, answer.text)
    const [, outcomes] = await statistics()
    t.match(outcomes, {
      strategies: [
        { strategy: 'NONE', cases: 1 },
        { strategy: 'VISIT', cases: 1, helpAccepted: 1 },
      ],
      byCreditor: [{ creditorId: WONING, cases: 2, reached: 1, planMade: 1 }],
    })
  })

  t.test('partitions that hold nothing any more are dropped, file and all', async (t) => {
    await stepTo(hub, '2027-03-03T12:00:00Z')
    const left = await hub.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relname ~ '_2026_0[1-8]$' AND relkind = 'r'
        ORDER BY 1`,
    )
    t.strictSame(
      left.map(({ name }) => name).filter((name) => !name.startsWith('outcome')),
      ['feed_item_2026_08'],
      'what was delivered is still needed',
    )
  })

  t.test('the log still verifies', (t) => checkLog(t, context).then(() => undefined))

  t.test('the report counts what there is, and finds nothing overdue', async (t) => {
    const report = await retentionReport(context, OPERATOR)
    t.equal(report.overdue, 0)
    const rows = await rowsByTable(hub)
    for (const { table, rows: counted, municipality } of report.counts) {
      if (municipality === ALMERE) t.equal(counted, rows[table] ?? 0, table)
    }
    t.notOk(report.counts.some(({ kind }) => kind === 'MATCH_DATA'))
  })

  t.test('the figures of ways and creditors outlive cases and reports', async (t) => {
    const before = await statistics()
    context.clock.set('2027-09-02T12:00:00Z')
    await forgetMunicipality(context, served(ALMERE), TRACE)
    t.match(await rowsByTable(hub), { feed_item: undefined, outcome: 3 })
    t.strictSame(await statistics(), before, 'who reported what is gone')
    t.match((await almere.get('/v1/outcomes/2026-08')).body, { items: [], nextCursor: null })
    context.clock.set('2028-09-02T12:00:00Z')
    await forgetMunicipality(context, served(ALMERE), TRACE)
    t.match(await rowsByTable(hub), { outcome: undefined })
    t.strictSame(await statistics(), before, 'and so is what was reported')
    t.match(await almere.get('/v1/outcomes/2026-08'), {
      status: 404,
      body: { code: 'feed.unknown' },
    })
  })
})

t.test('a legal hold', async (t) => {
  const hub = await startHub(t)
  await leaveOnly(hub, ALMERE)
  const { context } = hub
  const [first, second] = [{ pseudonym: 'lawyer-1' }, { pseudonym: 'lawyer-2' }]
  await deliver(hub, 1, [reportToday(hub, 11), reportToday(hub, 12)])
  await closeMonth(context, ALMERE, '2026-08')
  context.clock.set('2026-09-02T09:00:00Z')
  await takeIn(hub, '2026-08')
  const [item] = await hub.sql<{ case_id: string; ids: string[] }>(
    'SELECT case_id, notification_ids AS ids FROM feed_item ORDER BY position LIMIT 1',
  )
  const held = { municipality: ALMERE, caseId: item!.case_id }

  t.test('says what it keeps and why, and takes two people', async (t) => {
    const wrong = [
      [{}, 'reason'],
      [held, ' '],
      [{ pseudonym: 'xyz' }, 'reason'],
      [{ caseId: 'xyz' }, 'reason'],
      [{ untilMonth: '2026-08' as Month }, 'reason'],
    ] as const
    for (const [scope, reason] of wrong) {
      t.throws(() => placeHold(context, first, scope, reason), { code: 'registry.invalid' })
    }
    await t.rejects(placeHold(context, first, { municipality: '9999' }, 'Inquiry'), {
      code: 'registry.unknown',
    })
    const hold = await placeHold(context, first, held, 'Court case 26/117')
    await t.rejects(confirmHold(context, first, hold), { code: 'registry.invalid' })
    await t.rejects(confirmHold(context, second, id(1)), { code: 'registry.unknown' })
    await confirmHold(context, second, hold)
    t.match(await listHolds(context, first), [
      { status: 'CONFIRMED', reason: 'Court case 26/117', hasPseudonym: false },
    ])
    t.match(
      await hub.sql(`SELECT controller, purpose, objects FROM log_entry
                      WHERE operation = 'placeHold' ORDER BY controller`),
      [{ controller: municipalParty(ALMERE) }, { controller: 'hub', purpose: 'LEGAL_HOLD' }],
    )
  })

  t.test('keeps that case and forgets the rest', async (t) => {
    await stepTo(hub, '2026-09-17T10:00:00Z')
    t.match(await hub.sql('SELECT notification_id FROM envelope WHERE jwe IS NOT NULL'), [
      { notification_id: item!.ids[0] },
    ])
    await stepTo(hub, '2027-03-02T12:00:00Z')
    t.match(await rowsByTable(hub), { notification: 1, envelope: 1, matched_case: 1, intake: 1 })
    t.match(await retentionReport(context, OPERATOR), { overdue: 0 })
    await stepTo(hub, '2027-03-03T12:00:00Z')
    t.match(await retentionReport(context, OPERATOR), { overdue: 0 })
    t.ok((await retentionReport(context, OPERATOR)).held > 0, 'the report says what is held')
  })

  t.test('keeps the secret that its pseudonyms need', async (t) => {
    await hub.sql(`UPDATE epoch SET ends_on = '2026-08-31' WHERE number = 1`)
    await renewKeys(hub)
    t.match(await hub.sql('SELECT ended_at FROM epoch WHERE number = 1'), [{ ended_at: null }])
  })

  t.test('ends when one asks and another agrees; then the rest goes', async (t) => {
    const [{ holdId } = { holdId: '' }] = await listHolds(context, first)
    await t.rejects(endHold(context, second, holdId), { code: 'registry.invalid' })
    await releaseHold(context, first, holdId, 'Judgement is final')
    await t.rejects(endHold(context, first, holdId), { code: 'registry.invalid' })
    await endHold(context, second, holdId)
    await stepTo(hub, '2027-03-04T12:00:00Z')
    t.match(await rowsByTable(hub), { notification: undefined, envelope: undefined })
    await renewKeys(hub)
    t.not((await hub.sql('SELECT ended_at FROM epoch WHERE number = 1'))[0]?.['ended_at'], null)
  })

  t.test('that nobody confirms lapses', async (t) => {
    const hold = await placeHold(context, first, { party: WONING }, 'Inquiry')
    context.clock.set('2027-03-11T12:00:01Z')
    await t.rejects(confirmHold(context, second, hold), { code: 'registry.invalid' })
    t.match((await listHolds(context, first)).at(-1), { status: 'LAPSED' })
  })
})

t.test('forgetting that was interrupted', async (t) => {
  const hub = await startHub(t)
  await leaveOnly(hub, ALMERE)
  await deliver(hub, 1, [reportToday(hub, 11), reportToday(hub, 12)])
  await closeMonth(hub.context, ALMERE, '2026-08')
  await hub.sql(`CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'Kanarie-Jansen'; END$$`)
  await hub.sql(`CREATE TRIGGER broken BEFORE DELETE ON notification_2026_08
    FOR EACH ROW EXECUTE FUNCTION broken()`)
  await stepTo(hub, '2027-03-01T20:00:00Z')
  const failed = await stepTo(hub, '2027-03-02T12:00:00Z')
  t.match(
    failed.filter(({ outcome }) => outcome === 'failed'),
    [{ job: 'purge', municipality: ALMERE }],
  )
  t.match(await rowsByTable(hub), { notification: 2, matched_case: 2 }, 'nothing of it half')
  t.equal((await retentionReport(hub.context, OPERATOR)).overdue, 0, 'not yet a day late')
  hub.context.clock.set('2027-03-03T13:00:00Z')
  t.ok((await retentionReport(hub.context, OPERATOR)).overdue > 0, 'the report says so')
  await hub.sql('DROP TRIGGER broken ON notification_2026_08')
  await hub.sql('UPDATE job_lease SET expires_at = now()')
  await stepTo(hub, '2027-03-03T13:00:00Z')
  t.match(await rowsByTable(hub), { notification: undefined, matched_case: undefined })
  await checkLog(t, hub.context)
})
