import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageRoot } from '../../src/package-root.js'
import { emptyDatabase } from '../helpers/database.js'

const MODULE = pathToFileURL(join(packageRoot(), 'src', 'cli', 'commands', 'migrate.ts')).href

async function run(settings: Record<string, string>, ...args: string[]) {
  const script = `const { migrateCommand } = await import(${JSON.stringify(MODULE)})
    await migrateCommand().parseAsync(${JSON.stringify(args)}, { from: 'user' })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: packageRoot(),
    env: { PATH: process.env['PATH'], ...settings },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}

t.test('vroegsignaal migrate', async (t) => {
  t.test('applies, then has nothing to do', async (t) => {
    const { ownerUrl, url } = await emptyDatabase(t)
    const settings = { MIGRATION_DATABASE_URL: ownerUrl, DATABASE_URL: url }
    const first = await run(settings, '--json')
    t.equal(first.code, 0, first.err)
    t.match((JSON.parse(first.out) as { applied: string[] }).applied[0], /^0001_/)
    t.match(await run(settings), { code: 0, out: /^Nothing to do/ })
    t.strictSame(await run(settings, '--json'), { code: 0, out: '{"applied":[]}\n', err: '' })
  })

  t.test('says in one sentence what is missing, and ends with 2', async (t) => {
    t.match(await run({}), { code: 2, out: '', err: /MIGRATION_DATABASE_URL is not set/ })
    const wrong = await run({ MIGRATION_DATABASE_URL: 'kanarie', VS_POOL_SIZE: 'many' })
    t.match(wrong, { code: 2, err: /MIGRATION_DATABASE_URL must be[^]*VS_POOL_SIZE must be/ })
    t.notMatch(wrong.err, 'kanarie')
  })

  t.test('a server out of reach is named by host and port alone', async (t) => {
    const lost = await run({ MIGRATION_DATABASE_URL: 'postgres://u:kanarie@127.0.0.1:1/x' })
    t.match(lost, { code: 1, err: /The database at 127\.0\.0\.1 port 1 cannot be reached/ })
    t.notMatch(lost.err, /kanarie|u:/)
  })
})
