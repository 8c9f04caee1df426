import t from 'tap'
import type { PairScore } from '../../src/linkage/index.js'
import { makeFebrlRecords } from './febrl.js'
import { GOOD, makeRecords, USUAL, type Completeness } from './generator.js'
import { measure, type Measured } from './measure.js'

// The floors are those set for one population of 150,000 persons and for the FEBRL sets. Here several
// small populations are added up, since how creditors write weighs on each of them.
const PERSONS = 20_000
const SEEDS = [1, 2, 3, 4]

function measureAll(seeds: readonly number[], completeness: Completeness): readonly Measured[] {
  return seeds.map((seed) => measure(makeRecords(seed, PERSONS, completeness)))
}

function together(runs: readonly Measured[], level: 'person' | 'concentrated' | 'household') {
  const sum = (count: 'pairs' | 'truePairs' | 'correctPairs') =>
    runs.reduce((total, run) => total + (run[level] satisfies PairScore)[count], 0)
  const correct = sum('correctPairs')
  return { precision: correct / sum('pairs'), recall: correct / sum('truePairs') }
}

function average(runs: readonly Measured[], figure: 'mixed' | 'coverage'): number {
  return runs.reduce((total, run) => total + run[figure], 0) / runs.length
}

// Several people may share the machine.
t.setTimeout(600_000)

t.test('a quarter of the birth dates missing', async (t) => {
  const runs = measureAll(SEEDS, USUAL)
  const person = together(runs, 'person')
  const concentrated = together(runs, 'concentrated')
  const household = together(runs, 'household')
  t.ok(person.precision >= 0.9994, `precision ${person.precision}`)
  t.ok(person.recall >= 0.745, `recall ${person.recall}`)
  t.ok(concentrated.precision >= 0.997, `concentrated ${concentrated.precision}`)
  t.ok(household.precision >= 0.9985, `households ${household.precision}`)
  t.ok(household.recall >= 0.965, `household recall ${household.recall}`)
  t.ok(average(runs, 'mixed') <= 520, `mixed per million ${average(runs, 'mixed')}`)
  t.ok(average(runs, 'coverage') >= 0.91, `coverage ${average(runs, 'coverage')}`)
})

t.test('good data', async (t) => {
  const { precision, recall } = together(measureAll([1, 2], GOOD), 'person')
  t.ok(precision >= 0.9997, `precision ${precision}`)
  t.ok(recall >= 0.935, `recall ${recall}`)
})

t.test('first names and foreign postcodes: one damaged copy of each of 5,000', async (t) => {
  const { person } = measure(makeFebrlRecords(1, new Array<number>(5000).fill(1)))
  t.ok(person.precision >= 0.999, `precision ${person.precision}`)
  t.ok(person.recall >= 0.985, `recall ${person.recall}`)
})

t.test('first names and foreign postcodes: up to five damaged copies', async (t) => {
  const copies = [5, 4, 3, 2, 1, 0].flatMap((count, at) =>
    new Array<number>([168, 161, 212, 256, 368, 835][at]!).fill(count),
  )
  const { person } = measure(makeFebrlRecords(2, copies))
  t.ok(person.precision >= 0.999, `precision ${person.precision}`)
  t.ok(person.recall >= 0.985, `recall ${person.recall}`)
})
