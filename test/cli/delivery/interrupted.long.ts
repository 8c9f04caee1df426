import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { rowKeyOf } from '../../../src/cli/delivery/context.js'
import { startHub, WONING, type TestHub } from '../../helpers/hub.js'
import { runCommand, startCommand } from '../../helpers/command.js'
import { submit } from './desk.js'
import { startHoldingProxy, type Fate } from './holding-proxy.js'
import { writePartyFolder } from './party-folder.js'
import { csvOf, tenant } from './sheet.js'

const ROWS = 60
const BATCH = 20
/** With batches of twenty: three trials, then three deliveries. */
const TRIALS = 3

type Reported = { rows: { status: string; notificationId: string }[] }

/** Compares what the hub holds with what the report of a file says was accepted. */
async function checkDelivered(t: Test, hub: TestHub, file: string, before: Set<string>) {
  const { rows } = JSON.parse(readFileSync(`${file}.report.json`, 'utf8')) as Reported
  t.ok(rows.length === ROWS && rows.every(({ status }) => status === 'ACCEPTED'))
  const now = await storedIds(hub)
  const added = [...now].filter((id) => !before.has(id)).sort()
  t.strictSame(added, rows.map(({ notificationId }) => notificationId).sort(), 'no more, no less')
  const [{ count } = { count: '' }] = await hub.sql<{ count: string }>(
    `SELECT count(*) FROM batch WHERE NOT EXISTS (
       SELECT FROM notification n WHERE n.batch_id = batch.batch_id)`,
  )
  t.equal(Number(count), 0, 'no batch was taken in with nothing but repeats')
}

async function storedIds(hub: TestHub): Promise<Set<string>> {
  const rows = await hub.sql<{ id: string }>(`SELECT notification_id::text AS id FROM notification`)
  return new Set(rows.map(({ id }) => id))
}

t.test('a delivery that is interrupted', { timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  const folder = t.testdir({})
  const direct = await writePartyFolder(join(folder, 'direct'), hub, hub.as(WONING))
  const key = rowKeyOf(direct).toString('base64url')
  let number = 0
  const freshFile = () => {
    number += 1
    const file = join(folder, `huur-${number}.csv`)
    const rows = Array.from({ length: ROWS }, (_, row) => tenant(number * ROWS + row))
    writeFileSync(file, csvOf(rows))
    return file
  }
  /** The same party, its identifiers' key included, behind a wire that loses answers. */
  const behind = async (fateOf: (answer: number) => Fate) => {
    const proxy = await startHoldingProxy(t, hub.port, fateOf)
    const party = join(folder, `behind-${number}`)
    await writePartyFolder(party, hub, hub.as(WONING), proxy.port)
    writeFileSync(join(party, 'row-ids.key'), key)
    return { proxy, party }
  }

  await t.test('by lost answers: tried again, nothing twice', async (t) => {
    const before = await storedIds(hub)
    const file = freshFile()
    // Every other answer is lost after the hub has given it.
    const { proxy, party } = await behind((answer) => (answer % 2 === 0 ? 'cut' : 'pass'))
    const { exitCode } = await submit(file, party, { batchSize: BATCH, patienceMs: 20_000 })
    t.equal(exitCode, 0)
    t.ok(proxy.answers > TRIALS + ROWS / BATCH, 'some answers were lost')
    await checkDelivered(t, hub, file, before)
  })

  await t.test(
    'by a hub that is gone for too long: 3, and the same command completes it',
    async (t) => {
      const before = await storedIds(hub)
      const file = freshFile()
      const { party } = await behind((answer) => (answer > TRIALS + 1 ? 'cut' : 'pass'))
      await t.rejects(submit(file, party, { batchSize: BATCH }), {
        code: 'delivery.interrupted',
        exitCode: 3,
        dutch: /hetzelfde commando/,
      })
      const { rows } = JSON.parse(readFileSync(`${file}.report.json`, 'utf8')) as Reported
      t.equal(rows.filter(({ status }) => status === 'ACCEPTED').length, BATCH)
      t.equal(rows.filter(({ status }) => status === 'NOT_DELIVERED').length, ROWS - BATCH)
      await submit(file, party.replace(/behind-\d+$/, 'direct'), { batchSize: BATCH })
      await checkDelivered(t, hub, file, before)
    },
  )

  // 2: while it is judged. 4: the hub has taken a batch in, and nobody heard. 6: the last one.
  for (const moment of [2, 4, 6]) {
    await t.test(`by kill -9 while answer ${moment} is on its way`, async (t) => {
      const before = await storedIds(hub)
      const file = freshFile()
      const { proxy, party } = await behind((answer) => (answer === moment ? 'hold' : 'pass'))
      const options = ['--batch-size', String(BATCH), '--yes', '--json']
      const child = startCommand(['creditor', 'submit', file, '--party', party, ...options])
      await proxy.held()
      child.kill('SIGKILL')
      await once(child, 'close')
      t.equal(existsSync(`${file}.state.ndjson`), moment > TRIALS, 'planned or not')
      const after = await storedIds(hub)
      t.equal(after.size - before.size, Math.max(0, moment - TRIALS) * BATCH)
      const again = await submit(file, party, { batchSize: BATCH })
      t.equal(again.exitCode, 0)
      await checkDelivered(t, hub, file, before)
      const beside = readdirSync(folder).filter((name) => name.startsWith(`huur-${number}.csv`))
      t.strictSame(
        beside.filter((name) => !/\.(csv|receipts|ndjson|json)$/.test(name)),
        [],
        'nothing half is left',
      )
    })
  }

  await t.test('by the loss of its receipts: the hub gives the same ones again', async (t) => {
    const before = await storedIds(hub)
    const file = freshFile()
    const first = await submit(file, direct, { batchSize: BATCH })
    const text = (id: string) => readFileSync(join(`${file}.receipts`, `${id}.json`), 'utf8')
    const receipts = first.batches.map(text)
    const [lost, damaged] = first.batches as [string, string]
    rmSync(join(`${file}.receipts`, `${lost}.json`))
    writeFileSync(join(`${file}.receipts`, `${damaged}.json`), '{"counts":{}}')
    const again = await submit(file, direct, { batchSize: BATCH })
    t.strictSame(again.batches.map(text), receipts)
    await checkDelivered(t, hub, file, before)
  })

  await t.test(
    'for more than a week: what the hub has is known, the rest is begun anew',
    async (t) => {
      const before = await storedIds(hub)
      const file = freshFile()
      const { party } = await behind((answer) => (answer === TRIALS + 2 ? 'cut' : 'pass'))
      await t.rejects(submit(file, party, { batchSize: BATCH }), { code: 'delivery.interrupted' })
      hub.context.clock.advance(8 * 24 * 3_600_000)
      await writePartyFolder(direct, hub, hub.as(WONING))
      await t.rejects(submit(file, direct, { batchSize: BATCH }), { code: 'delivery.stale' })
      t.equal((await storedIds(hub)).size - before.size, 2 * BATCH)
      const anew = await submit(file, direct, { batchSize: BATCH, isNew: true })
      t.match(anew.counts, { ACCEPTED: BATCH, DELIVERED_BEFORE: 2 * BATCH })
      t.equal((await storedIds(hub)).size - before.size, ROWS)
    },
  )

  await t.test('the command itself: what it prints, and its exit codes', async (t) => {
    const file = freshFile()
    const args = ['creditor', 'submit', file, '--party', direct]
    const done = await runCommand(args, { LANG: 'nl_NL.UTF-8' })
    t.equal(done.code, 0, done.stderr)
    t.match(done.stdout, '60 aanvaard, waarvan 0 met waarschuwing; 0 geweigerd')
    const wrong = await runCommand([...args, '--set', 'kleur=blauw'], { LANG: 'C' })
    t.equal(wrong.code, 2)
    t.match(wrong.stderr, 'This names no field')
  })

  await t.test('two at once deliver every row once', async (t) => {
    const before = await storedIds(hub)
    const file = freshFile()
    const args = ['creditor', 'submit', file, '--party', direct, '--yes', '--batch-size', '20']
    const [child] = await Promise.all([
      runCommand(args),
      submit(file, direct, { batchSize: BATCH }).catch((error: unknown) => error),
    ])
    t.ok([0, 1].includes(child.code!), child.stderr)
    await submit(file, direct, { batchSize: BATCH })
    await checkDelivered(t, hub, file, before)
  })
})
