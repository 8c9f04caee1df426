import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exportLog, recordAccess, sequencePending } from '../../src/access-log/index.js'
import { verifyFolder } from '../../src/cli/commands/log.js'
import { inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext, scratchFolder } from '../helpers/log.js'

/** Runs the command in this process and collects what it says. */
async function verify(folder: string, options: Parameters<typeof verifyFolder>[1] = {}) {
  const lines: string[] = []
  process.exitCode = 0
  await verifyFolder(folder, options, {
    line: (text = '') => lines.push(text),
    note: (text) => lines.push(text),
  })
  const exitCode = process.exitCode as number
  process.exitCode = 0
  return { exitCode, text: lines.join('\n'), last: lines.at(-1) ?? '' }
}

t.test('vroegsignaal log verify', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const add = () =>
    inTransaction(context.db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) =>
      recordAccess(tx, context, [accessEntry(), accessEntry({ controller: 'hub' })]),
    )
  const root = scratchFolder(t)
  const [early, sound, harmed] = ['early', 'sound', 'harmed'].map((name) => join(root, name))
  await add()
  await sequencePending(context)
  await exportLog(context, early!)
  await add()
  await sequencePending(context)
  const { checkpoint } = await exportLog(context, sound!)

  t.test('0: says that everything holds, also since an earlier export', async (t) => {
    const plain = await verify(sound!)
    t.equal(plain.exitCode, 0)
    t.match(plain.text, /4 leaves, 4 records[^]*Everything holds\./)
    t.equal((await verify(sound!, { since: early! })).exitCode, 0)
    t.equal((await verify(sound!, { since: join(early!, 'checkpoint') })).exitCode, 0)
    const key = join(early!, 'vkey')
    const json = await verify(sound!, { key, json: true })
    t.match(JSON.parse(json.last), { verified: true, size: 4, records: 4, findings: [] })
  })

  t.test('1: names what is wrong', async (t) => {
    cpSync(sound!, harmed!, { recursive: true })
    const file = join(harmed!, 'records/hub.ndjson')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"result":"ALLOW"', '"result":"DENY"'))
    const plain = await verify(harmed!)
    t.equal(plain.exitCode, 1)
    t.match(plain.text, /RECORD_EDITED at index 1: [^]*1 things are wrong/)
    const json = await verify(harmed!, { json: true })
    t.match(JSON.parse(json.last), {
      verified: false,
      findings: [{ kind: 'RECORD_EDITED', index: 1 }],
    })
    writeFileSync(join(root, 'kept'), checkpoint)
    const rolledBack = await verify(early!, { since: join(root, 'kept') })
    t.match(rolledBack, { exitCode: 1, text: /ROLLED_BACK/ })
  })

  t.test('2: refuses what is no export', async (t) => {
    await t.rejects(verify(root), { code: 'log.no_export', exitCode: 2 })
    const missing = { since: join(root, 'nothing') }
    await t.rejects(verify(sound!, missing), { code: 'log.no_checkpoint', exitCode: 2 })
  })

  t.test('works as a program of its own, from one file', async (t) => {
    const script = `import { verifyLog } from './src/access-log/verify.ts'
      console.log(JSON.stringify(verifyLog(process.argv[1])))`
    const args = ['--import', 'tsx', '--input-type=module', '-e', script, sound!]
    const output = await new Promise<string>((resolve, reject) =>
      execFile(process.execPath, args, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      ),
    )
    t.match(JSON.parse(output), { size: 4, findings: [] })
  })
})
