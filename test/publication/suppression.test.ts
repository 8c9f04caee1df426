import t from 'tap'
import { attack } from '../../src/publication/attack/service.js'
import { placeName, type PublishedCell } from '../../src/publication/cell.js'
import { suppress } from '../../src/publication/suppression/service.js'
import { sumsOf, tableOf } from '../../src/publication/table.js'
import { COUNTED } from '../../src/publication/variables.js'
import type { MunicipalityCode } from '../../src/parties/index.js'

const WIDTH = 5

/** Numbers of made-up municipalities, small and large; the same for the same seed. */
function counts(towns: number, seed: number) {
  let state = seed
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
  return new Map(
    Array.from({ length: towns }, (_, at) => {
      const size = 10 ** (random() * 3.2)
      // Cases by class and by result have the same sum.
      const cases = Math.floor(size * 4)
      const spread = (parts: readonly string[], total: number) => {
        const shares = parts.map(() => random() ** 3)
        const sum = shares.reduce((one, other) => one + other, 0)
        const values = shares.map((share) => Math.floor((share / sum) * total))
        values[0]! += total - values.reduce((one, other) => one + other, 0)
        return parts.map((part, place) => [part, values[place]!] as const)
      }
      const named = (prefix: string) => COUNTED.filter((name) => name.startsWith(prefix))
      return [
        String(at + 1).padStart(4, '0') as MunicipalityCode,
        new Map([
          ...spread(named('cases.'), cases),
          ...spread(named('result.'), cases),
          ...spread(named('notifications.'), Math.floor(cases * 1.3)),
        ]),
      ] as const
    }),
  )
}

const hidden = (cells: readonly PublishedCell[]) => cells.filter(({ value }) => value === null)

/**
 * Small numbers that one sum alone gives away to a reader who noticed that zero is always shown: what is
 * not shown beside them is at least one.
 */
function narrowOf(cells: readonly PublishedCell[]) {
  const of = new Map(cells.map((cell) => [placeName(cell), cell]))
  return sumsOf(cells).flatMap(({ total, parts }) => {
    const sum = of.get(total)!.value
    if (sum === null) return []
    const unknown = parts.map((part) => of.get(part)!).filter(({ value }) => value === null)
    const known = parts.reduce((all, part) => all + (of.get(part)!.value ?? 0), 0)
    const most = sum - known - (unknown.length - 1)
    return unknown
      .filter(({ suppression }) => suppression === 'PRIMARY' && most - 1 < WIDTH)
      .map((cell) => [placeName(cell), most])
  })
}

t.test('a month of 60 municipalities', async (t) => {
  const counted = tableOf('2026-08', counts(60, 7))
  const small = counted.filter(({ value }) => value > 0 && value < 5)
  t.ok(small.length > 50, `${small.length} small numbers`)

  t.test('with the small numbers left out and no more is no secret', async (t) => {
    const names = new Set(small.map(placeName))
    const naive = counted.map((cell): PublishedCell => {
      const isSmall = names.has(placeName(cell))
      return {
        ...cell,
        value: isSmall ? null : cell.value,
        suppression: isSmall ? 'PRIMARY' : null,
      }
    })
    const { exposed } = await attack(naive, sumsOf(naive), { width: WIDTH })
    t.ok(exposed.length > 10, `${exposed.length} found`)
    for (const { cell, bounds } of exposed) {
      const truth = counted.find((each) => placeName(each) === placeName(cell))!.value
      t.ok(bounds.low <= truth && truth <= bounds.high, 'what is found is true')
    }
  })

  t.test('is published so that none of them can be found', async (t) => {
    const { cells, attack: found } = await suppress(counted, [])
    t.strictSame(found.exposed, [])
    t.equal(found.targets, small.length)
    const shown = cells.filter(({ value }) => value !== null)
    t.ok(shown.length > cells.length * 0.5, `${shown.length} of ${cells.length} numbers are shown`)
    for (const cell of shown) {
      t.equal(cell.value, counted.find((each) => placeName(each) === placeName(cell))!.value)
    }
    t.notOk(shown.some(({ value }) => value! > 0 && value! < 5))
    // Somebody else's look at it: without the help of what the hub knew when it made it.
    const again = await attack(cells, sumsOf(cells), { width: WIDTH })
    t.strictSame(again.exposed, [])
    t.equal(
      again.targets,
      hidden(cells).filter(({ suppression }) => suppression === 'PRIMARY').length,
    )
    t.strictSame(narrowOf(cells), [], 'nor by who knows that zero is always shown')
  })
})
