import t from 'tap'
import { daysUntil, stepOf } from '../../src/expiry/index.js'

t.test('days are whole ones, and past ones count below zero', async (t) => {
  const now = new Date('2026-09-01T12:00:00Z')
  t.equal(daysUntil(new Date('2026-10-01T12:00:00Z'), now), 30)
  t.equal(daysUntil(new Date('2026-09-02T11:59:59Z'), now), 0)
  t.equal(daysUntil(new Date('2026-09-01T11:00:00Z'), now), -1)
})

t.test('each step is reached once fewer days are left', async (t) => {
  const expected = { 30: undefined, 29: 30, 14: 30, 13: 14, 7: 14, 6: 7, 1: 7, 0: 1, '-5': 1 }
  for (const [days, step] of Object.entries(expected)) t.equal(stepOf(Number(days)), step, days)
})
