import t from 'tap'
import { makeFebrlRecords } from './febrl.js'
import { GOOD, makeRecords } from './generator.js'
import { measure } from './measure.js'

// The floors are those set for 150,000 persons (L3 to L9) and the FEBRL sets (L1, L2). A smaller
// population has fewer coincidences and a rougher average, so some margins are wider here.
const PERSONS = 20_000

t.test('a quarter of the birth dates missing', async (t) => {
  const found = measure(makeRecords(1, PERSONS))
  t.ok(found.person.precision >= 0.9994, `precision ${found.person.precision}`)
  t.ok(found.person.recall >= 0.745, `recall ${found.person.recall}`)
  t.ok(found.concentrated.precision >= 0.997, `concentrated ${found.concentrated.precision}`)
  t.ok(found.mixed <= 520, `mixed per million ${found.mixed}`)
  t.ok(found.household.precision >= 0.9985, `households ${found.household.precision}`)
  t.ok(found.household.recall >= 0.965, `household recall ${found.household.recall}`)
  t.ok(found.coverage >= 0.91, `coverage ${found.coverage}`)
})

t.test('good data', async (t) => {
  const { person } = measure(makeRecords(2, PERSONS, GOOD))
  t.ok(person.precision >= 0.9997, `precision ${person.precision}`)
  t.ok(person.recall >= 0.935, `recall ${person.recall}`)
})

t.test(
  'first names and foreign postcodes: one damaged copy of each of 5,000 records',
  async (t) => {
    const { person } = measure(makeFebrlRecords(1, new Array<number>(5000).fill(1)))
    t.ok(person.precision >= 0.999, `precision ${person.precision}`)
    t.ok(person.recall >= 0.985, `recall ${person.recall}`)
  },
)

t.test('first names and foreign postcodes: up to five damaged copies', async (t) => {
  const copies = [5, 4, 3, 2, 1, 0].flatMap((count, at) =>
    new Array<number>([168, 161, 212, 256, 368, 835][at]!).fill(count),
  )
  const { person } = measure(makeFebrlRecords(2, copies))
  t.ok(person.precision >= 0.999, `precision ${person.precision}`)
  t.ok(person.recall >= 0.985, `recall ${person.recall}`)
})
