import t from 'tap'
import { logSubjectsOf, rightsSubjectOf } from '../../src/identity/index.js'
import { dayOf, type Day } from '../../src/kernel/calendar.js'
import { registerAccess, registerRequest, type RightKind } from '../../src/rights/index.js'
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
    Array.from({ length: 20 }, (_, at) => report(at + 1)),
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
})
