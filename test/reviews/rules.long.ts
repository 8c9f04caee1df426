import t from 'tap'
import { recordAccess, type AccessEntry } from '../../src/access-log/index.js'
import { inTransaction } from '../../src/db/transaction.js'
import { firstDayOf, instantOf, monthsAfter, type Month } from '../../src/kernel/calendar.js'
import { REVIEW_RULES, type AnomalyKind } from '../../src/reviews/rules.js'
import { selectMatches } from '../../src/reviews/rules/store.js'
import { enrolPerson } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { closeMonth, TRACE } from '../helpers/served.js'
import { fingerprintOf, workerAt, enrolWorker } from '../helpers/work.js'
import { id, report } from '../notifications/build.js'
import { closing, type ReportedItem } from './accesses.js'

const almere = municipalParty(ALMERE)
const SOFTWARE = 'ab'.repeat(32)

/** Looks of a month in Almere's log; each with what it differs in from an ordinary one. */
const LOOK = {
  controller: almere,
  actor: almere,
  actorKey: SOFTWARE,
  role: 'municipality',
  action: 'VIEW',
  operation: 'workCase',
  objects: { municipality: ALMERE },
  result: 'ALLOW',
  count: 1,
  ...TRACE,
} as const

const living = (at: number, reference = 'trace') => [
  { household: Buffer.alloc(16, at), person: null, reference },
]

t.test('what a review looks for', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const plant = (...entries: readonly (Partial<AccessEntry> & { readonly at: Date })[]) =>
    inTransaction(
      context.db,
      'test.plant',
      { role: 'vroegsignaal_municipality', municipality: ALMERE, party: almere },
      (tx) =>
        recordAccess(
          tx,
          context,
          entries.map((entry) => ({ ...LOOK, ...entry })),
        ),
    )
  const matches = async (kind: AnomalyKind, month: string) => {
    const from = firstDayOf(month as Month)
    const until = firstDayOf(monthsAfter(month as Month, 1))
    const span = { from: instantOf(from, 0), until: instantOf(until, 0) }
    const scope = { role: 'vroegsignaal_officer', controller: almere } as const
    const { first } = await inTransaction(context.db, 'test.rule', scope, (tx) =>
      selectMatches(tx, kind, almere, span),
    )
    return first.map(({ actor, facts }) => ({ actor, ...facts }))
  }
  const person = fingerprintOf(await enrolPerson(hub, almere, 'worker-1'))
  const worker = await enrolWorker(hub, almere, 'worker-2', { [ALMERE]: 'CONSULTANT' })

  await t.test('OUT_OF_HOURS: hours are those of Amsterdam, summer and winter', async (t) => {
    const cases: readonly [string, boolean, string][] = [
      ['2025-07-09T04:59:59Z', true, 'Wednesday 06:59 in summer'],
      ['2025-07-10T05:00:00Z', false, 'Thursday 07:00 in summer'],
      ['2025-07-11T16:59:59Z', false, 'Friday 18:59 in summer'],
      ['2025-07-14T17:00:00Z', true, 'Monday 19:00 in summer'],
      ['2025-12-10T05:59:59Z', true, 'Wednesday 06:59 in winter'],
      ['2025-12-11T06:00:00Z', false, 'Thursday 07:00 in winter'],
      ['2025-12-12T17:59:59Z', false, 'Friday 18:59 in winter'],
      ['2025-12-15T18:00:00Z', true, 'Monday 19:00 in winter'],
      ['2025-07-19T10:00:00Z', true, 'Saturday at noon'],
      ['2025-07-20T10:00:00Z', true, 'Sunday at noon'],
      ['2025-07-20T22:30:00Z', true, 'Monday 00:30, when it is Sunday still in UTC'],
      ['2025-07-22T09:00:00Z', false, 'Tuesday morning'],
    ]
    for (const [at] of cases) await plant({ at: new Date(at), actorKey: person })
    await plant({ at: new Date('2025-07-08T02:00:00Z') })
    const found = [
      ...(await matches('OUT_OF_HOURS', '2025-07')),
      ...(await matches('OUT_OF_HOURS', '2025-12')),
    ] as unknown as { on: string; holder: string }[]
    const days = found.map(({ on }) => on)
    t.equal(new Set(found.map(({ holder }) => holder)).size, 1, 'people, no software')
    for (const [at, isOutside, name] of cases) {
      const day = new Date(at).toLocaleDateString('sv', { timeZone: 'Europe/Amsterdam' })
      t.equal(days.includes(day), isOutside, name)
    }
    t.equal(days.length, cases.filter(([, isOutside]) => isOutside).length)
  })

  await t.test('SAME_PERSON: five looks of one person at one household, not four', async (t) => {
    const look = (times: number, household: number, day: string, more: object = {}) =>
      plant(
        ...Array.from({ length: times }, () => ({
          at: new Date(`${day}T09:00:00Z`),
          actorKey: person,
          subjects: living(household),
          ...more,
        })),
      )
    await look(4, 1, '2025-06-02')
    await look(4, 2, '2025-06-03')
    await look(4, 3, '2025-06-04', { actorKey: 'cd'.repeat(32) })
    await look(1, 3, '2025-06-04')
    t.strictSame(await matches('SAME_PERSON', '2025-06'), [], 'four, and five by two people')
    await look(1, 2, '2025-06-05')
    t.strictSame(await matches('SAME_PERSON', '2025-06'), [{ actor: almere, looks: 5 }])
    const opened = { action: 'PULL', operation: 'workSealed' } as const
    await look(4, 4, '2025-05-05')
    await look(4, 4, '2025-05-05', opened)
    t.strictSame(await matches('SAME_PERSON', '2025-05'), [], 'to look and to open is one look')
    await look(1, 4, '2025-05-06', opened)
    t.strictSame(await matches('SAME_PERSON', '2025-05'), [{ actor: almere, looks: 5 }])
    await look(9, 5, '2025-04-07', { operation: 'listOutcomes' })
    await look(9, 6, '2025-04-08', { action: 'PULL', operation: 'getUrgentFeed' })
    t.strictSame(await matches('SAME_PERSON', '2025-04'), [], 'lists, and what software fetches')
  })

  await t.test('BULK: more than the margin beyond four usual days', async (t) => {
    const { bulkTimes, bulkMargin } = REVIEW_RULES
    const pull = (at: string, count: number) =>
      plant({ at: new Date(at), action: 'PULL', operation: 'getUrgentFeed', count })
    for (const day of ['03', '04', '05']) await pull(`2025-03-${day}T09:00:00Z`, 10)
    await pull('2025-03-06T09:00:00Z', bulkTimes * 10 + bulkMargin)
    t.strictSame(await matches('BULK', '2025-03'), [], 'exactly so many is not more')
    await pull('2025-03-07T09:00:00Z', bulkTimes * 10 + bulkMargin + 1)
    t.match(await matches('BULK', '2025-03'), [{ on: '2025-03-07', items: 241, usual: 10 }])
  })

  await t.test(
    'OWN_ADDRESS: a look at the own household by the person, and no other',
    async (t) => {
      const own = Buffer.alloc(16, 77)
      await hub.sql(
        `INSERT INTO review_own_address (party, holder, households, kept_at)
       VALUES ($1, 'worker-1', ARRAY[$2::bytea], now())`,
        [almere, own],
      )
      const at = new Date('2025-02-04T09:00:00Z')
      await plant(
        { at, actorKey: person, subjects: living(78) },
        { at, actorKey: SOFTWARE, subjects: living(77) },
        { at, actorKey: fingerprintOf(worker), subjects: living(77) },
      )
      t.strictSame(await matches('OWN_ADDRESS', '2025-02'), [])
      await plant({ at, actorKey: person, subjects: living(77) })
      t.strictSame(await matches('OWN_ADDRESS', '2025-02'), [{ actor: almere, on: '2025-02-04' }])
    },
  )

  await hub.as(WONING).submit(
    id(1000),
    [1, 2, 3, 4, 5, 6].map((at) => report(at)),
  )
  await closeMonth(context, ALMERE, '2026-08')
  context.clock.set('2026-09-02T09:00:00Z')
  const team = await workerAt(t, hub, worker, ALMERE)
  const items = await hub.sql<{ case_id: string; creditor: string; notification: string }>(
    `SELECT case_id, creditors[1] AS creditor, notification_ids[1] AS notification
       FROM feed_item WHERE municipality = $1 ORDER BY position`,
    [ALMERE],
  )
  const town = hub.asMunicipality(ALMERE)
  const told = async (at: number, more: object = {}) => {
    const { case_id: caseId, creditor: creditorId, notification: notificationId } = items[at]!
    const item: ReportedItem = { caseId, notifications: [{ creditorId, notificationId }] }
    const answer = await town.send(
      '/v1/outcomes',
      town.sign('submitOutcomes', closing(item, { closedOn: '2026-09-02', ...more })),
    )
    t.match(answer.body.counts, { accepted: 1 }, answer.text)
  }
  const sealed = (...at: readonly number[]) =>
    team.submit('/console/work/sealed', {
      token: team.token,
      month: '2026-08',
      cases: at.map((each) => items[each]!.case_id).join(' '),
    })

  await t.test('NO_CONTACT: handed out at the workbench, and nobody approached', async (t) => {
    t.equal((await sealed(0, 1, 2, 3)).status, 200)
    await told(0)
    await told(1, {
      contactAttempts: [{ kind: 'LETTER', on: '2026-09-02', reached: false }],
      outcome: undefined,
      closedOn: undefined,
    })
    await told(2, { outcome: 'DECEASED', takenUpOn: undefined, status: 'DECEASED' })
    t.strictSame(
      await matches('NO_CONTACT', '2026-10'),
      [{ actor: almere, month: '2026-08', households: 4, silent: 2 }],
      'a report without an attempt is silence; a reason not to approach is none',
    )
    t.strictSame(await matches('NO_CONTACT', '2026-09'), [], 'while the term runs')
    await told(3, {
      contactAttempts: [{ kind: 'LETTER', on: '2026-09-02', reached: false }],
      outcome: undefined,
      closedOn: undefined,
    })
    t.match(await matches('NO_CONTACT', '2026-10'), [{ silent: 1 }])
  })

  await t.test('NO_CONTACT: what is urgent counts from when it was fetched', async (t) => {
    const { creditor, notification } = items[4]!
    const subjects = living(9, `${creditor}/${notification}`)
    const urgent = { action: 'PULL', operation: 'getUrgentFeed', subjects } as const
    await plant({ ...urgent, at: new Date('2026-08-05T09:00:00Z') })
    await plant({ ...urgent, at: new Date('2026-09-05T09:00:00Z') })
    const found = await matches('NO_CONTACT', '2026-09')
    t.strictSame(found, [{ actor: almere, month: '2026-08', households: 1, silent: 1 }])
    t.match(await matches('NO_CONTACT', '2026-10'), [{ households: 4 }], 'once, when it was first')
  })

  await t.test('AFTER_CLOSING: by case, at the workbench as by software', async (t) => {
    t.equal((await sealed(0, 1)).status, 200)
    t.strictSame(await matches('AFTER_CLOSING', '2026-09'), [], 'not on the day of closing itself')
    context.clock.set('2026-09-03T09:00:00Z')
    await workerAt(t, hub, worker, ALMERE)
    const again = await workerAt(t, hub, worker, ALMERE)
    t.equal((await again.get(`/console/work/cases/2026-08/${items[1]!.case_id}`)).status, 200)
    t.strictSame(await matches('AFTER_CLOSING', '2026-09'), [], 'nor a case that is open')
    t.equal((await again.get(`/console/work/cases/2026-08/${items[0]!.case_id}`)).status, 200)
    const looked = { actor: almere, on: '2026-09-03', month: '2026-08', cases: 1 }
    t.strictSame(await matches('AFTER_CLOSING', '2026-09'), [looked])
    await town.get('/v1/feeds/2026-08')
    t.match(await matches('AFTER_CLOSING', '2026-09'), [{ cases: 2 }, looked])
    await plant({
      at: new Date('2026-09-03T10:00:00Z'),
      actor: OFFICER,
      action: 'PULL',
      operation: 'listAssignedCases',
      objects: { municipality: ALMERE, cases: [items[2]!.case_id, items[3]!.case_id] },
    })
    t.match(await matches('AFTER_CLOSING', '2026-09'), [
      { cases: 2 },
      looked,
      { actor: OFFICER, cases: 1 },
    ])
  })
})
