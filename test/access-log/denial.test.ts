import t from 'tap'
import { flushDenials, recordDenial } from '../../src/access-log/index.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'
import { logContext } from '../helpers/log.js'

t.test('recordDenial', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const owner = database.open(database.superuserUrl)
  const denial = {
    actor: 'unknown',
    actorKey: 'cd'.repeat(32),
    role: 'unknown',
    operation: 'getFeed',
    code: 'certificate.unregistered',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
  } as const
  const denied = () =>
    inTransaction(owner, 'test.look', { role: 'login' }, (tx) =>
      bulk(tx, `SELECT controller, action, result, count, objects FROM log_entry ORDER BY number`),
    )
  for (let at = 0; at < 50; at += 1) await recordDenial(context, denial)
  await recordDenial(context, { ...denial, operation: 'listFeeds' })
  t.equal((await denied()).length, 2, 'fifty equal refusals make one entry, another kind its own')
  t.equal(await flushDenials(context), 0, 'the minute is not over')
  context.clock.advance(60_000)
  t.equal(await flushDenials(context), 1)
  t.equal(await flushDenials(context), 0)
  const entries = await denied()
  t.match(entries[0], { controller: 'hub', action: 'DENIED', result: 'DENY', count: '1' })
  t.match(entries[2], {
    result: 'DENY',
    count: '49',
    objects: { code: 'certificate.unregistered', repeatedIn: '2026-08-03T08:00:00.000Z' },
  })
  await recordDenial(context, denial)
  t.equal((await denied()).length, 4, 'the next minute begins anew')
})
