import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { recordAccess, sequencePending } from '../../src/access-log/index.js'
import { checkPublished } from '../../src/cli/commands/log-check.js'
import { compareWithKept } from '../../src/cli/kept-checkpoints.js'
import { noteSigner, openNote, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { inTransaction } from '../../src/db/transaction.js'
import {
  Cosigning,
  readCheckpoint,
  readLogFile,
  type LogContext,
} from '../../src/log-tree/index.js'
import { parsePolicy, serveWitness } from '../../src/witness/index.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext, scratchFolder } from '../helpers/log.js'
import { WITNESS, witnessIn } from '../witness/build.js'
import { ORIGIN, seededKey, VERIFIER_KEY } from './vectors.js'

const INTAKE = { role: 'vroegsignaal_intake' } as const

async function grow(context: LogContext, count: number): Promise<void> {
  await inTransaction(context.db, 'test.record', INTAKE, (tx) =>
    recordAccess(
      tx,
      context,
      Array.from({ length: count }, () => accessEntry()),
    ),
  )
  await sequencePending(context)
}

/** A log of the known key in a database of its own; nobody who holds the key can be told apart. */
async function logOf(t: Test) {
  const { db } = await freshDatabase(t)
  const context = { ...logContext(t, db), keys: { log: seededKey(0) } }
  t.equal(noteSigner(ORIGIN, context.keys.log).verifierKey, VERIFIER_KEY)
  return context
}

/** The public part of whichever log is put there, over a socket. */
async function publicListener(t: Test, shown: { log: LogContext }): Promise<string> {
  const server = createServer((request, response) => {
    void readLogFile(shown.log, (request.url ?? '').replace('/log/', '')).then((file) =>
      response.writeHead(file === undefined ? 404 : 200).end(file?.bytes),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a log with two histories', async (t) => {
  const honest = await logOf(t)
  const other = await logOf(t)
  await grow(honest, 300)
  const shown = { log: honest }
  const url = await publicListener(t, shown)
  const served = await serveWitness(witnessIn(scratchFolder(t)), { host: '127.0.0.1', port: 0 })
  t.teardown(() => served.close())
  const folder = scratchFolder(t)
  const policyFile = join(folder, 'policy')
  const policy = `log ${VERIFIER_KEY}\nwitness w ${WITNESS.verifierKey} ${served.url}\nquorum w\n`
  writeFileSync(policyFile, policy)
  const witnesses = () => new Cosigning(parsePolicy(policy))
  const ours = witnesses()
  const lines: string[] = []
  const output = { line: (line = '') => void lines.push(line), note: () => undefined }
  const check = (kept: string, withPolicy = true) => {
    const options = { key: VERIFIER_KEY, kept: join(folder, kept) }
    return checkPublished(url, withPolicy ? { ...options, policy: policyFile } : options, output)
  }

  await t.test('is not believed before its witness has signed', async (t) => {
    await t.rejects(check('reader'), failing('log.quorum'))
    t.notOk(existsSync(join(folder, 'reader')))
  })

  await t.test('is cosigned as long as it is one, and served with the signature', async (t) => {
    const said = await ours.run(honest)
    t.match(said, { size: 300, quorum: true })
    t.equal(said.answers.get('w')?.outcome, 'cosigned')
    const file = await readLogFile(honest, 'checkpoint')
    const note = file?.bytes.toString('utf8') ?? ''
    openNote(note, parseVerifierKey(WITNESS.verifierKey))
    openNote(note, parseVerifierKey(VERIFIER_KEY))
    t.match(await ours.run(honest), { size: undefined, quorum: true }, 'there is nothing new')
  })

  await t.test('is kept by a reader, who sees it grow', async (t) => {
    await check('reader')
    await grow(honest, 400)
    // A process that has just started knows nothing of how far the witness was.
    t.match(await witnesses().run(honest), { size: 700, quorum: true })
    lines.length = 0
    await check('reader')
    t.match(lines.join('\n'), /700 entries[^]*contains all that was signed before \(300[^]*by w/)
    t.match(readFileSync(join(folder, 'reader'), 'utf8'), /^[^\n]+\n700\n/)
  })

  await t.test('rolled back as a whole: the witness and the reader say so', async (t) => {
    // Database and kept checkpoint of last week, with the key of the log.
    await grow(other, 200)
    const said = await witnesses().run(other)
    t.strictSame(said.answers.get('w'), { outcome: 'refused', status: 409 })
    t.equal(said.quorum, false)
    shown.log = other
    await t.rejects(check('reader', false), failing('log.another_history'))
    t.ok(existsSync(join(folder, 'reader.conflict')), 'the contradicting checkpoint is kept')
    t.match(readFileSync(join(folder, 'reader'), 'utf8'), /^[^\n]+\n700\n/, 'so is the first one')
  })

  await t.test('split view: two readers who compare, and the witness, say so', async (t) => {
    await grow(other, 500)
    const said = await witnesses().run(other)
    t.strictSame(said.answers.get('w'), { outcome: 'refused', status: 409 }, 'the same size')
    shown.log = other
    await check('other-reader', false)
    await t.rejects(check('other-reader'), failing('log.quorum'), 'nobody witnessed it')
    await t.rejects(check('reader', false), failing('log.another_history'))
    // And with what a municipality keeps of its feeds.
    const identity = { hub: 'h', url, publicUrl: url, keys: [], logKey: VERIFIER_KEY }
    const keeping = { identity, ca: '' }
    const feeds = join(folder, 'feeds')
    const notes = await Promise.all([honest, other].map((log) => readCheckpoint(log)))
    shown.log = honest
    const compare = (month: string, note = '') =>
      compareWithKept(feeds, `${month}.txt`, note, keeping)
    t.match(await compare('2026-08', notes[0]?.note), { outcome: 'first' })
    t.match(await compare('2026-09', notes[0]?.note), { outcome: 'consistent', kept: 700 })
    const found = await compare('2026-10', notes[1]?.note)
    t.match(found, { outcome: 'another_history', kept: 700 })
    t.ok(existsSync(join(feeds, '2026-10.txt.conflict')))
  })

  await t.test('two writers: the first that the witness signed is the log', async (t) => {
    shown.log = honest
    await grow(honest, 10)
    t.match(await ours.run(honest), { size: 710, quorum: true })
    const grown = (await readCheckpoint(honest))?.note ?? ''
    const silent = {
      hub: 'h',
      url,
      publicUrl: 'http://127.0.0.1:9',
      keys: [],
      logKey: VERIFIER_KEY,
    }
    const feeds = join(folder, 'feeds')
    const unheard = compareWithKept(feeds, '2026-11.txt', grown, { identity: silent, ca: '' })
    t.match(await unheard, { outcome: 'unchecked' })
    t.notOk(existsSync(join(feeds, '2026-11.txt')), 'nothing is built on what was not compared')
    await grow(other, 15)
    const said = await witnesses().run(other)
    t.strictSame(said.answers.get('w'), { outcome: 'refused', status: 422 })
    shown.log = other
    await t.rejects(check('reader', false), failing('log.another_history'))
    shown.log = honest
    t.equal(said.quorum, false)
    await check('reader')
  })

  await t.test('what is no key, no address or no hub is told from a false log', async (t) => {
    const kept = join(folder, 'nothing')
    const wrong = (address: string, key: string) => checkPublished(address, { key, kept }, output)
    await t.rejects(wrong(url, 'nonsense'), { code: 'log.key', exitCode: 2 } as unknown as Error)
    await t.rejects(wrong('nonsense', VERIFIER_KEY), { code: 'command.usage' } as unknown as Error)
    await t.rejects(wrong('http://127.0.0.1:1', VERIFIER_KEY), { name: 'UnreachableError' })
    t.notOk(existsSync(kept))
  })

  await t.test('silent witnesses are served without, and the reader says so', async (t) => {
    await served.close()
    await grow(honest, 5)
    const said = await ours.run(honest)
    t.match(said.answers.get('w'), { outcome: 'unreachable' })
    t.equal(said.quorum, false)
    t.equal(await shownSize(honest), 710, 'for ten minutes')
    honest.clock.set('2026-08-03T09:00:00Z')
    await grow(honest, 5)
    t.equal(await shownSize(honest), 720)
    await t.rejects(check('reader'), failing('log.quorum'))
  })
})

async function shownSize(log: LogContext): Promise<number> {
  const file = await readLogFile(log, 'checkpoint')
  return Number(file?.bytes.toString('utf8').split('\n')[1])
}

/** What an error must say that names what does not hold. */
function failing(what: string): Error {
  return { what } as unknown as Error
}
