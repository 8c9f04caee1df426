import t from 'tap'
import { runMatch } from '../../src/cases/index.js'
import { inTransaction } from '../../src/db/transaction.js'
import { bulk } from '../../src/db/bulk.js'
import type { Day } from '../../src/kernel/calendar.js'
import { plantedHub } from '../helpers/planted-hub.js'
import { AUGUST, id, month } from './build.js'

const TRACE = { traceId: '0'.repeat(31) + '1', spanId: '0'.repeat(15) + '1' }
const JANSEN = { name: 'jansen', phone: '0600000001', building: 'home' }
const BAKKER = { name: 'bakker', building: 'home' }

interface CaseRow {
  match_class: string
  sectors: string[]
  notification_count: number
  consecutive_months: number
  total_arrears_cents: string
  status: string
  work_bin: string
  quality: string[]
  district: string
  notifications: Record<string, unknown>[]
}
const CASES = `SELECT match_class, sectors, notification_count, consecutive_months,
  total_arrears_cents, status, work_bin, quality, district, notifications
  FROM matched_case WHERE municipality = '0034' AND month = '2026-08-01' ORDER BY match_class`

t.test('a run writes cases, itself, and an entry in the log', async (t) => {
  const hub = await plantedHub(t)
  hub.context.clock.set('2026-07-10T09:00:00Z')
  await hub.plant(hub.almere, [{ number: 1, person: JANSEN, arrearsCents: 9_000 }])
  hub.context.clock.set('2026-08-10T09:00:00Z')
  await hub.plant(hub.almere, [
    { number: 2, person: JANSEN, arrearsCents: 12_000 },
    { number: 3, person: BAKKER, sector: 'WATER', arrearsCents: 3_000 },
    { number: 4, person: { name: 'smit', building: 'elsewhere' } },
  ])
  await hub.plant(hub.ommen, [{ number: 5, person: JANSEN }])

  const result = await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  t.match(result, { notifications: 3, ruleVersion: /triage-0$/ })
  const cases = await hub.sql<CaseRow>(CASES)
  t.match(cases, [
    {
      match_class: 'MULTIPLE_CONSECUTIVE',
      sectors: ['RENT', 'WATER'],
      notification_count: 2,
      consecutive_months: 2,
      total_arrears_cents: '15000',
      status: 'NEW',
      work_bin: 'MULTIPLE',
      quality: ['NO_EMAIL', 'OTHER_PERSONS_AT_ADDRESS'],
      district: 'Centrum',
      notifications: [
        {
          notificationId: id(2),
          person: 1,
          repeatOf: id(1),
          amountTrendCents: 3_000,
        },
        { notificationId: id(3), person: 2 },
      ],
    },
    { match_class: 'SINGLE', work_bin: 'LETTER', notifications: [{ notificationId: id(4) }] },
  ])
  t.match(await hub.sql(`SELECT notifications, cases, digest FROM match_run`), [
    { notifications: 3, cases: 2, digest: result?.digest },
  ])
  t.match(
    await hub.sql(
      `SELECT controller, action, result, count, objects FROM log_entry WHERE action = 'MATCH'`,
    ),
    [
      {
        controller: hub.almere.party,
        result: 'ALLOW',
        count: '3',
        objects: {
          municipality: '0034',
          cases: 2,
          digest: result?.digest.toString('hex'),
        },
      },
    ],
  )
})

t.test('a second run gives the same; a new arrival changes only what it touches', async (t) => {
  const hub = await plantedHub(t)
  await hub.plant(hub.almere, [
    { number: 1, person: JANSEN },
    { number: 2, person: { name: 'smit', building: 'elsewhere' } },
  ])
  const ids = async () =>
    (await hub.sql<{ case_id: string }>(`SELECT case_id FROM matched_case ORDER BY 1`)).map(
      (row) => row.case_id,
    )
  const first = await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  const before = await ids()
  const second = await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  t.same(second?.digest, first?.digest)
  t.same(await ids(), before)
  await hub.plant(hub.almere, [{ number: 3, person: BAKKER }], 2)
  const third = await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  t.notSame(third?.digest, first?.digest)
  t.same(await ids(), before, 'a case keeps its id when somebody joins it')
})

t.test('what was sent in July is withdrawn in August', async (t) => {
  const hub = await plantedHub(t, '2026-07-10T09:00:00Z')
  await hub.plant(hub.almere, [
    { number: 1, person: JANSEN },
    { number: 2, person: { name: 'smit', building: 'elsewhere' } },
  ])
  hub.context.clock.set('2026-08-10T09:00:00Z')
  await hub.plant(hub.almere, [{ number: 3, kind: 'WITHDRAWAL', predecessorId: id(1) }])
  await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  t.match(await hub.sql<CaseRow>(CASES), [
    {
      status: 'WITHDRAWN',
      total_arrears_cents: '0',
      notifications: [{ notificationId: id(1), month: '2026-07', isWithdrawn: true }],
    },
  ])
})

t.test('the look-back reaches over a change of epoch', async (t) => {
  const hub = await plantedHub(t, '2026-12-10T09:00:00Z')
  const next = Buffer.alloc(16, 7)
  await hub.plant(hub.almere, [
    { number: 1, person: JANSEN, nextEpoch: 2, nextAddressPseudonym: next },
    {
      number: 2,
      person: { name: 'smit', building: 'elsewhere' },
      nextEpoch: 2,
      nextAddressPseudonym: Buffer.alloc(16, 8),
    },
  ])
  hub.context.clock.set('2027-01-10T09:00:00Z')
  await hub.plant(hub.almere, [{ number: 3, person: BAKKER, epoch: 2, addressPseudonym: next }])
  const found = await runMatch(hub.context, hub.almere, month('2027-01'), TRACE)
  t.match(found?.cases, [{ matchClass: 'CONSECUTIVE' }])
})

t.test('a municipality’s own profile decides, in the version of the month', async (t) => {
  const hub = await plantedHub(t)
  await hub.plant(hub.almere, [{ number: 1, person: JANSEN }])
  const bins = [{ name: 'REST', nl: 'a', en: 'a', action: 'LETTER', criteria: {} }]
  const insert = `INSERT INTO triage_profile (municipality, version, valid_from, profile, created_at)
                  VALUES ($1, $2, $3::date, $4::jsonb, now())`
  const profile = {
    version: 1,
    minSectors: 2,
    disconnectionBypasses: true,
    bins,
    lowPriorityBin: 'REST',
    contactStrategy: [],
  }
  await hub.sql(insert, ['0034', 1, '2026-02-01', JSON.stringify(profile)])
  await hub.sql(insert, ['0034', 2, '2026-09-01', JSON.stringify({ ...profile, minSectors: 1 })])
  const found = await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  t.match(found?.cases, [
    { workBin: 'REST', reasons: [{ code: 'TOO_FEW_SECTORS' }], ruleVersion: /triage-1$/ },
  ])
})

t.test('an empty month has no cases, and says so', async (t) => {
  const hub = await plantedHub(t)
  const found = await runMatch(hub.context, hub.almere, AUGUST, TRACE)
  t.match(found, { notifications: 0, cases: [] })
  t.equal((await hub.sql(`SELECT 1 FROM match_run`)).length, 1)
})

t.test('the database shows a job no other municipality', async (t) => {
  const hub = await plantedHub(t)
  await hub.plant(hub.ommen, [{ number: 1, reportedOn: '2026-08-10' as Day }])
  await runMatch(hub.context, hub.ommen, AUGUST, TRACE)
  const asAlmere = { role: 'vroegsignaal_job', municipality: '0034' } as const
  const seen = (text: string) =>
    inTransaction(hub.context.db, 'test.look', asAlmere, (tx) => bulk(tx, text))
  for (const table of ['notification', 'envelope', 'matched_case', 'match_run', 'intake']) {
    t.same(await seen(`SELECT 1 FROM ${table}`), [], table)
  }
  const refused = await seen(
    `INSERT INTO match_run VALUES ('0175', '2026-07-01', gen_random_uuid(), now(), 0, 0, 'x', 'x')`,
  ).catch((error: unknown) => error)
  t.match(refused, { sqlState: '42501' })
})
