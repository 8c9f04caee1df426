import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { assertOwn, binariesIn, copyBinaries, isComplete, packagedBinaries } from './binaries.js'
import type { Binaries } from './binaries.js'
import { canReach, ownUser, serverUser, type SystemUser } from './server-user.js'

/** Where one embedded server lives, and as whom it runs. */
export interface Home {
  /** Holds everything below; belongs to the user of this process. */
  readonly folder: string
  /** The server's data; belongs to the user of the server, and nobody else may look inside. */
  readonly pgdata: string
  /** Where the server may keep files of its own while it is being set up. */
  readonly work: string
  /** What the server writes: starts, stops and crashes, never statements or their errors. */
  readonly log: string
  readonly binaries: Binaries
  readonly user: SystemUser | undefined
  readonly passwords: Passwords
}

/** One password per role that can log in; kept in a file that only this user may read. */
export interface Passwords {
  readonly superuser: string
  readonly owner: string
  readonly hub: string
}

const SYSTEM_FOLDER = '/var/lib/vroegsignaal'

/**
 * Finds or makes the home that belongs to `dataDir`.
 *
 * It is `dataDir` itself, unless the server must run as another user who cannot get there, as in a
 * checkout below a home folder that nobody else may enter. Then it is a new folder with a random
 * name, which nobody can have prepared, and a file in `dataDir` says where.
 */
export function openHome(dataDir: string): Home {
  const base = resolve(dataDir)
  mkdirSync(base, { recursive: true })
  const user = serverUser()
  const folder = placeFor(base, user)
  const work = join(folder, 'server')
  mkdirSync(work, { recursive: true, mode: 0o700 })
  if (user !== undefined) chownSync(work, user.uid, user.gid)
  return {
    folder,
    pgdata: join(work, 'pgdata'),
    work,
    log: join(folder, 'postgres.log'),
    binaries: placeBinaries(folder, user),
    user,
    passwords: passwordsIn(folder),
  }
}

function placeFor(base: string, user: SystemUser | undefined): string {
  const here = join(base, 'postgres')
  if (user === undefined || canReach(user, here)) {
    mkdirSync(here, { recursive: true })
    chmodSync(here, user === undefined ? 0o700 : 0o711)
    return here
  }
  const pointer = join(base, 'postgres-is-at')
  if (existsSync(pointer)) {
    const known = readFileSync(pointer, 'utf8').trim()
    if (existsSync(known)) {
      assertOwn(known)
      return known
    }
  }
  const made = mkdtempSync(join(reachableFolder(), 'data-'))
  chmodSync(made, 0o711)
  writeFileSync(pointer, `${made}\n`)
  return made
}

/** A folder of root's own that everybody may pass through. */
function reachableFolder(): string {
  for (const folder of [SYSTEM_FOLDER, join(tmpdir(), `vroegsignaal-${ownUser().uid}`)]) {
    try {
      mkdirSync(folder, { recursive: true })
      assertOwn(folder)
      chmodSync(folder, 0o755)
      return folder
    } catch {
      // Read-only, or prepared by somebody else: try the next.
    }
  }
  const made = mkdtempSync(join(tmpdir(), 'vroegsignaal-'))
  chmodSync(made, 0o755)
  return made
}

function placeBinaries(home: string, user: SystemUser | undefined): Binaries {
  const packaged = packagedBinaries()
  // An ordinary user runs the package where it is, which npm has made readable for that user.
  if (user === undefined && isComplete(packaged.native)) return binariesIn(packaged.native)
  try {
    return binariesIn(copyBinaries(packaged, user === undefined ? home : reachableFolder()))
  } catch {
    return binariesIn(copyBinaries(packaged, home))
  }
}

function passwordsIn(folder: string): Passwords {
  const file = join(folder, 'passwords.json')
  if (!existsSync(file)) {
    const random = () => randomBytes(24).toString('hex')
    const made: Passwords = { superuser: random(), owner: random(), hub: random() }
    const draft = `${file}.${randomBytes(6).toString('hex')}`
    writeFileSync(draft, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
    renameSync(draft, file)
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Passwords
}

/**
 * Plants the data of a server that was stopped into another data folder, so that a hub can be started
 * on it there. The data itself stands in `dataDir/pgdata`, in one piece.
 *
 * @param dataDir Where it goes; must hold no server yet.
 * @param from Home and data folder of the stopped server.
 */
export function plantHome(
  dataDir: string,
  from: { readonly home: string; readonly pgdata: string },
): void {
  const base = resolve(dataDir)
  mkdirSync(base, { recursive: true })
  const kept = join(base, 'pgdata')
  cpSync(from.pgdata, kept, { recursive: true })
  const user = serverUser()
  const folder = placeFor(base, user)
  const work = join(folder, 'server')
  mkdirSync(work, { recursive: true, mode: 0o700 })
  cpSync(join(from.home, 'passwords.json'), join(folder, 'passwords.json'))
  chmodSync(join(folder, 'passwords.json'), 0o600)
  const pgdata = join(work, 'pgdata')
  if (folder === join(base, 'postgres')) {
    symlinkSync(kept, pgdata)
    handOver(kept, user)
  } else {
    // The server's user cannot get to `dataDir`: the copy there is for reading, this one for running.
    cpSync(from.pgdata, pgdata, { recursive: true })
  }
  handOver(work, user)
}

/** Gives a folder and all in it to the user that the server runs as. */
function handOver(path: string, user: SystemUser | undefined): void {
  if (user === undefined) return
  lchownSync(path, user.uid, user.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) handOver(join(path, name), user)
}
