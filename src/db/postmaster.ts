import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { platform } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Home } from './embedded-home.js'
import { identify, isRunning, worksIn } from './process-identity.js'

/** A server that runs, started here or found. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

const START_MS = 60_000
const STOP_MS = 30_000

/** Nothing of this process's environment reaches the server: it may hold secrets. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }

/** Runs one of PostgreSQL's programs as the user of the server, with a clean environment. */
export function launch(
  home: Home,
  program: string,
  args: readonly string[],
  output: number | 'ignore',
): ChildProcess {
  // A core dump would hold whatever was in memory.
  const [command, all] =
    platform === 'win32'
      ? [program, args]
      : ['/bin/sh', ['-c', 'ulimit -c 0; umask 077; exec "$@"', 'sh', program, ...args]]
  return spawn(command, all, {
    cwd: home.work,
    env: ENVIRONMENT,
    stdio: ['ignore', output, output],
    // A group of its own: an interrupt from the keyboard is for the hub, which stops the server last.
    detached: true,
    ...(home.user === undefined ? {} : { uid: home.user.uid, gid: home.user.gid }),
  })
}

/** Ten seconds for the children of a killed server. */
const MOST_ATTEMPTS = 40
const ENDING_PAUSE_MS = 250

/** Starts the server on a free port of the loopback address and waits until it takes connections. */
export async function startPostmaster(
  home: Home,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const options = { ...settings, port: String(port), listen_addresses: '127.0.0.1' }
    const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const log = openSync(home.log, 'w', 0o600)
    const child = launch(home, home.binaries.postgres, ['-D', home.pgdata, ...args], log)
    child.unref()
    closeSync(log)
    if (await becomesReady(home, child)) return { pid: child.pid!, port }
    const said = readFileSync(home.log, 'utf8')
    // Between looking for a port and listening on it, somebody else may have taken it.
    const wasTaken = said.includes('could not bind')
    // The children of a server that was killed end a moment after it, and hold its memory till then.
    const isEnding = /still in use|lock file "postmaster.pid"/.test(said)
    if (!(wasTaken && attempt < 5) && !(isEnding && attempt < MOST_ATTEMPTS)) {
      throw new Error(`PostgreSQL did not start; see ${home.log}`)
    }
    if (isEnding) await delay(ENDING_PAUSE_MS)
  }
}

async function becomesReady(home: Home, child: ChildProcess): Promise<boolean> {
  let ended = false
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  for (let waited = 0; waited < START_MS && !ended; waited += 20) {
    const written = readPidFile(home.pgdata)
    if (written?.pid === child.pid && written?.status === 'ready') return true
    await delay(20)
  }
  return false
}

/**
 * The server that an earlier process left behind, if it still runs.
 *
 * Removes the file of a server that is gone when its number now belongs to an unrelated process;
 * PostgreSQL would refuse to start next to it.
 */
export function findPostmaster(home: Home): Postmaster | undefined {
  const written = readPidFile(home.pgdata)
  if (written === undefined || !isRunning({ pid: written.pid, since: null })) return undefined
  if (worksIn(written.pid, home.pgdata) === false) {
    rmSync(join(home.pgdata, 'postmaster.pid'))
    return undefined
  }
  return written
}

/**
 * Stops a server: sessions are ended and everything is written out; after half a minute without
 * that, it is stopped at once and recovers at its next start.
 */
export async function stopPostmaster(home: Home, { pid }: Postmaster): Promise<void> {
  const identity = identify(pid)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (isRunning(identity)) process.kill(pid, signal)
    for (let waited = 0; waited < STOP_MS; waited += 10) {
      if (!isRunning(identity)) return
      await delay(10)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}, ${home.pgdata}) does not stop.`)
}

/** What the server writes about itself: a line each for pid, folder, time, port, …, status. */
function readPidFile(pgdata: string): (Postmaster & { status: string }) | undefined {
  const file = join(pgdata, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  return { pid, port, status: lines[7]?.trim() ?? '' }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', done)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
