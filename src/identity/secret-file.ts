import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { Secret } from '../kernel/secret.js'
import { StatedError } from '../kernel/stated-error.js'

/** Bytes of every secret kept as a file. */
export const SECRET_BYTES = 32

/** A secret file is missing, readable by others, or not what was registered: the hub stops. */
export class SecretFileError extends StatedError {
  override readonly name = 'SecretFileError'

  constructor(message: string) {
    super('secret', message)
  }
}

/**
 * Reads a secret of 32 bytes.
 *
 * @returns The secret, or `undefined` when there is no such file.
 * @throws {SecretFileError} When group or world may read the file, or it has another length.
 */
export function readSecretFile(path: string): Secret<Buffer> | undefined {
  const file = openExisting(path, constants.O_RDONLY)
  if (file === undefined) return undefined
  try {
    const { mode, size } = fstatSync(file)
    if ((mode & 0o077) !== 0) throw new SecretFileError('A secret file is open to other users.')
    const bytes = Buffer.alloc(SECRET_BYTES + 1)
    if (size !== SECRET_BYTES || readSync(file, bytes) !== SECRET_BYTES) {
      throw new SecretFileError('A secret file does not hold 32 bytes.')
    }
    return new Secret(bytes.subarray(0, SECRET_BYTES))
  } finally {
    closeSync(file)
  }
}

/**
 * Makes a secret of 32 random bytes in a file that did not exist, for its owner only, and returns
 * when it is on disk. A file that exists is never overwritten.
 *
 * @throws {SecretFileError} When the file exists.
 */
export function createSecretFile(path: string): Secret<Buffer> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const secret = randomBytes(SECRET_BYTES)
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`
  const file = openSync(draft, 'wx', 0o600)
  try {
    // Whatever the process's umask says.
    fchmodSync(file, 0o600)
    writeSync(file, secret)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  publish(draft, path)
  syncFolder(dirname(path))
  return new Secret(secret)
}

/**
 * Overwrites a secret and removes its file. On flash memory and on copy-on-write file systems the
 * old bytes may survive; the attestation that follows is a statement, not a proof.
 *
 * @returns Whether there was a file.
 */
export function destroySecretFile(path: string): boolean {
  const file = openExisting(path, constants.O_RDWR)
  if (file === undefined) return false
  try {
    writeSync(file, randomBytes(SECRET_BYTES), 0, SECRET_BYTES, 0)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  unlinkSync(path)
  syncFolder(dirname(path))
  return true
}

function openExisting(path: string, flags: number): number | undefined {
  try {
    // A symbolic link could lead to a file of somebody else.
    return openSync(path, flags | constants.O_NOFOLLOW)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new SecretFileError('A secret file cannot be opened.')
  }
}

/** A link appears whole or not at all, and never in the place of another file. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new SecretFileError('A secret file exists already.')
    throw new SecretFileError('A secret file cannot be created.')
  } finally {
    unlinkSync(draft)
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
