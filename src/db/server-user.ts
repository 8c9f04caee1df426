import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { getgid, getuid } from 'node:process'

/** A user of this machine, by number. */
export interface SystemUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** In order of preference: accounts that exist to own a database, then those that own nothing. */
const PREFERRED = ['postgres', '_postgres', 'nobody', 'daemon']

/**
 * The user that PostgreSQL has to run as, which refuses to be root. An existing account is used;
 * none is ever made.
 *
 * @returns `undefined` when this process is an ordinary user, and the server simply runs as it.
 * @throws {Error} When this process is root and the machine knows no other user.
 */
export function serverUser(passwd = '/etc/passwd'): SystemUser | undefined {
  if (getuid?.() !== 0) return undefined
  const users = readFileSync(passwd, 'utf8').split('\n').flatMap(parseLine)
  const user = PREFERRED.map((name) => users.find((known) => known.name === name)).find(Boolean)
  if (user ?? users[0]) return user ?? users[0]
  throw new Error('PostgreSQL does not run as root, and this machine has no other user.')
}

function parseLine(line: string): SystemUser[] {
  const [name, , uid, gid] = line.split(':')
  const user = { name: name ?? '', uid: Number(uid), gid: Number(gid) }
  return user.name !== '' && user.uid > 0 && user.gid > 0 ? [user] : []
}

/** The owner that files of this process have. */
export function ownUser(): { readonly uid: number; readonly gid: number } {
  return { uid: getuid?.() ?? 0, gid: getgid?.() ?? 0 }
}

/**
 * Whether `user` may pass through every folder above `path`, judged by the mode bits alone. Access
 * lists and further groups of the user are not looked at, so a "no" may be too careful.
 */
export function canReach(user: SystemUser, path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const stats = lstatSync(folder, { throwIfNoEntry: false })
    // A link may lead anywhere, and a folder that is not there yet says nothing.
    if (stats?.isSymbolicLink()) return false
    if (stats !== undefined && !mayEnter(user, stats)) return false
    if (folder === dirname(folder)) return true
  }
}

function mayEnter(user: SystemUser, { uid, gid, mode }: Stats): boolean {
  if (uid === user.uid) return (mode & 0o100) !== 0
  return (mode & (gid === user.gid ? 0o010 : 0o001)) !== 0
}
