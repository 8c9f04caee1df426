import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'

const OWNER_ONLY = 0o600

/**
 * Writes a file that only its owner may read, whole or not at all, on disk before this ends. A file
 * that stood there under that name, with whatever mode, or a link to one elsewhere, is replaced and not
 * written into. A pipe or a device is written to as it is.
 */
export function writePrivate(path: string, content: string | Uint8Array): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    return writeFileSync(path, content)
  }
  const half = `${path}.${randomBytes(6).toString('hex')}.new`
  const file = openSync(half, 'wx', OWNER_ONLY)
  try {
    // Whatever the process's umask says.
    fchmodSync(file, OWNER_ONLY)
    writeFileSync(file, content)
    fsyncSync(file)
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}
