import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { buildDelivery, inVersion } from '../../../src/client/ddas/index.js'
import { wholeEuros } from '../../../src/client/ddas/build.js'
import type { OpenedCase, OpenedUrgent } from '../../../src/client/index.js'
import * as labels from '../../../src/outcomes/labels.js'
import { invalidUnder, noStandard, standard } from '../../helpers/ddas.js'
import { INPUT } from './input.js'

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`${name}.json`, import.meta.url)), 'utf8'))

t.test('a delivery', async (t) => {
  const built = buildDelivery(INPUT)

  await t.test('is exactly the golden one', async (t) => {
    t.strictSame(JSON.parse(JSON.stringify(built.delivery)), golden('golden-1.2'))
  })

  await t.test('is valid under the schema of the standard', { skip: noStandard }, async (t) => {
    const schema = standard()!
    t.strictSame(invalidUnder(schema, built.delivery), [])
    const spoiled = { ...built.delivery, naam: 'x' }
    t.not(invalidUnder(schema, spoiled).length, 0, 'the schema refuses what it does not know')
  })

  await t.test('marks envelopes that differ, by field and never by value', async (t) => {
    t.strictSame(built.remarks, [
      {
        code: 'ENVELOPES_DIFFER',
        caseId: 'case-1',
        notificationIds: ['signal-1'],
        fields: ['houseNumber'],
      },
      {
        code: 'CASE_DIFFERS',
        caseId: 'case-2',
        notificationIds: ['signal-2', 'signal-3'],
        fields: ['addition'],
      },
      { code: 'NO_IDENTITY', caseId: 'case-3', notificationIds: ['signal-4'], fields: [] },
    ])
    t.equal(built.leftOut, 1)
    t.notMatch(JSON.stringify(built.remarks), /Verzonnen|1315/)
  })

  await t.test('takes the identity of the urgent lane where the month has none', async (t) => {
    const [first, ...rest] = INPUT.cases
    const { identity: _, ...without } = first!.notifications[0]!
    const cases = [{ ...first!, notifications: [without] } as OpenedCase, ...rest]
    const [delivered] = buildDelivery({ ...INPUT, cases }).delivery.leveringen
    t.match(delivered!.vroegsignalen[0], { client: { huisnummer: '3' } }, 'as the lane has it')
    const gone = buildDelivery({ ...INPUT, cases, urgent: [] as OpenedUrgent[] })
    t.equal(gone.leftOut, 2)
  })

  await t.test('tells equal identifiers of two creditors apart', async (t) => {
    const [one] = INPUT.cases
    const twin = {
      ...one!,
      caseId: 'case-9',
      notifications: [{ ...one!.notifications[0]!, creditorId: '00000099000000002000' }],
    }
    const { delivery } = buildDelivery({ ...INPUT, cases: [one!, twin], urgent: [] })
    const [delivered] = delivery.leveringen
    t.strictSame(
      delivered!.vroegsignalen.map(({ ID }) => ID),
      ['signal-1', 'signal-1-2'],
    )
  })
})

t.test('version 1.0 by mapping', async (t) => {
  const { document, lost } = inVersion(buildDelivery(INPUT).delivery, '1.0')
  t.strictSame(document, golden('golden-1.0'))
  t.strictSame(lost, { Opgepakt: 1 }, 'what it has no word for is counted')
})

t.test('euros are whole, half a euro up', async (t) => {
  t.strictSame([0, 49, 50, 149, 150, 12_345].map(wholeEuros), [0, 0, 1, 1, 2, 123])
})

t.test('the labels are the enumerations of the standard, no more and no less', async (t) => {
  const schema = standard()
  if (schema === undefined) return t.comment('the schema of the standard is not here')
  const defs = schema['$defs'] as Record<string, { enum: string[] }>
  const same = (name: string, values: readonly string[]) =>
    t.strictSame([...new Set(values)].sort(), [...defs[name]!.enum].sort(), name)
  same(
    'EnumSignaalstatus',
    Object.values(labels.STATUS_LABELS).map(({ label }) => label),
  )
  same(
    'EnumEindresultaat',
    Object.values(labels.OUTCOME_LABELS).map(({ label }) => label),
  )
  same('EnumContactsoort', Object.values(labels.CONTACT_LABELS))
  same('EnumDagdeel', Object.values(labels.PART_OF_DAY_LABELS))
  same('EnumSignaalpartner', Object.values(labels.PARTNER_LABELS))
})
