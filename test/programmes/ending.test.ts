import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { registerMandates } from '../../src/mandates/index.js'
import { endProgramme, type Evaluated, type EvaluatedMonth } from '../../src/programmes/index.js'
import { evaluationOf } from '../helpers/evaluation.js'
import { ALMERE, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { closeMonth } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

t.test('the end of a pilot', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const evaluate = async () =>
    (await evaluationOf(hub.asMunicipality(ALMERE), ALMERE, ['2026-08'])).evaluated
  const endWith = (...evaluations: readonly Evaluated[]) =>
    endProgramme(context, OPERATOR, 'proef', evaluations)
  const end = async () => endWith(await evaluate())
  await hub.sql(
    `INSERT INTO programme (programme_id, name, municipalities, valid_from, valid_until)
     VALUES ('proef', 'Proef', ARRAY['${ALMERE}'], '2026-01-01', '2026-08-31')`,
  )
  // Housing reports under the pilot; energy reported under an agreement that has ended since.
  await hub.sql(
    `UPDATE agreement SET reference = 'Proef (proef)' WHERE municipality = $1 AND creditor = $2`,
    [ALMERE, WONING],
  )
  await hub.as(WONING).submit(id(9000), [report(1)])
  const energy = { creditorId: STROOM, sector: 'ENERGY_ELECTRICITY' }
  const sent = await hub.as(STROOM).submit(id(9001), [report(2, energy)])
  t.match(sent.body, { counts: { rejected: 0 } })
  await hub.sql(
    `UPDATE agreement SET state = 'ENDED', ended_at = now(), ended_by = 'hub'
      WHERE municipality = $1 AND creditor = $2`,
    [ALMERE, STROOM],
  )
  context.clock.set('2026-09-02T09:00:00Z')

  await t.test('waits for a month that is not closed: nobody has evaluated it', async (t) => {
    const nothing = { municipality: ALMERE, digest: '0'.repeat(64), months: [], totals: {} }
    await t.rejects(endWith(nothing), {
      code: 'registry.conflict',
      message: /2026-08 .*not closed/,
    })
  })

  await closeMonth(context, ALMERE, '2026-08')

  await t.test('takes no evaluation but one that says what the hub counts', async (t) => {
    const own = await evaluate()
    const [month] = own.months as unknown as [EvaluatedMonth & { cases: object; outcomes: object }]
    const refused = async (wrong: Partial<Evaluated>, message: RegExp) =>
      t.rejects(endWith({ ...own, ...wrong }), { code: 'registry.invalid', message })
    await refused({ months: [] }, /lacks 2026-08/)
    await refused({ months: [{ month: '2026-08' }] }, /2026-08: municipalityCode, cases/)
    await refused({ months: [{ ...month, cases: { ...month.cases, total: 3 } }] }, /2026-08: cases/)
    await refused({ months: [{ ...month, municipalityCode: OMMEN }] }, /2026-08: municipalityCode/)
    await refused({ months: [month, { ...month, month: '2026-07' }] }, /not of the programme/)
    await refused({ months: [month, month] }, /twice/)
    await refused({ totals: { ...(own.totals as object), cases: 3 } }, /totals/)
    t.equal((await hub.sql('SELECT 1 FROM notification')).length, 2, 'and nothing goes')
  })

  await t.test('spares what came under another agreement, ended or not', async (t) => {
    await t.rejects(end(), { code: 'registry.conflict' })
    t.equal((await hub.sql('SELECT 1 FROM notification')).length, 2)
    await hub.sql('DELETE FROM notification WHERE creditor = $1', [STROOM])
  })

  await t.test('leaves what belongs to the months after it', async (t) => {
    await registerMandates(context, OPERATOR, [
      {
        agreement: 'LCV 2027',
        creditor: WONING,
        municipality: ALMERE,
        sector: 'RENT',
        validFrom: '2026-09-01' as Day,
        validUntil: null,
        entitledFields: [],
      },
    ])
    await hub.as(WONING).submit(id(9002), [report(3, { reportedOn: '2026-09-02' })])
    for (const [number, month] of [
      [1, '2026-08-01'],
      [3, '2026-09-01'],
    ] as const) {
      await hub.sql(
        `WITH asked AS (
           INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder,
             reason, effects, policy, ends_on, key_year, tokens, entry)
           VALUES ($1::uuid, $2, 'OBJECTION', now(), 'x', 'x', 'File', '{}', 'p', '2027-01-01', 2026,
                   '{}', $1::uuid) RETURNING request),
         held AS (
           INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, held_at)
           SELECT $2, $3, $1::uuid, request, $4::date, now() FROM asked),
         noticed AS (
           INSERT INTO rights_notice (municipality, notice_id, request, issued_at, statement, signature)
           SELECT $2, $1::uuid, request, now(), '{}', '' FROM asked),
         again AS (
           INSERT INTO redelivery_request (municipality, creditor, notification_id, requested_at)
           VALUES ($2, $3, $1::uuid, now()))
         INSERT INTO feedback_item (creditor, number, position, feedback_id, municipality,
           notification_id, code, reported_on, policy, is_correction)
         VALUES ($3, $5::integer, 0, $1::uuid, $2, $1::uuid, 'HANDLED', '2026-09-02', 'p', false)`,
        [id(number), ALMERE, WONING, month, number],
      )
    }
    await hub.sql(
      `INSERT INTO work_text (municipality, kind, language, text, updated_at)
       VALUES ($1, 'SENDER', 'nl', 'Team', now())`,
      [ALMERE],
    )
    const [ended] = await end()
    t.match(ended?.removed, { notification: 1, feedback_item: 1, rights_notice: 1 })
    for (const table of ['notification', 'feedback_item', 'redelivery_request', 'rights_hold']) {
      const left = await hub.sql(`SELECT notification_id FROM ${table} WHERE municipality = $1`, [
        ALMERE,
      ])
      t.strictSame(left, [{ notification_id: id(3) }], table)
    }
    t.strictSame(await hub.sql('SELECT notice_id FROM rights_notice'), [{ notice_id: id(3) }])
    t.equal((await hub.sql('SELECT 1 FROM work_text')).length, 1)
  })
})
