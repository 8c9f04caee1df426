import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadAuthority } from '../../certs/folder.js'
import { fetchHubIdentity } from '../../src/client/index.js'
import { parseConfig } from '../../src/config.js'
import { bulk, type Bound } from '../../src/db/bulk.js'
import { openDatabase } from '../../src/db/client.js'
import { startEmbedded, type Embedded } from '../../src/db/embedded.js'
import { inTransaction } from '../../src/db/transaction.js'
import { enrol, writeIdentity, type Enrolled, type Enrolment } from '../../src/demo/enrolment.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { packageRoot } from '../../src/package-root.js'
import type { PartyId } from '../../src/parties/index.js'
import { trustAnchors } from '../../certs/authority.js'
import type { Owner } from './cluster.js'
import { ALWAYS } from './pki.js'

/** A hub as an operator runs it: a process of its own with a PostgreSQL of its own. */
export interface ServedHub {
  /** Holds `hub` (its data), `tmp` (its temporary files) and `logs` (what it said); made for the test. */
  readonly folder: string
  readonly process: ChildProcess
  readonly embedded: Embedded
  readonly dataUrl: string
  readonly metricsUrl: string
  /** As an operator's commands beside it need them. */
  readonly settings: Readonly<Record<string, string>>
  /** Certificates of the hub's and the parties' authority. */
  readonly anchors: string
  readonly clock: SteppedClock
  /** The registry of the hub. */
  readonly registry: Enrolment['context']
  /** Steps the clock of the test and of the hub. */
  setClock(instant: string): void
  /** Gives a registered party certificates and a folder as its software has one. */
  enrol(slug: string, id: PartyId, name: string): Promise<Enrolled>
  /** As the server's administrator. */
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    params?: readonly Bound[],
  ): Promise<Row[]>
  /** Runs a statement that stands outside transactions, as the server's administrator. */
  alone(statement: string): Promise<void>
  /** Starts another process of the same hub, as on a second host; its data listener. */
  beside(): Promise<string>
  /** Lets go of the database and has the hub stop as it does on SIGTERM; its exit code. */
  stop(): Promise<number | null>
}

const HUB_ID = 'served.hub.example'

/** Starts `vroegsignaal serve` and waits until it listens. Gone with the test, files included. */
export async function startServedHub(t: Owner, now: string): Promise<ServedHub> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-served-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  // PostgreSQL of a hub that runs as root is another user, who must get to its data.
  chmodSync(folder, 0o755)
  for (const name of ['hub', 'tmp', 'logs', 'parties']) mkdirSync(join(folder, name))
  const clockFile = join(folder, 'clock')
  writeFileSync(clockFile, now)
  const settings = {
    VS_DATA_DIR: join(folder, 'hub'),
    VS_HUB_ID: HUB_ID,
    VS_DATA_HOST: '127.0.0.1',
    VS_PUBLIC_HOST: '127.0.0.1',
    VS_DATA_PORT: '0',
    VS_PUBLIC_PORT: '0',
    VS_METRICS_PORT: '0',
    VS_SANDBOX_CLOCK_FILE: clockFile,
    VS_LOG_LEVEL: 'trace',
  }
  const { process: hub, urls } = await spawnHub(t, folder, settings)

  const embedded = await startEmbedded({ dataDir: join(folder, 'hub') })
  const admin = openDatabase(embedded.superuserUrl, { poolSize: 2 })
  const db = openDatabase(embedded.hubUrl, { poolSize: 2 })
  t.teardown(() => Promise.all([admin.close(), db.close()]))
  const authority = loadAuthority(join(folder, 'hub', 'pki'))
  const anchors = trustAnchors(authority)
  const clock = new SteppedClock(now)
  const registry = { config: parseConfig(settings), db, clock }
  const identity = await fetchHubIdentity(urls.publicUrl, urls.dataUrl, anchors)
  return {
    folder,
    process: hub,
    embedded,
    ...urls,
    settings,
    anchors,
    clock,
    registry,
    setClock(instant) {
      writeFileSync(clockFile, instant)
      clock.set(instant)
    },
    async enrol(slug, id, name) {
      const pki = join(folder, 'parties')
      const enrolment = { context: registry, authority, validity: ALWAYS, pki }
      const enrolled = await enrol(enrolment, slug, { id, name })
      // Software beside a hub whose clock is stepped signs with that time.
      writeIdentity(enrolled.folder, { ...identity, sandboxClockFile: clockFile })
      return enrolled
    },
    sql: (text, params = []) =>
      inTransaction(admin, 'test.sql', { role: 'login' }, (tx) => bulk(tx, text, params)),
    alone: (statement) => admin.alone(statement),
    async beside() {
      const more = { DATABASE_URL: embedded.hubUrl, VS_JOBS: 'off' }
      const { urls: others } = await spawnHub(t, folder, { ...settings, ...more }, 'beside-')
      return others.dataUrl
    },
    async stop() {
      await Promise.all([admin.close(), db.close()])
      if (hub.exitCode === null) {
        hub.kill('SIGTERM')
        await once(hub, 'exit')
      }
      return hub.exitCode
    },
  }
}

async function spawnHub(t: Owner, folder: string, settings: Record<string, string>, name = '') {
  const logs = join(folder, 'logs')
  const hub = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'serve'], {
    cwd: packageRoot(),
    // Nothing of the test runner's own environment, which would make it part of the test.
    env: { PATH: process.env['PATH'], TMPDIR: join(folder, 'tmp'), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  hub.stdout.pipe(createWriteStream(join(logs, `${name}stdout.log`)))
  hub.stderr.pipe(createWriteStream(join(logs, `${name}stderr.log`)))
  t.teardown(async () => {
    if (hub.exitCode !== null || hub.signalCode !== null) return
    hub.kill('SIGTERM')
    await once(hub, 'exit')
  })
  let said = ''
  const ended = once(hub, 'exit').then(() => {
    throw new Error(`the hub did not start:\n${said}`)
  })
  const listening = new Promise<Record<'dataUrl' | 'publicUrl' | 'metricsUrl', string>>(
    (resolve) => {
      hub.stderr.on('data', (piece: Buffer) => {
        said += piece.toString()
        const [dataUrl, publicUrl, metricsUrl] = [
          'data listener',
          'public listener',
          'metrics',
        ].map((name) => new RegExp(`${name} +(https?://\\S+)\\s`).exec(said)?.[1])
        if (dataUrl && publicUrl && metricsUrl) resolve({ dataUrl, publicUrl, metricsUrl })
      })
    },
  )
  const urls = await Promise.race([listening, ended])
  ended.catch(() => undefined)
  return { process: hub, urls }
}
