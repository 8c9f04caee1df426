import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { recordAccess, sequencePending } from '../../src/access-log/index.js'
import { noteSigner, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { bulk } from '../../src/db/bulk.js'
import type { Database } from '../../src/db/client.js'
import { inTransaction } from '../../src/db/transaction.js'
import {
  leafHash,
  logHealth,
  openCheckpoint,
  proveEntries,
  readCheckpoint,
  readLogFile,
  tilesOf,
  tilePath,
  verifyInclusion,
  type LogContext,
} from '../../src/log-tree/index.js'
import { splitHashes } from '../../src/log-tree/tiles.js'
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

t.test('sequencePending', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const owner = database.open(database.superuserUrl)

  t.test('says nothing about a log without entries', async (t) => {
    t.strictSame(await sequencePending(context), { integrated: 0, size: 0 })
    t.equal(await readCheckpoint(context), undefined)
    t.equal(await readLogFile(context, 'checkpoint'), undefined)
    t.equal(await readLogFile(context, 'tile/0/000'), undefined)
  })

  t.test('keeps the promised leaves, in order, under one signed root', async (t) => {
    const promised: Buffer[] = []
    for (const count of [1, 254, 1, 1, 700, 43]) {
      promised.push(...(await add(context, count)).map(({ leaf }) => leaf))
      t.match(await sequencePending(context), { integrated: count, size: promised.length })
      const { size, root } = await published(context)
      t.equal(size, promised.length)
      t.ok(root.equals(rootOf(promised)))
    }
    t.strictSame(await leavesOf(owner), promised)
    t.strictSame(await sequencePending(context), { integrated: 0, size: 1000 })
    t.match(await logHealth(context), { size: 1000, published: 1000, pending: 0, stopped: null })
  })

  t.test('writes the checkpoint outside the database before it is served', async (t) => {
    const [name] = readdirSync(context.config.checkpointDir)
    const kept = readFileSync(join(context.config.checkpointDir, name ?? ''), 'utf8')
    t.equal(kept, (await readCheckpoint(context))?.note)
  })

  t.test('serves every tile and bundle of its size, and none beyond', async (t) => {
    const leaves = await leavesOf(owner)
    for (const tile of tilesOf(1000)) {
      const file = await readLogFile(context, tilePath(tile))
      t.equal(file?.bytes.length, tile.width * 32)
      t.equal(file?.isImmutable, true)
    }
    const bundle = (await readLogFile(context, 'tile/entries/003.p/232'))?.bytes
    t.equal(bundle?.length, 232 * 35)
    t.equal(bundle?.readUInt16BE(0), 33)
    t.ok(leafHash(bundle!.subarray(2, 35)).equals(leaves[768]!))
    const second = await readLogFile(context, 'tile/1/000.p/3')
    t.strictSame(
      splitHashes(second!.bytes),
      [0, 1, 2].map((at) => rootOf(leaves.slice(at * 256, (at + 1) * 256))),
    )
    // A partial tile of an earlier checkpoint stays.
    t.equal((await readLogFile(context, 'tile/0/003.p/5'))?.bytes.length, 160)
    for (const path of ['tile/0/003', 'tile/0/003.p/233', 'tile/0/004.p/1', 'tile/2/000.p/1']) {
      t.equal(await readLogFile(context, path), undefined, path)
    }
    for (const path of ['2/checkpoint', 'tile/0/0', 'records', '../vkey', '1/checkpoint']) {
      t.equal(await readLogFile(context, path), undefined, path)
    }
    const { verifierKey } = noteSigner(context.config.logOrigin, context.keys.log)
    t.equal((await readLogFile(context, 'vkey'))?.bytes.toString(), `${verifierKey}\n`)
  })

  t.test('proves any of its entries', async (t) => {
    const entries = await asOwner<{ entry: string }>(
      owner,
      'SELECT entry FROM log_leaf ORDER BY index',
    )
    const ids = [0, 255, 256, 511, 767, 768, 999].map((at) => entries[at]!.entry)
    const proven = await proveEntries(context, ids)
    const { size, root } = await published(context)
    t.equal(proven?.proofs.size, ids.length)
    for (const { index, leaf, proof } of proven?.proofs.values() ?? []) {
      t.ok(verifyInclusion(leaf, index, size, proof, root), `index ${index}`)
    }
  })

  t.test('loses no entry whose transaction commits after later ones', async (t) => {
    let release = () => {}
    let written = () => {}
    const isWritten = new Promise<void>((resolve) => (written = resolve))
    const isReleased = new Promise<void>((resolve) => (release = resolve))
    let late: Buffer | undefined
    const slow = inTransaction(context.db, 'test.slow', INTAKE, async (tx) => {
      const [entry] = await recordAccess(tx, context, [accessEntry({ controller: 'hub' })])
      late = entry?.leaf
      written()
      await isReleased
    })
    await isWritten
    const [fast] = await add(context, 1)
    t.strictSame(await sequencePending(context), { integrated: 1, size: 1001 })
    release()
    await slow
    t.strictSame(await sequencePending(context), { integrated: 1, size: 1002 })
    t.strictSame((await leavesOf(owner)).slice(-2), [fast?.leaf, late])
  })

  t.test('takes more than one batch in one run', async (t) => {
    for (let at = 0; at < 7; at += 1) await add(context, 3000)
    t.strictSame(await sequencePending(context), { integrated: 21_000, size: 22_002 })
    t.ok((await published(context)).root.equals(rootOf(await leavesOf(owner))))
  })
})

t.test('several sequencers at once write one tree', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const owner = database.open(database.superuserUrl)
  const others = [0, 1, 2].map(() => ({ ...context, db: database.open(database.url) }))
  let added = 0
  let integrated = 0
  for (let round = 0; round < 12; round += 1) {
    const work = others.map(async (other) => {
      const results = await Promise.all([sequencePending(other), sequencePending(other)])
      integrated += results.reduce((sum, result) => sum + result.integrated, 0)
    })
    await Promise.all([add(context, 7), add(context, 5), ...work])
    added += 12
  }
  integrated += (await sequencePending(context)).integrated
  t.equal(integrated, added, 'each entry was counted by exactly one of them')
  const leaves = await leavesOf(owner)
  t.equal(leaves.length, added)
  t.equal(new Set(leaves.map((leaf) => leaf.toString('hex'))).size, added)
  const notes = await asOwner<{ note: string }>(owner, 'SELECT note FROM log_checkpoint')
  const { verifierKey } = noteSigner(context.config.logOrigin, context.keys.log)
  for (const { note } of notes) {
    const { size, root } = openCheckpoint(note, parseVerifierKey(verifierKey))
    if (!root.equals(rootOf(leaves.slice(0, size)))) t.fail(`a split view at size ${size}`)
  }
  const rows = await asOwner<{ gaps: string }>(
    owner,
    'SELECT count(*) FILTER (WHERE number <> rank) AS gaps FROM (SELECT e.number, row_number() OVER (ORDER BY l.index) AS rank FROM log_leaf l JOIN log_entry e USING (entry)) r',
  )
  t.equal(rows[0]?.gaps, '0', 'numbers of a controller rise with the index')
})

t.test('a writer that was overtaken changes nothing', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  await add(context, 3)
  await sequencePending(context)
  await add(context, 2)
  const owner = database.open(database.superuserUrl)
  // Another one holds the head and commits while this one waits for it.
  let finish = () => {}
  let holding = () => {}
  const isHolding = new Promise<void>((resolve) => (holding = resolve))
  const isFinished = new Promise<void>((resolve) => (finish = resolve))
  const other = inTransaction(owner, 'test.hold', { role: 'login' }, async (tx) => {
    await bulk(tx, 'UPDATE log_head SET fence = fence + 1')
    holding()
    await isFinished
  })
  await isHolding
  const run = sequencePending(context)
  setTimeout(finish, 200)
  t.strictSame(await run, { integrated: 0, size: 3 })
  await other
  t.strictSame(await sequencePending(context), { integrated: 2, size: 5 })
})

t.test('a crash between commit and checkpoint is made good by the next run', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  await add(context, 3)
  await sequencePending(context)
  await add(context, 2)
  const folder = context.config.checkpointDir
  const [name] = readdirSync(folder)
  // Something stands where the new file must be written.
  mkdirSync(join(folder, `${name}.new`))
  await t.rejects(sequencePending(context), { code: 'EISDIR' })
  t.match(await logHealth(context), { size: 5, published: 3, stopped: null })
  t.equal((await published(context)).size, 3, 'nothing is served that was not kept outside')
  rmSync(join(folder, `${name}.new`), { recursive: true })
  t.strictSame(await sequencePending(context), { integrated: 0, size: 5 })
  t.equal((await published(context)).size, 5)
})

t.test('kept outside but not published, as after a kill: the same note follows', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const owner = database.open(database.superuserUrl)
  await add(context, 3)
  await sequencePending(context)
  const note = (await readCheckpoint(context))?.note
  await asOwner(owner, 'DELETE FROM log_checkpoint')
  t.strictSame(await sequencePending(context), { integrated: 0, size: 3 })
  t.equal((await readCheckpoint(context))?.note, note)
})
