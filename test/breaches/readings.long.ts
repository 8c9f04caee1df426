import { randomUUID } from 'node:crypto'
import t from 'tap'
import { findBreach } from '../../src/breaches/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { RESIDENT, startPopulatedHub } from '../helpers/populated-hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { enrolWorker, fingerprintOf, workerAt } from '../helpers/work.js'
import { id } from '../notifications/build.js'

const WHY = 'Incident 26-41'
const CONSENT = { given: true, on: '2026-09-01', creditors: [WONING] }

t.test('who only read lists is found by the households in them', async (t) => {
  const hub = await startPopulatedHub(t)
  const { context } = hub
  const cases = await hub.sql<{ id: string; position: number }>(
    'SELECT case_id AS id, position FROM feed_item WHERE municipality = $1 ORDER BY position',
    [ALMERE],
  )
  const keyOf = async (operation: string) => {
    const rows = await hub.sql<{ key: string }>(
      `SELECT DISTINCT actor_key AS key FROM log_entry WHERE operation = $1 AND result = 'ALLOW'`,
      [operation],
    )
    t.equal(rows.length, 1)
    return rows[0]!.key
  }
  const concernedBy = (certificate: string) =>
    findBreach(context, OPERATOR, { certificate }, WHY).then(({ packages }) => packages)
  const traced = async () => {
    const { body } = await hub.as(OFFICER).post('/v1/data-subjects/_trace', {
      reason: 'A resident asks',
      municipalityCode: ALMERE,
      ...RESIDENT,
    })
    return (body.steps as { references: string[]; entry: { record: { operation: string } } }[]).map(
      ({ entry, references }) => [entry.record.operation, references.join(' ')],
    )
  }
  const [about] = await hub.sql<{ id: string; position: number }>(
    'SELECT case_id AS id, position FROM feed_item WHERE $1::uuid = ANY (notification_ids)',
    [id(1)],
  )

  t.test('software that listed how cases stand', async (t) => {
    const { status } = await (
      await hub.colleagueOf(municipalParty(ALMERE))
    ).get('/v1/outcomes/2026-08')
    t.equal(status, 200)
    const [almere, ...others] = await concernedBy(await keyOf('listOutcomes'))
    t.strictSame(others, [])
    t.strictSame(
      almere!.households.flatMap((household) => household.cases).sort(),
      cases.map((row) => row.id).sort(),
    )
    t.match(almere!.households[0]!.touches, [{ action: 'VIEW', operation: 'listOutcomes' }])
    t.match(
      (await traced()).filter(([operation]) => operation === 'listOutcomes'),
      [['listOutcomes', `feed/2026-08/${about!.position}`]],
    )
  })

  t.test('a person who opened a part of the inbox, and who was not in that part', async (t) => {
    const person = await enrolWorker(hub, municipalParty(ALMERE), 'rol-lijst', {
      [ALMERE]: 'CONSULTANT',
    })
    const visitor = await workerAt(t, hub, person, ALMERE)
    t.equal((await visitor.get('/console/work/cases?month=2026-08&urgency=CRISIS')).status, 200)
    const households = async () => (await concernedBy(fingerprintOf(person)))[0]!.households
    const crisis = await households()
    const [urgent] = await hub.sql<{ id: string }>(
      `SELECT case_id AS id FROM feed_item WHERE municipality = $1 AND urgency = 'CRISIS'`,
      [ALMERE],
    )
    t.strictSame(
      crisis.map((household) => household.cases),
      [[urgent!.id]],
    )
    t.notOk((await traced()).some(([operation]) => operation === 'workCases'))
    t.equal((await visitor.get('/console/work/cases')).status, 200)
    t.equal((await households()).length, cases.length)
    t.match(
      (await traced()).filter(([operation]) => operation === 'workCases'),
      [['workCases', `feed/2026-08/${about!.position}`]],
    )
    t.match(
      await hub.sql(`SELECT objects FROM log_entry WHERE operation = 'workCases' ORDER BY at`),
      [
        { objects: { places: /^\{\[\d,\d\)\}$/ } },
        { objects: { places: `{[0,${cases.length})}`, closingEntry: /-/ } },
      ],
    )
  })

  t.test('a creditor that read what came of its notifications', async (t) => {
    const almere = hub.asMunicipality(ALMERE)
    const outcome = {
      ...{ caseId: about!.id, month: '2026-08', outcome: 'QUICK_FIX', closedOn: '2026-09-01' },
      notifications: [
        { creditorId: WONING, notificationId: id(1), status: 'TAKEN_UP' },
        { creditorId: STROOM, notificationId: id(11), status: 'TAKEN_UP' },
      ],
      contactAttempts: [
        { kind: 'HOME_VISIT', on: '2026-09-01', partOfDay: 'EVENING', reached: true },
      ],
      ...{ takenUpOn: '2026-09-01', decision: { action: 'VISIT', on: '2026-09-01' } },
      consentToShare: CONSENT,
    }
    const report = { reportId: randomUUID(), outcomes: [outcome] }
    const sent = await almere.send('/v1/outcomes', almere.sign('submitOutcomes', report))
    t.match(sent.body, { counts: { accepted: 1 } }, sent.text)
    const { body } = await (await hub.colleagueOf(WONING)).get('/v1/feedback')
    t.match(body.items, [{ notificationId: id(1), code: 'HELP_ACCEPTED' }])
    const packages = await concernedBy(await keyOf('listFeedback'))
    t.match(packages, [
      {
        municipality: ALMERE,
        households: [{ notifications: [{ creditorId: WONING, notificationId: id(1) }] }],
      },
    ])
    t.match(
      (await traced()).filter(([operation]) => operation === 'listFeedback'),
      [['listFeedback', `${WONING}/${id(1)}`]],
    )
    t.strictSame(
      await hub.sql(
        `SELECT e.controller, count(s.entry)::int AS subjects
           FROM log_entry e LEFT JOIN log_subject s ON s.entry = e.entry
          WHERE e.operation = 'listFeedback' GROUP BY 1 ORDER BY 1`,
      ),
      [
        { controller: municipalParty(ALMERE), subjects: 1 },
        { controller: WONING, subjects: 0 },
      ].sort((left, right) => (left.controller < right.controller ? -1 : 1)),
      'with whom it is about where residents are answered from, and nowhere else',
    )
    t.notOk(
      await hub
        .sql(`SELECT FROM log_entry WHERE operation = 'listFeedback' AND controller = $1`, [
          municipalParty(OMMEN),
        ])
        .then((rows) => rows.length > 0),
    )
  })

  await checkLog(t, context)
})
