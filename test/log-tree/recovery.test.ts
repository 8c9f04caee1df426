import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { recordAccess, recoverLog, sequencePending } from '../../src/access-log/index.js'
import { noteSigner, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { bulk } from '../../src/db/bulk.js'
import type { Database } from '../../src/db/client.js'
import { inTransaction } from '../../src/db/transaction.js'
import {
  logHealth,
  openCheckpoint,
  readCheckpoint,
  readLogFile,
  type LogContext,
} from '../../src/log-tree/index.js'
import { rootOf } from '../../src/log-tree/tree.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext } from '../helpers/log.js'

const INTAKE = { role: 'vroegsignaal_intake' } as const

/** Adds entries in one transaction. */
function add(context: LogContext, count: number): Promise<{ entryId: string; leaf: Buffer }[]> {
  return inTransaction(context.db, 'test.record', INTAKE, (tx) =>
    recordAccess(
      tx,
      context,
      Array.from({ length: count }, () => accessEntry()),
    ),
  )
}

async function leavesOf(owner: Database, tree = 1): Promise<Buffer[]> {
  const rows = await asOwner<{ leaf: Buffer }>(
    owner,
    `SELECT leaf FROM log_leaf WHERE tree = ${tree} ORDER BY index`,
  )
  return rows.map(({ leaf }) => leaf)
}

function asOwner<Row extends object>(owner: Database, text: string): Promise<Row[]> {
  return inTransaction(owner, 'test.look', { role: 'login' }, (tx) => bulk<Row>(tx, text))
}

async function published(context: LogContext, origin = context.config.logOrigin) {
  const { verifierKey } = noteSigner(origin, context.keys.log)
  const checkpoint = await readCheckpoint(context)
  return openCheckpoint(checkpoint?.note ?? '', parseVerifierKey(verifierKey))
}

/** Turns the database back to how it was when the tree had this size, as a restore does. */
async function restore(owner: Database, size: number): Promise<void> {
  await inTransaction(owner, 'test.restore', { role: 'login' }, async (tx) => {
    await bulk(tx, 'DELETE FROM log_pending')
    await bulk(
      tx,
      `DELETE FROM log_entry WHERE entry NOT IN (SELECT entry FROM log_leaf WHERE index < ${size})`,
    )
    await bulk(tx, `DELETE FROM log_leaf WHERE index >= ${size}`)
    await bulk(tx, `DELETE FROM log_node WHERE (index + 1) * 256 ^ level > ${size}`)
    await bulk(tx, `DELETE FROM log_checkpoint WHERE size > ${size}`)
    await bulk(
      tx,
      `UPDATE log_partition p SET last_number = (SELECT max(number) FROM log_entry e WHERE e.controller = p.controller)`,
    )
    const rows = await bulk<{ leaf: Buffer }>(tx, 'SELECT leaf FROM log_leaf ORDER BY index')
    const root = rootOf(rows.map(({ leaf }) => leaf)).toString('hex')
    await bulk(tx, `UPDATE log_head SET size = ${size}, root = '\\x${root}'`)
  })
}

t.test('a restored database', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const owner = database.open(database.superuserUrl)
  await add(context, 300)
  await sequencePending(context)
  await add(context, 40)
  await sequencePending(context)
  await restore(owner, 300)

  t.test('stops the sequencer, and still takes entries', async (t) => {
    await add(context, 100)
    const stopped = { name: 'LogStopped', reason: 'SMALLER_THAN_PUBLISHED' }
    await t.rejects(sequencePending(context), stopped)
    t.match(await logHealth(context), { size: 300, pending: 100, stopped: stopped.reason })
  })

  t.test('is recovered under a new origin, which names what is missing', async (t) => {
    const recovered = await recoverLog(context)
    t.match(recovered, {
      opened: true,
      origin: 'log.hub.example/access/2',
      previous: {
        origin: 'log.hub.example/access',
        reason: 'SMALLER_THAN_PUBLISHED',
        size: 300,
        published: { size: 340 },
        missing: { first: 300, last: 339 },
      },
    })
    t.strictSame(await sequencePending(context), { integrated: 401, size: 401 })
    t.equal((await published(context, recovered.origin)).size, 401)
    const [first] = await asOwner<{ said: unknown }>(
      owner,
      `SELECT e.objects AS said FROM log_leaf l JOIN log_entry e USING (entry)
        WHERE l.tree = 2 AND l.index = 0`,
    )
    t.match(first?.said, { origin: recovered.origin, previous: recovered.previous })
    t.strictSame((await leavesOf(owner, 2)).slice(1, 301), await leavesOf(owner, 1))
    t.match(await recoverLog(context), { opened: false })
    t.equal((await readLogFile(context, '2/tile/0/000'))?.bytes.length, 8192)
    t.equal((await readLogFile(context, 'tile/0/000'))?.bytes.length, 8192)
  })

  t.test('from before the recovery stops as well', async (t) => {
    await asOwner(owner, 'DELETE FROM log_leaf WHERE tree = 2')
    await asOwner(owner, 'DELETE FROM log_node WHERE tree = 2')
    await asOwner(owner, 'DELETE FROM log_checkpoint WHERE tree = 2')
    await asOwner(owner, 'DELETE FROM log_head WHERE tree = 2')
    await asOwner(owner, 'UPDATE log_head SET closed_at = NULL')
    await t.rejects(sequencePending(context), {
      name: 'LogStopped',
      reason: 'SMALLER_THAN_PUBLISHED',
    })
    const recovered = await recoverLog(context)
    t.match(recovered, { opened: true, tree: 3, previous: { size: 0, missing: { first: 0 } } })
    t.match(await sequencePending(context), { size: 402 })
  })
})

t.test('a database that goes on as if nothing had happened is found out', async (t) => {
  const stopsFor = async (t: Tap, reason: string, harm: (owner: Database) => Promise<unknown>) => {
    const database = await freshDatabase(t)
    const context = logContext(t, database.db)
    await add(context, 300)
    await sequencePending(context)
    await harm(database.open(database.superuserUrl))
    await add(context, 1)
    await t.rejects(sequencePending(context), { name: 'LogStopped', reason })
  }
  type Tap = typeof t

  t.test('emptied', (t) =>
    stopsFor(t as Tap, 'SMALLER_THAN_PUBLISHED', (owner) =>
      asOwner(owner, 'TRUNCATE log_head, log_leaf, log_node, log_checkpoint'),
    ),
  )
  t.test('grown again to the same size with other leaves', (t) =>
    stopsFor(t as Tap, 'ANOTHER_HISTORY', async (owner) => {
      await asOwner(owner, `UPDATE log_leaf SET leaf = sha256(leaf) WHERE index = 299`)
      const rows = await asOwner<{ leaf: Buffer }>(
        owner,
        'SELECT leaf FROM log_leaf ORDER BY index',
      )
      const root = rootOf(rows.map(({ leaf }) => leaf)).toString('hex')
      await asOwner(owner, `UPDATE log_head SET root = '\\x${root}'`)
      await asOwner(owner, 'DELETE FROM log_checkpoint')
    }),
  )
  t.test('with an edited leaf at its edge', (t) =>
    stopsFor(t as Tap, 'TILES_DISAGREE', (owner) =>
      asOwner(owner, 'UPDATE log_leaf SET leaf = sha256(leaf) WHERE index = 299'),
    ),
  )
  t.test('with an edited tile root', (t) =>
    stopsFor(t as Tap, 'TILES_DISAGREE', (owner) =>
      asOwner(owner, 'UPDATE log_node SET hash = sha256(hash)'),
    ),
  )
})

t.test('another key or another name is another log', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  await add(context, 1)
  await sequencePending(context)
  const config = { ...context.config, logOrigin: 'log.hub.example/other' }
  await t.rejects(sequencePending({ ...context, config }), {
    name: 'LogStopped',
    reason: 'ANOTHER_ORIGIN',
  })
  const { keys } = logContext(t, database.db)
  await t.rejects(sequencePending({ ...context, keys }), {
    name: 'LogStopped',
    reason: 'ANOTHER_ORIGIN',
  })
})

t.test('an unreadable checkpoint folder stops everything', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  await add(context, 1)
  writeFileSync(join(context.config.checkpointDir, 'x.checkpoint'), 'not a note')
  await t.rejects(sequencePending(context), { name: 'NoteError' })
})
