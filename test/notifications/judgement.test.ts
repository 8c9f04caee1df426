import t from 'tap'
import { KANTOOR, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { id, report, without, type AnyItem } from './build.js'

const energy = (number: number, overrides: AnyItem = {}) =>
  report(number, { creditorId: STROOM, sector: 'ENERGY_ELECTRICITY', ...overrides })

t.test('submitNotificationBatch warns without refusing', async (t) => {
  const hub = await startHub(t)
  const stroom = hub.as(STROOM)
  const cases: readonly (readonly [AnyItem, readonly string[]])[] = [
    [without(energy(1), 'phone', 'email'), ['NO_PHONE_OR_EMAIL']],
    [energy(2, { oldestDueOn: '2026-03-01' }), ['AGE_OVER_100_DAYS']],
    [
      energy(3, { kind: 'END_OF_SUPPLY' }),
      ['END_OF_SUPPLY_WITHOUT_EARLY', 'TERMINATION_DATE_MISSING'],
    ],
    [
      energy(4, {
        kind: 'END_OF_SUPPLY',
        predecessorId: id(1),
        plannedTerminationOn: '2026-09-04',
      }),
      ['TERMINATION_WITHIN_20_WORKING_DAYS'],
    ],
    [
      energy(5, {
        kind: 'END_OF_SUPPLY',
        predecessorId: id(1),
        plannedTerminationOn: '2026-09-07',
      }),
      [],
    ],
    [
      energy(6, { kind: 'UPDATE', predecessorId: id(1), arrearsCents: 100 }),
      ['AMOUNT_NOT_INCREASED'],
    ],
    [energy(7, { kind: 'UPDATE', predecessorId: id(1), arrearsCents: 999_999 }), []],
    [energy(8, { person: { surname: 'Verzonnen Bakkerij B.V.' } }), ['BUSINESS_NAME_SUSPECTED']],
  ]
  const { body } = await stroom.submit(
    id(1000),
    cases.map(([item]) => item),
  )
  for (const [at, [, warnings]] of cases.entries()) {
    const result = body.items[at]
    t.equal(result.status, warnings.length === 0 ? 'ACCEPTED' : 'ACCEPTED_WITH_WARNINGS', `${at}`)
    const codes = (result.warnings ?? []).map(({ code }: { code: string }) => code)
    t.strictSame(codes, warnings)
  }
  const rows = await hub.sql<{ warnings: string[]; quality: string[] }>(
    `SELECT warnings, quality FROM notification WHERE notification_id = '${id(8)}'`,
  )
  t.strictSame(rows, [
    { warnings: ['BUSINESS_NAME_SUSPECTED'], quality: ['BUSINESS_NAME_SUSPECTED'] },
  ])
})

t.test('an agent delivers for its principal, as long as it is its agent', async (t) => {
  const hub = await startHub(t)
  const kantoor = hub.as(KANTOOR)
  const first = await kantoor.submit(id(1000), [report(1), energy(2)])
  t.match(first.body, {
    deliverer: KANTOOR,
    items: [
      { status: 'ACCEPTED', creditorId: WONING },
      { status: 'REJECTED', errors: [{ code: 'NO_MANDATE', pointer: '/creditorId' }] },
    ],
  })
  t.equal(
    (await hub.as(WONING).submit(id(1001), [report(1)])).body.items[0].errors[0].code,
    'DUPLICATE',
  )

  await hub.sql(`UPDATE agency SET valid_until = '2026-08-09'`)
  const after = await kantoor.submit(id(1002), [report(3)])
  t.equal(after.body.items[0].errors[0].code, 'NO_MANDATE')
})

t.test('a mandate that ended is refused from the next request on', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  t.equal((await woning.submit(id(1000), [report(1)])).body.counts.accepted, 1)
  await hub.sql(`UPDATE mandate SET valid_until = '2026-08-09' WHERE municipality = $1`, ['0034'])
  const { body } = await woning.submit(id(1001), [
    report(2),
    report(3, { municipalityCode: OMMEN }),
  ])
  t.equal(body.items[0].errors[0].code, 'NO_MANDATE')
  t.equal(body.items[1].status, 'ACCEPTED')
})
