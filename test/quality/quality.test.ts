import t from 'tap'
import { sectorQuality } from '../../src/quality/figures.js'
import type { PartyId } from '../../src/parties/index.js'
import { registerMandates } from '../../src/mandates/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, KANTOOR, startHub, STROOM, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { attesting, id, report, withdrawal } from '../notifications/build.js'

const PATH = '/v1/delivery-quality/2026-08'

t.test('quality of deliveries', { timeout: 120_000 }, async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  await woning.submit(id(100), [
    report(1),
    report(2, { phone: [], email: [] }),
    report(3, { phone: [] }),
    report(4, { municipalityCode: '9999' }),
    attesting(5, { noObjection: undefined }),
    report(1),
    report(6, { arrearsCents: 'much' }),
  ])
  await woning.submit(id(101), [
    report(7, { kind: 'UPDATE', predecessorId: id(1), arrearsCents: 120_001 }),
    report(8, { kind: 'UPDATE', predecessorId: id(2), arrearsCents: 190_000 }),
    withdrawal(9, 3),
  ])
  await hub.as(KANTOOR).submit(id(102), [report(20), report(21, { creditorId: STROOM })])

  await t.test('a creditor sees all that was delivered for it, in figures', async (t) => {
    const { status, body } = await woning.get(PATH)
    t.equal(status, 200)
    t.strictSame(
      body.creditors.map((each: { creditorId: string }) => each.creditorId),
      [WONING],
    )
    const [rest, rent] = body.creditors[0].sectors
    t.match(rent, {
      sector: 'RENT',
      ...{ items: 8, accepted: 6, rejected: 2, repeats: 2 },
      figures: {
        rejectedPerMille: 250,
        phoneMissingPerMille: 333,
        emailMissingPerMille: 167,
        contactMissingPerMille: 167,
        notGrownPerMille: 500,
        daysToDelivery: 56,
      },
      noMedian: 'TOO_FEW_CREDITORS',
    })
    const codes = (list: { code: string }[]) => list.map(({ code }) => code).sort()
    t.strictSame(codes(rent.errors), ['DUPLICATE', 'UNKNOWN_MUNICIPALITY'])
    t.strictSame(codes(rent.warnings), ['AMOUNT_NOT_INCREASED', 'NO_PHONE_OR_EMAIL'])
    t.match(rest, { items: 3, accepted: 1, rejected: 2, noMedian: 'NO_SECTOR' })
    t.notOk('sector' in rest)
    t.strictSame(codes(rest.errors), ['ATTESTATION_MISSING', 'SCHEMA_INVALID'])
  })

  await t.test('an agent sees what it delivered, principal by principal', async (t) => {
    const { body } = await hub.as(KANTOOR).get(PATH)
    const seen = body.creditors.map(({ creditorId, sectors }: AnyReport) => [
      creditorId,
      ...sectors.map(({ items, rejected }) => [items, rejected]),
    ])
    // What names a creditor that it does not deliver for is its own mistake.
    t.strictSame(seen, [
      [WONING, [1, 0]],
      [KANTOOR, [1, 1]],
    ])
    const other = await hub.as(STROOM).get(PATH)
    t.strictSame(other.body.creditors, [], 'and nobody else is burdened with it')
  })

  await t.test('a repeat of a batch is not counted again', async (t) => {
    const before = (await woning.get(PATH)).body.creditors
    const batch = woning.sign('submitNotificationBatch', {
      batchId: id(103),
      notifications: [report(30)],
    })
    for (let time = 0; time < 2; time += 1) await woning.send('/v1/notification-batches', batch)
    const after = (await woning.get(PATH)).body.creditors
    t.equal(after[0].sectors[1].items, before[0].sectors[1].items + 1)
  })

  await t.test('the median is given from five creditors on, and never before', async (t) => {
    const plain = { role: 'creditor', municipality: null, controller: '' } as const
    for (const [at, rejected] of [0, 1, 2, 3].entries()) {
      const creditor = `0000009900000007${at}000` as PartyId
      const caller = await hub.enrol(creditor, plain)
      const mandate = {
        agreement: 'LCV 2026',
        creditor,
        municipality: ALMERE,
        sector: 'RENT',
      } as const
      const open = { validFrom: '2026-01-01' as Day, validUntil: null, entitledFields: [] }
      await registerMandates(hub.context, OPERATOR, [{ ...mandate, ...open }])
      const items = Array.from({ length: 4 }, (_, index) =>
        report(1000 + at * 10 + index, {
          creditorId: creditor,
          municipalityCode: index < rejected ? '9999' : ALMERE,
        }),
      )
      await caller.submit(id(200 + at), items)
      const { sectors } = (await woning.get(PATH)).body.creditors[0]
      t.equal('sectorMedian' in sectors[1], at === 3, `with ${at + 2} creditors`)
    }
    const { sectorMedian, noMedian } = (await woning.get(PATH)).body.creditors[0].sectors[1]
    t.equal(noMedian, undefined)
    // 0, 222, 250, 500 and 750 per mille.
    t.match(sectorMedian, { creditors: 5, figures: { rejectedPerMille: 250, daysToDelivery: 56 } })
    t.notOk('notGrownPerMille' in sectorMedian.figures, 'to which one creditor contributes')
  })

  await t.test('it is logged, and the whole log verifies', async (t) => {
    const rows = await hub.sql<{ operation: string }>(
      `SELECT DISTINCT operation FROM log_entry WHERE operation ~ 'Quality' ORDER BY 1`,
    )
    t.strictSame(
      rows.map(({ operation }) => operation),
      ['getDeliveryQuality'],
    )
    await checkLog(t, hub.context)
  })
})

t.test('figures of nothing are left out', async (t) => {
  const quality = sectorQuality('RENT', [{ measure: 'ITEMS', code: '', items: 3 }], undefined)
  t.match(quality, { items: 3, rejected: 3, figures: { rejectedPerMille: 1000 } })
  t.strictSame(Object.keys(quality.figures).sort(), ['mismatchedPerMille', 'rejectedPerMille'])
  t.equal(quality.noMedian, 'TOO_FEW_CREDITORS')
})

interface AnyReport {
  readonly creditorId: string
  readonly sectors: readonly { readonly items: number; readonly rejected: number }[]
}
