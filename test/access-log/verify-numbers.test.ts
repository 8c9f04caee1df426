import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { FirstPlaces, Numbers, unaccounted } from '../../src/access-log/verify-numbers.js'

t.test('numbers in any order', async (t) => {
  const numbers = new Numbers()
  for (const number of [2, 5, 1, 4, 8, 4]) numbers.add(number)
  t.strictSame(numbers.missing(), [
    { from: 3, to: 3 },
    { from: 6, to: 7 },
  ])
  t.equal(numbers.forgotten(), 0)
  numbers.forgottenUpTo(6)
  t.strictSame(numbers.missing(), [{ from: 7, to: 7 }])
  t.equal(numbers.forgotten(), 2)
  numbers.forgottenUpTo(1)
  t.equal(numbers.forgotten(), 2, 'what was erased stays erased')
  numbers.forgottenUpTo(10)
  t.equal(numbers.forgotten(), 5, 'also behind the last that is there')
})

t.test('leaves without a record', async (t) => {
  const seen = Uint8Array.of(0, 0, 1, 0, 1, 0)
  t.strictSame(unaccounted(seen, 0, 0), [0, 1, 3, 5], 'nothing was erased')
  t.strictSame(unaccounted(seen, 4, 4), [], 'as many as were erased')
  t.strictSame(unaccounted(seen, 3, 4), [5], 'one beyond what was erased')
  t.strictSame(unaccounted(seen, 2, 4), [null, 5], 'and one among it, which cannot be named')
})

t.test('the first place of a day or of later ones', async (t) => {
  const days = new FirstPlaces()
  for (const [index, day] of [
    [4, '2026-08-04'],
    [3, '2026-08-05'],
    [1, '2026-08-04'],
    [9, '2026-08-09'],
  ] as const) {
    days.add(index, day)
  }
  t.equal(days.from('2026-08-04'), 1)
  t.equal(days.from('2026-08-05'), 3)
  t.equal(days.from('2026-08-10'), Infinity)
})

t.test('the verifiers share no code with the writer', async (t) => {
  const files = readdirSync('src/access-log').filter((name) => name.startsWith('verify'))
  const names = files.map((name) => name.replace('.ts', ''))
  const own = names.map((name) => `./${name}.js`)
  for (const name of names) {
    const source = readFileSync(`src/access-log/${name}.ts`, 'utf8')
    const imports = [...source.matchAll(/^import (type )?.* from '(.*)'$/gm)]
    const foreign = imports
      .filter(([, isType]) => isType === undefined)
      .map(([, , from]) => from ?? '')
      .filter((from) => !own.includes(from))
    t.strictSame(
      foreign.filter((from) => !['node:crypto', 'node:fs'].includes(from)),
      [],
      name,
    )
  }
})
