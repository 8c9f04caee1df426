import t from 'tap'
import { erasureIn, Numbers, unaccounted } from '../../src/access-log/verify-numbers.js'

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

t.test('only a job says that entries were erased, and says it whole', async (t) => {
  const record = { action: 'FORGET_LOG', role: 'job', objects: { until: 7, below: 9 } }
  t.strictSame(erasureIn(JSON.stringify(record)), { until: 7, below: 9 })
  for (const other of [
    { ...record, role: 'operator' },
    { ...record, action: 'FORGET' },
    { ...record, objects: { until: '7', below: 9 } },
    { action: 'FORGET_LOG', role: 'job' },
  ]) {
    t.equal(erasureIn(JSON.stringify(other)), undefined)
  }
  t.equal(erasureIn('{'), undefined)
})

t.test('leaves without a record', async (t) => {
  const seen = Uint8Array.of(0, 0, 1, 0, 1, 0)
  t.strictSame(unaccounted(seen, 0, 0), [0, 1, 3, 5], 'nothing was erased')
  t.strictSame(unaccounted(seen, 4, 4), [], 'as many as were erased')
  t.strictSame(unaccounted(seen, 3, 4), [5], 'one beyond what was erased')
  t.strictSame(unaccounted(seen, 2, 4), [null, 5], 'and one among it, which cannot be named')
})
