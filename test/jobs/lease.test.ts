import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import {
  assertFence,
  finishLease,
  holdLease,
  type Lease,
  LeaseLost,
  renewLease,
  takeLease,
} from '../../src/jobs/lease.js'
import { freshDatabase } from '../helpers/database.js'
import { looker } from '../helpers/registry.js'

const JOB = { role: 'vroegsignaal_job' } as const
const SLOT = new Date('2026-09-01T04:00:00Z')
/** Work that leaves a trace: the job's own table takes a row under another name. */
const WORK = `INSERT INTO job_lease (job, holder, fence, expires_at) VALUES ($1, 'work', 0, now())`

t.test('leases', async (t) => {
  const database = await freshDatabase(t)
  const { db } = database
  const look = looker(database)
  const worked = async (name: string) =>
    (await look(`SELECT 1 FROM job_lease WHERE job = '${name}'`)).length
  const work = (lease: Lease, name: string, before?: () => Promise<unknown>) =>
    inTransaction(db, 'test.work', JOB, async (tx) => {
      await bulk(tx, WORK, [name])
      await before?.()
      await assertFence(tx, lease)
    })

  t.test('of workers that ask at once exactly one gets it, and the others later', async (t) => {
    const asked = await Promise.all(
      Array.from({ length: 6 }, (_, at) => takeLease(db, 'match/0034', `worker-${at}`)),
    )
    const taken = asked.filter((lease) => lease !== undefined)
    t.equal(taken.length, 1)
    t.match(taken[0], { fence: '1', lastDue: null })
    t.equal(await takeLease(db, 'match/0034', 'worker-7'), undefined)
    t.ok(await takeLease(db, 'match/0175', 'worker-7'), 'another job is free')
    await finishLease(db, taken[0]!, SLOT)
    t.match(await takeLease(db, 'match/0034', 'worker-8'), { fence: '2', lastDue: SLOT })
  })

  t.test('a worker that was overtaken commits nothing and finishes nothing', async (t) => {
    const slow = (await takeLease(db, 'close/0034', 'slow', 50))!
    await t.rejects(
      work(slow, 'slow work', async () => {
        await delay(80)
        const quick = (await takeLease(db, 'close/0034', 'quick'))!
        t.equal(quick.fence, '2')
        await work(quick, 'quick work')
      }),
      new LeaseLost(),
    )
    t.equal(await worked('slow work'), 0)
    t.equal(await worked('quick work'), 1)
    t.equal(await renewLease(db, slow), false)
    await t.rejects(finishLease(db, slow, SLOT), new LeaseLost())
    const [row] = await look<{ holder: string; last_due: null }>(
      `SELECT holder, last_due FROM job_lease WHERE job = 'close/0034'`,
    )
    t.match(row, { holder: 'quick', last_due: null })
  })

  t.test('a lease that ran out commits nothing, also when nobody took it', async (t) => {
    const late = (await takeLease(db, 'purge/0034', 'late', 30))!
    await delay(60)
    await t.rejects(work(late, 'late work'), new LeaseLost())
    t.equal(await worked('late work'), 0)
  })

  t.test('the same name without the fence is not the holder', async (t) => {
    const first = (await takeLease(db, 'keys', 'worker', 30))!
    await delay(60)
    const second = (await takeLease(db, 'keys', 'worker'))!
    await t.rejects(work(first, 'first work'), new LeaseLost())
    await work(second, 'second work')
    t.equal(await worked('second work'), 1)
  })

  t.test('between fence and commit nobody takes over, however long it lasts', async (t) => {
    const lease = (await takeLease(db, 'close/0175', 'long', 3_000))!
    const order: string[] = []
    let taking: Promise<unknown> | undefined
    await inTransaction(db, 'test.long', JOB, async (tx) => {
      await assertFence(tx, lease)
      await delay(3_100)
      taking = takeLease(db, 'close/0175', 'next').then((next) => {
        order.push('taken')
        t.equal(next?.fence, '2')
      })
      await delay(150)
      order.push('committing')
    })
    await taking
    t.strictSame(order, ['committing', 'taken'])
  })

  t.test('a lease that is held outlasts its time, and ends when it is let go', async (t) => {
    const lease = (await takeLease(db, 'match/0180', 'holder', 3_000))!
    const letGo = holdLease(db, lease, 3_000)
    await delay(4_000)
    t.equal(await takeLease(db, 'match/0180', 'other'), undefined)
    await letGo()
    await look(`UPDATE job_lease SET expires_at = now() WHERE job = 'match/0180'`)
    t.ok(await takeLease(db, 'match/0180', 'other'))
  })
})
