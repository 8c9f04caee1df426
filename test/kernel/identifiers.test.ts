import t from 'tap'
import { isUuid, randomId, timeOrderedId } from '../../src/kernel/identifiers.js'

t.test('a random id is a UUID of version 4', async (t) => {
  const ids = Array.from({ length: 50 }, randomId)
  t.equal(new Set(ids).size, 50)
  for (const id of ids) {
    t.ok(isUuid(id))
    t.equal(id[14], '4')
  }
})

t.test('a time-ordered id is a UUID of version 7 that sorts by its instant', async (t) => {
  const instants = ['2026-08-01T00:00:00.000Z', '2026-08-01T00:00:00.001Z', '2031-01-01T00:00:00Z']
  const ids = instants.map((instant) => timeOrderedId(new Date(instant)))
  t.strictSame([...ids].sort(), ids)
  for (const [index, id] of ids.entries()) {
    t.ok(isUuid(id))
    t.equal(id[14], '7')
    const milliseconds = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
    t.equal(milliseconds, Date.parse(instants[index]!))
  }
})

t.test('only the canonical spelling is a UUID', async (t) => {
  const id = '0190f6a2-8c1e-7d3a-9b4f-2f6a1c0d5e77'
  t.ok(isUuid(id))
  for (const bad of [
    id.toUpperCase(),
    `{${id}}`,
    id.replaceAll('-', ''),
    `${id}\n`,
    id.replace('9b', '1b'),
  ]) {
    t.notOk(isUuid(bad), bad)
  }
})
