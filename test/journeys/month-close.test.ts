import t from 'tap'
import { runMatch } from '../../src/cases/index.js'
import { openFeed } from '../../src/client/feed.js'
import type { Month } from '../../src/kernel/calendar.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, OFFICER, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { closeMonth, identityOf, sealingKeysOf, served, TRACE } from '../helpers/served.js'
import { id, report, withdrawal } from '../notifications/build.js'

const HOME = { address: { postcode: '1315ZZ', houseNumber: 10 } }
const OTHER = { address: { postcode: '1315ZZ', houseNumber: 20 } }
const water = { creditorId: STROOM, sector: 'WATER' }
const inSeptember = { reportedOn: '2026-09-10', oldestDueOn: '2026-07-15' }

t.test('two months, with a withdrawal and a correction after the first was closed', async (t) => {
  const hub = await startHub(t)
  const [woning, stroom, almere] = [hub.as(WONING), hub.as(STROOM), hub.asMunicipality(ALMERE)]
  const identity = identityOf(hub.context)
  const pull = async (month: string) => {
    const { status, body, text } = await almere.get(`/v1/feeds/${month}`)
    t.equal(status, 200, text)
    return openFeed(identity, [body], sealingKeysOf(hub, ALMERE), hub.context.clock.now())
  }

  // August: two creditors about one home, one about another, one in Ommen.
  t.match((await woning.submit(id(9000), [report(1, HOME), report(2, OTHER)])).body, {
    counts: { accepted: 2 },
  })
  t.match((await stroom.submit(id(9001), [report(3, { ...HOME, ...water })])).body, {
    counts: { accepted: 1 },
  })
  await woning.submit(id(9002), [
    report(4, { municipalityCode: OMMEN, address: { postcode: '7731AA', houseNumber: 4 } }),
  ])
  const nightly = await runMatch(hub.context, served(ALMERE), '2026-08' as Month, TRACE)
  t.equal(nightly?.cases.length, 2)
  const { checkpoint } = await checkLog(t, hub.context)

  const closed = await closeMonth(hub.context, ALMERE, '2026-08')
  t.equal(closed?.items, 2)
  t.equal(await closeMonth(hub.context, ALMERE, '2026-08'), undefined)
  const august = await pull('2026-08')
  t.strictSame(
    august.cases.map(({ matchClass, statusAtPull }) => [matchClass, statusAtPull]).sort(),
    [
      ['MULTIPLE', 'NEW'],
      ['SINGLE', 'NEW'],
    ],
  )
  t.equal(august.opened, 3)
  await checkLog(t, hub.context, checkpoint)

  // September: the single one was paid, the water bill corrected, the home reported again.
  hub.context.clock.set('2026-09-10T09:00:00Z')
  const late = await woning.submit(id(9003), [
    withdrawal(5, 2, { reportedOn: '2026-09-10' }),
    report(6, { ...HOME, ...inSeptember, person: report(1)['person'], arrearsCents: 150_000 }),
  ])
  t.match(late.body, { counts: { rejected: 0 } }, late.text)
  const corrected = await stroom.submit(id(9004), [
    report(7, {
      ...HOME,
      ...water,
      ...inSeptember,
      kind: 'CORRECTION',
      predecessorId: id(3),
      arrearsCents: 30_000,
    }),
  ])
  t.match(corrected.body, { counts: { rejected: 0 } }, corrected.text)

  const urgent = await almere.get('/v1/feeds/urgent')
  t.match(
    urgent.body.items.map((item: { reason: string; statusAtPull: string }) => [
      item.reason,
      item.statusAtPull,
    ]),
    [
      ['WITHDRAWAL_AFTER_CLOSE', 'WITHDRAWN'],
      ['CORRECTION_AFTER_CLOSE', 'UPDATED'],
    ],
    'both are known before a visit',
  )
  const single = august.cases.find(({ matchClass }) => matchClass === 'SINGLE')
  t.equal(urgent.body.items[0].caseId, single?.caseId)

  const augustAgain = await pull('2026-08')
  t.strictSame(augustAgain.statement, august.statement, 'a closed feed stays as it is')
  t.equal(augustAgain.opened, 1, 'but what lost its ground is withheld')
  const again = (number: number) =>
    augustAgain.cases.find(({ notifications }) =>
      notifications.some(({ notificationId }) => notificationId === id(number)),
    )
  t.match(again(2), { statusAtPull: 'WITHDRAWN', notifications: [{ withheld: 'WITHDRAWN' }] })
  t.match(again(3)?.statusAtPull, 'UPDATED')
  const correctedOne = again(3)?.notifications.find(
    ({ notificationId }) => notificationId === id(3),
  )
  t.match(correctedOne, { withheld: 'CORRECTED' })
  await checkLog(t, hub.context, checkpoint)

  t.equal((await closeMonth(hub.context, ALMERE, '2026-09'))?.items, 2)
  const september = await pull('2026-09')
  const home = september.cases.find(({ notifications }) => notifications.length === 2)
  t.match(home, {
    matchClass: 'MULTIPLE_CONSECUTIVE',
    consecutiveMonths: 2,
    totalArrearsCents: 180_000,
    statusAtPull: 'UPDATED',
  })
  const repeat = home?.notifications.find(({ notificationId }) => notificationId === id(6))
  t.notOk(repeat !== undefined && 'repeatOf' in repeat, 'what the hub matched on stays there')
  const gone = september.cases.find(({ statusAtPull }) => statusAtPull === 'WITHDRAWN')
  t.match(gone, {
    totalArrearsCents: 0,
    notifications: [{ notificationId: id(2), withheld: 'WITHDRAWN' }],
  })
  const { records } = await checkLog(t, hub.context, checkpoint)
  t.ok(records > 10)
})

t.test('a household of which nobody reports anything any more is in no feed', async (t) => {
  const hub = await startHub(t)
  await hub.as(WONING).submit(id(9000), [report(1)])
  await closeMonth(hub.context, ALMERE, '2026-08')
  const empty = await closeMonth(hub.context, ALMERE, '2026-09')
  t.equal(empty?.items, 0)
  const almere = hub.asMunicipality(ALMERE)
  const { body } = await almere.get('/v1/feeds/2026-09')
  const opened = await openFeed(identityOf(hub.context), [body], new Map(), hub.context.clock.now())
  t.match(opened, { statement: { count: 0 }, cases: [] })
  t.match((await almere.get('/v1/feeds')).body.feeds, [{ month: '2026-09' }, { month: '2026-08' }])
  await checkLog(t, hub.context)
})

t.test('the trail of a household leads from intake to every pull', async (t) => {
  const hub = await startHub(t)
  const [woning, almere, officer] = [hub.as(WONING), hub.asMunicipality(ALMERE), hub.as(OFFICER)]
  const crisis = { crisis: true, crisisGround: 'EVICTION' }
  await woning.submit(id(9000), [report(1, { ...HOME, ...crisis }), report(2, OTHER)])
  await almere.get('/v1/feeds/urgent')
  await closeMonth(hub.context, ALMERE, '2026-08')
  await almere.get('/v1/feeds/2026-08')
  await almere.get('/v1/feeds/2026-08')
  const { person } = report(1) as { person: object }
  const trace = async (address: object, of: object) => {
    const asked = { municipalityCode: ALMERE, reason: 'verzoek om inzage', person: of, address }
    const { status, body, text } = await officer.post('/v1/data-subjects/_trace', asked)
    t.equal(status, 200, text)
    return (body.steps as { entry: { record: { action: string; operation: string } } }[]).map(
      ({ entry }) => entry.record,
    )
  }
  const steps = await trace(HOME.address, person)
  t.match(
    steps.map(({ action, operation }) => `${action} ${operation}`),
    [
      'INTAKE submitNotificationBatch',
      'PULL getUrgentFeed',
      'CLOSE job.close',
      'PULL getFeed',
      'PULL getFeed',
    ],
  )
  const other = await trace(OTHER.address, (report(2) as { person: object }).person)
  t.strictSame(
    other.map(({ action }) => action),
    ['INTAKE', 'CLOSE', 'PULL', 'PULL'],
    'somebody else was not in the urgent lane',
  )
  t.strictSame(await trace({ postcode: '1315ZZ', houseNumber: 77 }, person), [])
})
