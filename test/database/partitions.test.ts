import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { ensurePartitions } from '../../src/db/partitions.js'
import { DatabaseError, inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'

t.test('ensurePartitions', async (t) => {
  const { db, open, superuserUrl } = await freshDatabase(t)
  const admin = open(superuserUrl)
  const parents = async () =>
    inTransaction(admin, 'test.parents', { role: 'login' }, (tx) =>
      bulk<{ name: string; months: string[] }>(
        tx,
        `SELECT p.partrelid::regclass::text AS name,
                coalesce(array_agg(right(i.inhrelid::regclass::text, 7) ORDER BY 1)
                  FILTER (WHERE i.inhrelid IS NOT NULL), '{}') AS months
           FROM pg_partitioned_table p LEFT JOIN pg_inherits i ON i.inhparent = p.partrelid
          WHERE p.partstrat = 'r' GROUP BY 1`,
      ),
    )

  t.test('makes each hot table ready for each month, once', async (t) => {
    const before = await parents()
    t.ok(before.length > 0)
    t.equal(await ensurePartitions(db, '2031-11', 3), before.length * 3)
    t.equal(await ensurePartitions(db, '2031-11', 4), before.length)
    for (const { name, months } of await parents()) {
      for (const month of ['2031_11', '2031_12', '2032_01', '2032_02']) {
        t.ok(months.includes(month), `${name} ${month}`)
      }
    }
  })

  t.test('ten at once do not collide', async (t) => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => ensurePartitions(db, '2035-01', 1)),
    )
    t.equal(made.filter((count) => count > 0).length, 1)
  })

  t.test('refuses a range that nobody means', async (t) => {
    for (const months of [0, -1, 61]) {
      await t.rejects(
        ensurePartitions(db, '2031-11', months),
        new DatabaseError('db.partitions', '22023'),
      )
    }
  })
})
