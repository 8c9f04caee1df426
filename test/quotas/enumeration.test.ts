import t from 'tap'
import type { Month } from '../../src/kernel/calendar.js'
import { forgetLookups } from '../../src/quotas/index.js'
import { matchingRules, subjectMark, type Looked } from '../../src/quotas/enumeration.js'
import { makePlans } from '../../src/reviews/index.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith, type Visitor } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const NOTHING: Looked = {
  subjectsOfHour: 0,
  subjectsOfDay: 0,
  emptyOfDay: 0,
  mostPersons: 0,
  smallOfHour: 0,
  foundOfDay: 0,
}

t.test('which lookups look like enumeration', async (t) => {
  const of = (operation: Parameters<typeof matchingRules>[0], looked: Partial<Looked>) =>
    matchingRules(operation, { ...NOTHING, ...looked })
  t.strictSame(of('traceDataSubject', { subjectsOfHour: 11, subjectsOfDay: 40 }), [])
  t.strictSame(of('traceDataSubject', { subjectsOfHour: 12 }), ['MANY_HOUSEHOLDS'])
  t.strictSame(of('traceDataSubject', { emptyOfDay: 7, subjectsOfDay: 7 }), [])
  t.strictSame(of('traceDataSubject', { emptyOfDay: 8, subjectsOfDay: 11 }), [])
  t.strictSame(of('traceDataSubject', { emptyOfDay: 9, subjectsOfDay: 12 }), ['NOTHING_FOUND'])
  t.strictSame(of('traceDataSubject', { mostPersons: 4 }), ['MANY_NAMES'])
  t.strictSame(of('traceDataSubject', { smallOfHour: 99, foundOfDay: 99 }), [])
  t.strictSame(of('searchAccessLog', { subjectsOfHour: 29 }), [])
  t.strictSame(of('searchAccessLog', { subjectsOfHour: 30 }), ['MANY_CASES'])
  t.strictSame(of('validateNotificationBatch', { smallOfHour: 20, foundOfDay: 5 }), [
    'SMALL_TRIALS',
    'TRIALS_FOUND',
  ])
  t.notSame(subjectMark('a', 'x'), subjectMark('b', 'x'), 'marks of two people join with nothing')
})

t.test('an alarm on enumeration', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const first = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const second = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-2'))
  const tokens = new Map<Visitor, string>()
  for (const visitor of [first, second]) tokens.set(visitor, await visitor.signIn())
  const numbers = Array.from({ length: 12 }, (_, at) => at + 1)
  await hub.as(WONING).submit(
    id(1000),
    numbers.map((number) => report(number)),
  )
  const trace = async (visitor: Visitor, number: number, surname = `Verzonnen${number}`) => {
    const answer = await visitor.submit('/console/resident', {
      token: tokens.get(visitor)!,
      municipality: ALMERE,
      initials: 'V.',
      prefix: 'van',
      surname,
      postcode: '1315ZZ',
      houseNumber: String(number),
      reason: 'Inzageverzoek',
    })
    t.equal(answer.status, 200)
  }
  const alarms = () =>
    hub.sql<{ controller: string; operation: string; rules: string[] }>(
      `SELECT controller, operation, objects -> 'rules' AS rules FROM log_entry
        WHERE action = 'ALARM' ORDER BY at, controller`,
    )

  t.test('many households in an hour: in every log concerned, and once', async (t) => {
    for (const number of numbers.slice(0, 11)) await trace(first, number)
    t.strictSame(await alarms(), [], 'eleven are not too many')
    await trace(first, 1)
    t.strictSame(await alarms(), [], 'and the same household again is none more')
    await trace(second, 12)
    t.strictSame(await alarms(), [], 'nor is what a colleague looks up')
    await trace(first, 12)
    const raised = await alarms()
    t.strictSame(
      raised.map(({ controller }) => controller),
      [almere, 'hub'],
    )
    t.match(raised[0], { operation: 'traceDataSubject', rules: ['MANY_HOUSEHOLDS'] })
    await trace(first, 1)
    t.equal((await alarms()).length, 2, 'each rule is told once a day')
    t.match(
      await context.metrics.registry.metrics(),
      /hub_enumeration_alarms_total\{operation="traceDataSubject",rule="MANY_HOUSEHOLDS"\} 1\n/,
    )
  })

  t.test('names that are tried at one address', async (t) => {
    for (const name of ['Aa', 'Bb', 'Cc', 'Dd']) await trace(second, 3, `Voorbeeld${name}`)
    t.match((await alarms()).at(-1), { rules: ['MANY_NAMES'] })
  })

  t.test('addresses about which there is nothing', async (t) => {
    context.clock.set('2026-08-12T09:00:00Z')
    tokens.set(second, await second.signIn())
    const before = (await alarms()).length
    for (let number = 101; number <= 107; number += 1) await trace(second, number)
    t.equal((await alarms()).length, before)
    await trace(second, 108)
    t.match((await alarms()).at(-1), { rules: ['NOTHING_FOUND'] })
    await trace(second, 108)
    t.equal((await alarms()).length, before + 2, 'that the own look is there now changes nothing')
  })

  t.test('small dry runs of a creditor, one after the other', async (t) => {
    const woning = hub.as(WONING)
    for (let run = 1; run <= 20; run += 1) {
      t.notOk((await alarms()).some(({ controller }) => controller === WONING))
      const batch = { batchId: id(2000 + run), notifications: [report(300 + run)] }
      const { status } = await woning.send(
        '/v1/notification-batches/_validate',
        woning.sign('validateNotificationBatch', batch),
      )
      t.equal(status, 200)
    }
    const raised = (await alarms()).filter(({ operation }) => operation.startsWith('validate'))
    t.strictSame(
      raised.map(({ controller, rules }) => [controller, rules]),
      [
        [WONING, ['SMALL_TRIALS']],
        ['hub', ['SMALL_TRIALS']],
      ],
    )
  })

  t.test('the overview shows it to officers of that log', async (t) => {
    tokens.set(first, await first.signIn())
    const { text } = await first.get(`/console/overview?log=${almere}`)
    t.match(text, /op aftasten lijkt, laatste 28 dagen[^]*veel huishoudens binnen een uur/)
    t.notMatch(text, /proefleveringen/, 'what a creditor did stands in the log of the hub')
    const hubs = await first.get('/console/overview?log=hub')
    t.match(hubs.text, /veel kleine proefleveringen binnen een uur/)
  })

  t.test('it becomes an item of the review, for somebody else than who looked', async (t) => {
    context.clock.set('2026-09-01T05:10:00Z')
    await makePlans(context, '2026-08' as Month, TRACE)
    const items = await hub.sql<{ item: string }>(
      `SELECT i.item FROM review_item i
         JOIN log_entry e ON e.controller = i.controller AND e.number = i.number
        WHERE i.kind = 'ENUMERATION' AND i.controller = $1
          AND e.objects -> 'rules' ->> 0 = 'MANY_HOUSEHOLDS'`,
      [almere],
    )
    t.equal(items.length, 1)
    const where = `/console/review/items/${items[0]!.item}`
    const assign = async (visitor: Visitor) =>
      visitor.submit(where, { token: await visitor.signIn(), step: 'ASSIGN', text: '' })
    t.match(await assign(first), { status: 403, text: /review\.second_person/ })
    t.equal((await assign(second)).status, 303)
    const decide = { step: 'DECIDE', decision: 'JUSTIFIED', text: 'x' }
    const own = await first.submit(where, { token: await first.signIn(), ...decide })
    t.equal(own.status, 403)
  })

  t.test('what was looked up is forgotten after a day, and names nobody until then', async (t) => {
    const joined = await hub.sql(
      `SELECT 1 FROM lookup l JOIN log_subject s
          ON l.subject IN (s.household, substring(s.household FROM 1 FOR 8))`,
    )
    t.strictSame(joined, [])
    t.ok((await forgetLookups(context)) > 0)
    t.strictSame(await hub.sql('SELECT 1 FROM lookup'), [])
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, context)
  })
})
