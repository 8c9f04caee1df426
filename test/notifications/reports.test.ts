import t from 'tap'
import { ensureKeys, loadKeyRing } from '../../src/identity/index.js'
import { checkLog } from '../helpers/check-log.js'
import { KANTOOR, OMMEN, startHub, STROOM, WONING, type Calling } from '../helpers/hub.js'
import { id, report, withdrawal, type AnyItem } from './build.js'

const K1 = { customerReference: 'K-1' }

/** Codes of warnings, what is repeated and the trend, of each item. */
const told = (items: AnyItem[]) =>
  items.map(({ status, warnings = [], repeatOf, amountTrendCents }) => [
    status === 'REJECTED' ? status : warnings.map(({ code }: AnyItem) => code).join(),
    ...(repeatOf === undefined ? [] : [repeatOf, amountTrendCents]),
  ])

const validate = (caller: Calling, batchId: string, notifications: readonly AnyItem[]) =>
  caller.send(
    '/v1/notification-batches/_validate',
    caller.sign('validateNotificationBatch', { batchId, notifications }),
  )

const SAME = 'REPEAT_NOT_INCREASED'

t.test('arrears that a creditor reports again', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const stroom = hub.as(STROOM)
  const cents = (arrearsCents: number, overrides: AnyItem = {}) => ({
    arrearsCents,
    ...K1,
    ...overrides,
  })
  const first = await woning.submit(id(1000), [report(1, cents(50_000))])
  t.strictSame(told(first.body.items), [['']], first.text)

  await t.test('a trial says whether they grew, and delivery the same', async (t) => {
    const items = [
      report(2, cents(50_000, { reportedOn: '2026-08-11' })),
      report(3, cents(49_999, { customerReference: 'K-2' })),
      report(4, cents(50_001)),
      report(5, { arrearsCents: 50_000 }),
      report(6, cents(50_000, { kind: 'UPDATE', predecessorId: id(1) })),
    ]
    const expected = [
      [SAME, id(1), 0],
      [''],
      // The first item of this batch is the latest report by now.
      ['', id(2), 1],
      [''],
      ['AMOUNT_NOT_INCREASED', id(1), 0],
    ]
    const trial = await validate(woning, id(1001), items)
    t.strictSame(told(trial.body.items), expected)
    const { body } = await woning.submit(id(1001), items)
    t.strictSame(told(body.items), expected)
    const rows = await hub.sql<{ warnings: string[] }>(
      `SELECT warnings FROM notification WHERE notification_id = '${id(2)}'`,
    )
    t.strictSame(rows, [{ warnings: [SAME] }])
  })

  await t.test('shrunk is not grown, and says by how much', async (t) => {
    const { body } = await woning.submit(id(1002), [report(7, cents(40_000))])
    t.strictSame(told(body.items), [[SAME, id(2), -10_000]])
  })

  await t.test('another municipality, sector or creditor is another matter', async (t) => {
    const { body } = await woning.submit(id(1003), [
      report(10, cents(1_000, { municipalityCode: OMMEN })),
    ])
    t.strictSame(told(body.items), [['']])
    const energy = { creditorId: STROOM, sector: 'ENERGY_ELECTRICITY' }
    const other = await stroom.submit(id(1004), [
      report(11, cents(20_000, energy)),
      report(12, cents(20_000, { ...energy, sector: 'ENERGY_GAS' })),
    ])
    t.strictSame(told(other.body.items).slice(0, 1), [['']], other.text)
    t.notSame(told(other.body.items)[1]?.[0], SAME)
    t.notOk(other.text.includes(id(1)), 'nothing of the other creditor')
  })

  await t.test('what was paid is over, and arrears after that are new', async (t) => {
    const K9 = { customerReference: 'K-9' }
    await woning.submit(id(1005), [report(20, cents(60_000, K9))])
    // The update has no reference: only the chain says that it is the same debt.
    await woning.submit(id(1006), [
      report(21, { arrearsCents: 61_000, kind: 'UPDATE', predecessorId: id(20) }),
    ])
    const again = report(22, cents(60_000, K9))
    const before = await validate(woning, id(1007), [again])
    t.strictSame(told(before.body.items), [[SAME, id(20), 0]])
    const paid = withdrawal(23, 21, { withdrawalReason: 'PAID' })
    const together = await validate(woning, id(1008), [paid, again])
    t.strictSame(told(together.body.items), [[''], ['']], 'in one batch as well')
    await woning.submit(id(1009), [paid])
    const after = await validate(woning, id(1010), [again])
    t.strictSame(told(after.body.items), [['']])
  })

  await t.test('a correction stands in the place of what it corrects', async (t) => {
    const K8 = { customerReference: 'K-8' }
    await woning.submit(id(1011), [report(30, cents(60_000, K8))])
    const correction = report(
      31,
      cents(70_000, { ...K8, kind: 'CORRECTION', predecessorId: id(30) }),
    )
    t.strictSame(told((await woning.submit(id(1012), [correction])).body.items), [['']])
    const { body } = await validate(woning, id(1013), [report(32, cents(65_000, K8))])
    t.strictSame(told(body.items), [[SAME, id(31), -5_000]])
  })

  await t.test('an agent is told of its principal, a stranger of nobody', async (t) => {
    const item = report(40, cents(1_000))
    const agent = await validate(hub.as(KANTOOR), id(1014), [item])
    t.equal(told(agent.body.items)[0]?.[0], SAME)
    const stranger = await validate(stroom, id(1015), [item])
    t.strictSame(told(stranger.body.items), [['REJECTED']])
    t.notOk(/repeatOf|amountTrend/.test(stranger.text))
  })

  await t.test('it counts in the quality of the month', async (t) => {
    const { body } = await woning.get('/v1/delivery-quality/2026-08')
    const rent = body.creditors[0].sectors.find(({ sector }: AnyItem) => sector === 'RENT')
    const warned = rent.warnings.find(({ code }: AnyItem) => code === SAME)
    t.equal(warned.items, 2)
    t.equal(rent.repeats, 5)
    t.equal(rent.figures.notGrownPerMille, 600)
  })

  await t.test('and the log verifies', () => checkLog(t, hub.context))
})

t.test('a customer is recognised under the key of the epoch before', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const { context, database, secrets } = hub
  const at = async (day: string, oldestDueOn: string, number: number) => {
    context.clock.set(`${day}T09:00:00Z`)
    await ensureKeys(database.db, secrets, context.clock.now(), async () => undefined)
    Object.assign(context, { epochs: await loadKeyRing(database.db, secrets) })
    const { attestations } = report(number)
    const item = report(number, {
      ...K1,
      arrearsCents: 50_000,
      oldestDueOn,
      reportedOn: day,
      attestations: {
        ...attestations,
        personalContactOn: `${day.slice(0, 5)}06-14`,
        pointedToDebtHelpOn: `${day.slice(0, 5)}06-14`,
        offeredToShareOn: `${day.slice(0, 5)}06-21`,
      },
    })
    const answer = await woning.submit(id(5000 + number), [item])
    t.equal(answer.status, 202, answer.text)
    return told(answer.body.items)
  }
  t.match(await at('2026-08-10', '2026-06-15', 1), [['']])
  const later = await at('2027-06-25', '2027-05-01', 2)
  t.match(later, [['']], 'what is older than six months does not count')
  t.match(await at('2027-08-10', '2027-06-15', 3), [[SAME, id(2), 0]])
  const epochs = await hub.sql<{ epoch: number }>(
    'SELECT DISTINCT epoch FROM notification ORDER BY epoch',
  )
  t.strictSame(
    epochs.map(({ epoch }) => epoch),
    [1, 2],
  )
})
