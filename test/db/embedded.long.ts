import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { openDatabase } from '../../src/db/client.js'
import { startEmbedded, type Embedded } from '../../src/db/embedded.js'
import { isRunning } from '../../src/db/process-identity.js'
import { inTransaction } from '../../src/db/transaction.js'
import { packageRoot } from '../../src/package-root.js'

const isRoot = process.getuid?.() === 0

t.test('startEmbedded', async (t) => {
  t.test('keeps its data from one start to the next', async (t) => {
    const dataDir = folderFor(t)
    const first = await startEmbedded({ dataDir })
    await ask(first.ownerUrl, `CREATE TABLE kept AS SELECT 'yes' AS word`)
    t.equal(first.adopted, false)
    await first.stop()
    t.equal(isRunning({ pid: first.pid, since: null }), false)
    t.equal(existsSync(join(first.pgdata, 'postmaster.pid')), false)

    const second = await startEmbedded({ dataDir })
    t.teardown(() => second.stop())
    t.strictSame(await ask(second.ownerUrl, 'SELECT word FROM kept'), [{ word: 'yes' }])
  })

  t.test('is safe as it comes', async (t) => {
    const server = await start(t)
    const ours = ['fsync', 'password_encryption', 'listen_addresses', 'full_page_writes']
    const settings = await ask(
      server.superuserUrl,
      `SELECT name, setting FROM pg_settings WHERE name IN (${ours.map((n) => `'${n}'`).join()})`,
    )
    t.strictSame(Object.fromEntries(settings.map(({ name, setting }) => [name, setting])), {
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      password_encryption: 'scram-sha-256',
    })
    t.equal(
      readFileSync(join(server.pgdata, 'pg_hba.conf'), 'utf8'),
      'host all all 127.0.0.1/32 scram-sha-256\n',
    )
    for (const name of ['passwords.json', 'postgres.log']) {
      t.equal(lstatSync(join(server.home, name)).mode & 0o777, 0o600, name)
    }
    t.equal(lstatSync(server.pgdata).mode & 0o077, 0)
    const wrong = Object.assign(new URL(server.hubUrl), { password: 'wrong' }).href
    await t.rejects(ask(wrong, 'SELECT 1'), { name: 'DatabaseError' } as Error)
  })

  t.test(
    'the hub owns nothing, inherits nothing and cannot bypass; the owner is no superuser',
    async (t) => {
      const server = await start(t)
      const roles = await ask(
        server.superuserUrl,
        `SELECT rolname AS role, rolsuper OR rolbypassrls OR rolreplication OR rolcreatedb AS strong,
              rolinherit AS inherits, rolcreaterole AS makes_roles
         FROM pg_roles WHERE rolname IN ('vroegsignaal_hub', 'vroegsignaal_owner') ORDER BY 1`,
      )
      t.strictSame(roles, [
        { role: 'vroegsignaal_hub', strong: false, inherits: false, makes_roles: false },
        { role: 'vroegsignaal_owner', strong: false, inherits: true, makes_roles: true },
      ])
      await t.rejects(ask(server.hubUrl, 'CREATE TABLE mine (id integer)'))
      await t.rejects(ask(server.hubUrl, 'CREATE TEMPORARY TABLE mine (id integer)'))
    },
  )

  t.test(
    'its log and its environment hold nothing of a statement or of this process',
    async (t) => {
      process.env['KANARIE_IN_ENVIRONMENT'] = 'kanarie-geheim'
      t.teardown(() => delete process.env['KANARIE_IN_ENVIRONMENT'])
      const server = await start(t)
      await t.rejects(ask(server.ownerUrl, `SELECT 'kanarie-in-statement'::integer`))
      t.match(
        readFileSync(join(server.home, 'postgres.log'), 'utf8'),
        'ready to accept connections',
      )
      t.notMatch(readFileSync(join(server.home, 'postgres.log'), 'utf8'), 'kanarie')
      if (existsSync(`/proc/${server.pid}/environ`)) {
        const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8')
        t.notMatch(environment, /kanarie/i)
        t.match(environment, 'TZ=UTC')
      }
    },
  )

  t.test(
    'takes over the server that a killed process left, with everything committed',
    async (t) => {
      const dataDir = folderFor(t)
      const left = await startElsewhere(dataDir)
      t.equal(isRunning({ pid: left.pid, since: null }), true)
      await ask(left.ownerUrl, `CREATE TABLE kept AS SELECT 'yes' AS word`)
      const taken = await startEmbedded({ dataDir })
      t.equal(taken.adopted, true)
      t.equal(taken.pid, left.pid)
      t.strictSame(await ask(taken.ownerUrl, 'SELECT word FROM kept'), [{ word: 'yes' }])
      await taken.stop()
      t.equal(isRunning({ pid: left.pid, since: null }), false)
    },
  )

  t.test('a server that was killed itself recovers what was committed', async (t) => {
    const dataDir = folderFor(t)
    const killed = await startEmbedded({ dataDir })
    await ask(killed.ownerUrl, `CREATE TABLE kept AS SELECT 'yes' AS word`)
    process.kill(killed.pid, 'SIGKILL')
    const again = await startEmbedded({ dataDir })
    t.teardown(() => again.stop())
    t.equal(again.adopted, false)
    t.strictSame(await ask(again.ownerUrl, 'SELECT word FROM kept'), [{ word: 'yes' }])
  })

  t.test(
    'a note of a server whose number somebody else now has does not stop a start',
    async (t) => {
      const dataDir = folderFor(t)
      const before = await startEmbedded({ dataDir })
      await before.stop()
      writeFileSync(
        join(before.pgdata, 'postmaster.pid'),
        `${process.pid}\n${before.pgdata}\n1\n${before.port}\n\n127.0.0.1\n  1 1\nready\n`,
      )
      const again = await startEmbedded({ dataDir })
      t.teardown(() => again.stop())
      t.equal(again.adopted, false)
    },
  )

  t.test('a command beside a running hub shares its server and leaves it running', async (t) => {
    const server = await start(t)
    const guest = await startElsewhere(join(server.home, '..'), 'stop')
    t.equal(guest.pid, server.pid)
    t.strictSame(await ask(server.hubUrl, 'SELECT 1 AS one'), [{ one: 1 }])
  })

  t.test('five starts at once are one server', async (t) => {
    const dataDir = folderFor(t)
    const all = await Promise.all(Array.from({ length: 5 }, () => startEmbedded({ dataDir })))
    t.teardown(() => all[0]!.stop())
    t.equal(new Set(all.map(({ pid }) => pid)).size, 1)
  })

  t.test('a start that broke off half-way is done again', async (t) => {
    const dataDir = folderFor(t)
    const work = join(dataDir, 'postgres', 'server')
    mkdirSync(join(work, 'draft', 'base'), { recursive: true })
    writeFileSync(join(work, 'draft', 'PG_VERSION'), '18\n')
    writeFileSync(join(work, 'initial-password'), 'old')
    const server = await startEmbedded({ dataDir })
    t.teardown(() => server.stop())
    t.strictSame(await ask(server.hubUrl, 'SELECT 1 AS one'), [{ one: 1 }])
    t.strictSame(readdirSync(work), ['pgdata'])
  })
})

t.test('below a folder that nobody else may enter', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'vroegsignaal-closed-'))
  chmodSync(home, 0o700)
  const dataDir = join(home, 'checkout', '.data')
  t.teardown(() => rmSync(home, { recursive: true, force: true }))

  const server = await startEmbedded({ dataDir })
  t.strictSame(await ask(server.hubUrl, 'SELECT 1 AS one'), [{ one: 1 }])
  await server.stop()
  const again = await startEmbedded({ dataDir })
  t.equal(again.pgdata, server.pgdata)
  await again.stop()
  if (isRoot) {
    t.notOk(server.home.startsWith(home), 'the data is where the server can get')
    t.equal(readFileSync(join(dataDir, 'postgres-is-at'), 'utf8'), `${server.home}\n`)
    t.teardown(() => rmSync(server.home, { recursive: true, force: true }))
  }
})

t.test('as an ordinary user', { skip: reasonToSkip() }, async (t) => {
  const dataDir = folderFor(t)
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(moduleOf('embedded.ts'))})
    const server = await startEmbedded({ dataDir: ${JSON.stringify(join(dataDir, 'data'))} })
    await server.stop()
    console.log(process.getuid(), server.home)`
  chmodSync(dataDir, 0o777)
  const run = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    {
      cwd: packageRoot(),
      uid: 65_534,
      gid: 65_534,
      env: { PATH: '/usr/bin:/bin', HOME: dataDir, TMPDIR: dataDir },
      encoding: 'utf8',
    },
  )
  t.equal(run.stdout, `65534 ${join(dataDir, 'data', 'postgres')}\n`, run.stderr)
})

/** Only root can be somebody else, and only in a checkout that others may enter. */
function reasonToSkip(): string | false {
  if (!isRoot) return 'the tests run as one'
  const look = `require('node:fs').accessSync(${JSON.stringify(join(packageRoot(), 'package.json'))})`
  const { status } = spawnSync(process.execPath, ['-e', look], { uid: 65_534, cwd: '/' })
  return status === 0 ? false : 'nobody else may enter this checkout'
}

function folderFor(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-embedded-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(t: Test): Promise<Embedded> {
  const server = await startEmbedded({ dataDir: folderFor(t) })
  t.teardown(() => server.stop())
  return server
}

/** Starts a server from another process, which is then killed, or stops what it started. */
async function startElsewhere(dataDir: string, end: 'stop' | 'kill' = 'kill'): Promise<Embedded> {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(moduleOf('embedded.ts'))})
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} })
    ${end === 'stop' ? 'await server.stop()' : ''}
    process.stdout.write(JSON.stringify(server), () => process.kill(process.pid, 'SIGKILL'))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: packageRoot(),
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (part: Buffer) => (text += part.toString()))
  await once(child, 'close')
  return JSON.parse(text) as Embedded
}

function moduleOf(name: string): string {
  return pathToFileURL(join(packageRoot(), 'src', 'db', name)).href
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const db = openDatabase(url, { poolSize: 1 })
  try {
    return await inTransaction(db, 'test.ask', { role: 'login' }, (tx) => bulk(tx, statement))
  } finally {
    await db.close()
  }
}
