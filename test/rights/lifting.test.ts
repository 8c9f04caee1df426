import t from 'tap'
import { rightsSubjectOf } from '../../src/identity/index.js'
import { dayOf, type Day } from '../../src/kernel/calendar.js'
import { liftRequest, registerRequest, type RightKind } from '../../src/rights/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { closeMonth, TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

const RECEIVED = '2026-08-10' as Day
const STOPPED = 'STOPPED_ON_REQUEST'
const RESUMED = 'RESUMED_ON_REQUEST'

t.test('what becomes of a request that is lifted, or that erases', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const woning = hub.as(WONING)
  const officer = {
    id: OFFICER,
    fingerprint: 'a'.repeat(64),
    holder: 'fg-1',
    controllers: [municipalParty(ALMERE)],
    trace: TRACE,
  }
  const register = (number: number, kind: RightKind) => {
    const { person, address } = report(number)
    const today = dayOf(context.clock.now())
    const subject = rightsSubjectOf(context.epochs, ALMERE, { person, address }, today)!
    const asked = { municipality: ALMERE, kind, reason: `File ${number}`, receivedOn: RECEIVED }
    return registerRequest(context, officer, asked, subject)
  }
  const toldOf = async (notification: number) => {
    const rows = await hub.sql<{ code: string }>(
      'SELECT code FROM feedback_item WHERE notification_id = $1::uuid ORDER BY number, position',
      [id(notification)],
    )
    return rows.map(({ code }) => code)
  }
  const crisis = { crisis: true, crisisGround: 'EVICTION' }
  await woning.submit(id(9000), [report(1), report(2), report(3, crisis), report(4), report(5)])

  await t.test('what missed its feed is not said to go on', async (t) => {
    const [ordinary, urgent] = [await register(1, 'RESTRICTION'), await register(3, 'RESTRICTION')]
    const { person, address } = report(1)
    context.clock.set('2026-08-10T10:00:00Z')
    const later = await woning.submit(id(9001), [report(101, { person, address })])
    t.match(later.body.items, [{ warnings: [{ code: 'RIGHTS_REQUEST_OPEN' }] }])
    await closeMonth(context, ALMERE, '2026-08')
    const { body } = await hub.asMunicipality(ALMERE).get('/v1/feeds/2026-08')
    t.equal(body.items.length, 3, 'closed without those that are held')
    const inTime = await register(2, 'RESTRICTION')
    for (const request of [ordinary, urgent, inTime]) await liftRequest(context, officer, request)
    t.strictSame(await toldOf(1), [STOPPED], 'its creditor may report it anew')
    t.strictSame(await toldOf(101), [STOPPED], 'and hears of what was held from the start')
    t.strictSame(await toldOf(2), [STOPPED, RESUMED], 'the municipality has it')
    t.strictSame(await toldOf(3), [STOPPED, RESUMED], 'or finds it in the lane')
    await checkLog(t, context)
  })

  await t.test('an erasure reaches what was sealed for others', async (t) => {
    const [taken] = await hub.sql<{ case_id: string }>(
      'SELECT case_id FROM feed_item WHERE $1::uuid = ANY (notification_ids)',
      [id(4)],
    )
    const transfer = (number: number, of: number, rest: string) =>
      hub.sql(
        `WITH moved AS (
           INSERT INTO transfer (transfer_id, municipality, month, case_id, receiver, from_party,
             to_party, ground, offered_at, digest, lapses_at, intake, closing, policy, facts,
             delivery_key, key_id, key_jwe, status, decided_at, received_month, received_case)
           SELECT $1::uuid, $2, '2026-08-01', f.case_id, $3, $4, $5, 'MOVED', $8::timestamptz,
                  sha256(''), $8::timestamptz + interval '14 days', '[]', '{}', 'p', '{}', ${rest}
             FROM feed_item f WHERE $7::uuid = ANY (f.notification_ids))
         INSERT INTO transfer_notification (transfer_id, municipality, receiver, position, creditor,
           notification_id, month, digest, jwe, handed_at, is_correction, shows_move)
         SELECT $1::uuid, $2, $3, 0, $6, $7::uuid, '2026-08-01', sha256(''),
                CASE WHEN handed IS NULL THEN 'sealed' END, handed, false, true
           FROM (SELECT (ARRAY[${rest}]::text[])[5]::timestamptz AS handed) h`,
        [
          ...[id(number), ALMERE, OMMEN, municipalParty(ALMERE), municipalParty(OMMEN), WONING],
          ...[id(of), context.clock.now()],
        ],
      )
    await transfer(7001, 5, `'${'k'.repeat(22)}', 'k', 'sealed', 'OFFERED', NULL, NULL, NULL`)
    await transfer(
      7002,
      4,
      `NULL, NULL, NULL, 'ACCEPTED', '2026-09-01T07:00:00Z', '2026-09-01', '${id(7003)}'`,
    )
    await hub.sql(
      `INSERT INTO assignment (municipality, assignment_id, month, case_id, executor, key_id, jwe,
                               urgency, assigned_at)
       VALUES ($1, $2::uuid, '2026-09-01', $3::uuid, 'VS-000000000000', 'k', 'sealed', 'NORMAL', now())`,
      [OMMEN, id(7004), id(7003)],
    )
    t.ok(taken)
    const requests = [await register(4, 'ERASURE'), await register(5, 'ERASURE')]
    const sealed = async () => ({
      assigned: await hub.sql('SELECT jwe, ended_at IS NULL AS open FROM assignment'),
      offered: await hub.sql(
        `SELECT t.status, t.key_jwe, n.jwe FROM transfer t JOIN transfer_notification n USING (transfer_id)
          WHERE t.transfer_id = $1::uuid`,
        [id(7001)],
      ),
    })
    const gone = {
      assigned: [{ jwe: null, open: false }],
      offered: [{ status: 'WITHDRAWN', key_jwe: null, jwe: null }],
    }
    t.strictSame(await sealed(), gone)
    for (const request of requests) await liftRequest(context, officer, request)
    t.strictSame(await sealed(), gone, 'also when the request is lifted')
  })
})
