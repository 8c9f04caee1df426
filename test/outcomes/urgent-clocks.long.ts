import t from 'tap'
import { DEFAULT_PROFILE } from '../../src/cases/index.js'
import { ALMERE, startHub, STROOM, WONING } from '../helpers/hub.js'
import { closeMonth } from '../helpers/served.js'
import { id, report, withdrawal } from '../notifications/build.js'

const crisis = (number: number) => report(number, { crisis: true, crisisGround: 'EVICTION' })

t.test('an announced eviction has its steps from the day on which it came in', async (t) => {
  const hub = await startHub(t)
  const almere = hub.asMunicipality(ALMERE)
  const terms = {
    takeUpDays: 28,
    closeDays: 90,
    eviction: { contactDays: 1, visitDays: 3, planDays: 7 },
  }
  await hub.sql(
    `INSERT INTO triage_profile (municipality, version, valid_from, profile, created_at)
     VALUES ('${ALMERE}', 1, '2026-01-01', $1::text::jsonb, '2026-01-01')`,
    [JSON.stringify({ ...DEFAULT_PROFILE, terms })],
  )
  const ends = (number: number, home: number, more = {}) => {
    const { address, person } = report(home)
    const sector = 'ENERGY_ELECTRICITY'
    const plannedTerminationOn = '2026-09-14'
    const about = { creditorId: STROOM, sector, kind: 'END_OF_SUPPLY', plannedTerminationOn }
    return report(number, { ...about, address, person, ...more })
  }
  const cutOff = { kind: 'EARLY', crisis: true, crisisGround: 'SUPPLY_TERMINATION' }
  // 1: an eviction, corrected a week later. 2: rent arrears, and supply that is cut off at the same
  // address. 3: an eviction that was paid, and supply that ends.
  const corrected = {
    ...report(21, { crisis: true, crisisGround: 'EVICTION', address: report(1)['address'] }),
    kind: 'CORRECTION',
    predecessorId: id(1),
  }
  const batches: [party: typeof WONING, on: string, items: object[]][] = [
    [WONING, '2026-08-11', [crisis(1), report(2), crisis(3)]],
    [
      STROOM,
      '2026-08-12',
      [ends(12, 2, { ...cutOff, plannedTerminationOn: undefined }), ends(13, 3)],
    ],
    [WONING, '2026-08-17', [corrected, withdrawal(23, 3)]],
  ]
  for (const [at, [party, on, items]] of batches.entries()) {
    hub.context.clock.set(`${on}T09:00:00Z`)
    const dated = items.map((item) => ({ ...item, reportedOn: on }))
    const sent = await hub.as(party).submit(id(9000 + at), dated)
    t.match(sent.body, { counts: { rejected: 0 } }, sent.text)
  }
  await closeMonth(hub.context, ALMERE, '2026-08')
  const { items } = (await almere.get('/v1/feeds/2026-08')).body
  const { items: followed } = (await almere.get('/v1/outcomes/2026-08')).body
  const clocks = (number: number) => {
    const isHere = (one: { notificationId: string }) => one.notificationId === id(number)
    const { caseId } = items.find((item: { notifications: { notificationId: string }[] }) =>
      item.notifications.some(isHere),
    )
    const found = followed.find((one: { caseId: string }) => one.caseId === caseId)
    return found.clocks.map((one: Record<string, string>) => [
      one['clock'],
      one['startedOn'],
      one['dueOn'],
      one['state'],
    ])
  }
  const running = ['TAKE_UP', '2026-09-01', '2026-09-29', 'RUNNING']
  t.strictSame(clocks(21), [
    running,
    // The correction was reported on Monday the 17th; the municipality knew since the 11th.
    ['URGENT', '2026-08-11', '2026-08-20', 'OVERDUE'],
    ['CONTACT', '2026-08-11', '2026-08-12', 'OVERDUE'],
    ['VISIT', '2026-08-11', '2026-08-14', 'OVERDUE'],
    ['PLAN', '2026-08-11', '2026-08-18', 'OVERDUE'],
  ])
  t.strictSame(
    clocks(2),
    [running, ['URGENT', '2026-08-12', '2026-08-17', 'OVERDUE']],
    'rent beside supply that is cut off is no eviction',
  )
  t.strictSame(
    clocks(3),
    [running, ['URGENT', '2026-08-12', '2026-09-14', 'RUNNING']],
    'an eviction that was paid has no steps',
  )
})
