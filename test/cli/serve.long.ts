import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { runCommand, startCommand } from '../helpers/command.js'

/** Settings of a hub in a new folder; ports are free ones unless told. */
function settingsIn(t: Test): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-serve-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  // PostgreSQL of a hub that runs as root is another user, who must get to its data.
  chmodSync(folder, 0o755)
  return {
    VS_DATA_DIR: folder,
    VS_DATA_HOST: '127.0.0.1',
    VS_PUBLIC_HOST: '127.0.0.1',
    VS_DATA_PORT: '0',
    VS_PUBLIC_PORT: '0',
    VS_METRICS_PORT: '0',
  }
}

async function takePort(t: Test): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return String((server.address() as AddressInfo).port)
}

/** Starts a hub and waits until it says where its metrics are. */
async function started(t: Test, settings: Record<string, string>) {
  const hub = startCommand(['serve'], settings)
  const ended = once(hub, 'close') as Promise<[number | null]>
  t.teardown(() => hub.kill('SIGKILL'))
  const said = { text: '' }
  hub.stdout!.resume()
  await new Promise<void>((resolve, reject) => {
    hub.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said.text += text
      if (said.text.includes('/metrics')) resolve()
    })
    void ended.then(() => reject(new Error(`the hub did not start:\n${said.text}`)))
  })
  return { hub, said, ended }
}

async function statusOf(url: string): Promise<number | undefined> {
  const request = get(url, { rejectUnauthorized: false, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

/** The number of the server's process, as it wrote it. */
function postmasterIn(dataDir: string): number {
  const pointer = join(dataDir, 'postgres-is-at')
  const home = existsSync(pointer)
    ? readFileSync(pointer, 'utf8').trim()
    : join(dataDir, 'postgres')
  return Number(
    readFileSync(join(home, 'server', 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0],
  )
}

t.test('one hub from its first start to its last', async (t) => {
  const settings = settingsIn(t)

  await t.test('a port that is taken ends it, with setting, host and port', async (t) => {
    const port = await takePort(t)
    for (const name of ['VS_PUBLIC_PORT', 'VS_METRICS_PORT']) {
      const ended = await runCommand(['serve'], { ...settings, [name]: port })
      t.equal(ended.code, 1)
      t.match(ended.stderr, `Cannot listen on 127.0.0.1 port ${port} (`)
      t.match(ended.stderr, new RegExp(`${name}\\)\\..*\\[listener\\.EADDRINUSE\\]`))
    }
  })

  await t.test('when its PostgreSQL is killed it ends, and says what to do', async (t) => {
    const { said, ended } = await started(t, settings)
    process.kill(postmasterIn(settings['VS_DATA_DIR']!), 'SIGKILL')
    t.strictSame((await ended)[0], 1)
    t.match(said.text, /The embedded PostgreSQL ended .*Start it again.*\[database\.ended\]/)
  })

  await t.test('started again it works, and ends well when told', async (t) => {
    const { hub, said, ended } = await started(t, settings)
    const ready = `${/https:\S+/g.exec(said.text.split('public listener')[1]!)![0]}/health/ready`
    t.equal(await statusOf(ready), 200)
    hub.kill('SIGTERM')
    t.strictSame((await ended)[0], 0)
    t.notMatch(said.text, 'PostgreSQL ended')
  })
})

t.test('a database out of reach is named by host and port, never by its password', async (t) => {
  const DATABASE_URL = 'postgres://vroegsignaal_hub:kanarie@127.0.0.1:1/hub'
  for (const args of [['serve'], ['admin', 'party', 'list']]) {
    const lost = await runCommand(args, { ...settingsIn(t), DATABASE_URL })
    t.equal(lost.code, 1)
    t.match(lost.stderr, /The database at 127\.0\.0\.1 port 1 cannot be reached.*database\.08006/)
    t.notMatch(lost.stderr, 'kanarie')
  }
})
