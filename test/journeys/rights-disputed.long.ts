import t from 'tap'
import { openFeed } from '../../src/client/feed.js'
import { openCorrections } from '../../src/client/urgent.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, STROOM, WONING } from '../helpers/hub.js'
import { closeMonth, identityOf, sealingKeysOf } from '../helpers/served.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { id, report } from '../notifications/build.js'
import { ABOUT, AT_ONE, SAME, SEPTEMBER, WATER } from './rights-about.js'

const LANE = '/v1/feeds/urgent'
const CRISIS = { crisis: true, crisisGround: 'EVICTION' } as const

t.test('a stop is lifted beside an open dispute', { timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const almere = hub.asMunicipality(ALMERE)
  const identity = identityOf(context)
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const consultant = await enrolWorker(hub, municipalParty(ALMERE), 'cons-1', {
    [ALMERE]: 'CONSULTANT',
  })
  const register = async (kind: string) => {
    const fields = { token: await officer.signIn(), ...ABOUT, kind }
    return String((await officer.submit('/console/rights', fields)).headers['location'])
  }
  const lift = async (path: string) =>
    officer.submit(`${path}/lift`, { token: await officer.signIn() })
  const feed = async () => {
    const { body } = await almere.get('/v1/feeds/2026-08')
    const opened = await openFeed(identity, [body], sealingKeysOf(hub, ALMERE), context.clock.now())
    return opened.cases.flatMap(({ notifications }) => notifications)
  }
  const disputed = async () =>
    (await feed())
      .filter((one) => one.disputed === true)
      .map(({ notificationId }) => notificationId)
      .sort()
  const corrections = async () => {
    const { body } = await almere.get(LANE)
    const opened = await openCorrections(identity, body, context.clock.now())
    return opened.map(({ action, kind }) => [action, kind])
  }
  const august = [id(1), id(11)].sort()

  await hub.as(WONING).submit(id(9000), [report(1), report(2)])
  await hub.as(STROOM).submit(id(9001), [report(11, { ...WATER, ...SAME, ...AT_ONE })])
  await closeMonth(context, ALMERE, '2026-08')
  const worker = await workerAt(t, hub, consultant, ALMERE)
  const rectified = await register('RECTIFICATION')

  t.strictSame(await disputed(), august, 'the feed says so at the next pull')
  t.strictSame(await corrections(), [['DISPUTED', 'RECTIFICATION']])

  await lift(await register('OBJECTION'))
  t.strictSame(await disputed(), august)
  t.ok(
    (await feed()).every(({ withheld }) => withheld === undefined),
    'it is handed out again',
  )
  t.strictSame((await corrections()).slice(1), [
    ['STOP', 'OBJECTION'],
    ['DISPUTED', 'OBJECTION'],
  ])

  const urgent = await worker.get('/console/work/urgent')
  t.match(urgent.text, /Na een verzoek van een inwoner[^]*als betwist behandelen[^]*rectificatie/)
  const place = /\/console\/work\/cases\/2026-08\/[0-9a-f-]{36}/.exec(urgent.text)![0]
  t.match((await worker.get(place)).text, /betwist door de inwoner/)
  const token = /name="token" value="([^"]+)"/.exec(urgent.text)![1]!
  const ticked = /name="(u_0)" value="([^"]+)"/.exec(urgent.text)!
  const seen = await worker.submit('/console/work/urgent', { token, [ticked[1]!]: ticked[2]! })
  t.equal(seen.status, 303)
  t.equal((await corrections()).length, 2, 'what was ticked off is dealt with')

  const now = { ...SEPTEMBER, reportedOn: '2026-09-01', ...SAME, ...AT_ONE, ...CRISIS }
  const sent = await hub.as(WONING).submit(id(9100), [report(101, now)])
  t.match(sent.body.items, [{ status: 'ACCEPTED_WITH_WARNINGS' }], sent.text)
  const { items } = (await almere.get(LANE)).body
  t.match(items.at(-1), {
    notification: { notificationId: id(101), sealedIdentity: { disputed: true } },
  })
  t.match((await worker.get('/console/work/urgent')).text, /nieuw; betwist door de inwoner/)

  await lift(rectified)
  t.strictSame((await corrections()).at(-1), ['RESUME', 'RECTIFICATION'])
  t.strictSame(await disputed(), [])
  t.notMatch((await worker.get(place)).text, /betwist door de inwoner/)
  await checkLog(t, context)
})
