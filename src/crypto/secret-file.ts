import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'

const OWNER_ONLY = 0o600
const OTHERS = 0o077

/**
 * Reads a secret from a file that only its owner may touch. The mode is asked of the opened file, so
 * that the file looked at is the file read.
 *
 * @throws {Error} When the file cannot be read, is no plain file, or is open to group or others. The
 *   message names the path and never the content.
 */
export function readSecretFile(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const facts = fstatSync(file)
    if (!facts.isFile()) throw new Error(`${path} is not a file`)
    if ((facts.mode & OTHERS) !== 0) {
      throw new Error(`${path} can be read by others than its owner; set its mode to 600`)
    }
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Writes a new secret with mode 600 and waits until it is on disk.
 *
 * @throws {Error} When the file exists: a secret is replaced by a new name, never overwritten.
 */
export function writeSecretFile(path: string, content: Buffer | string): void {
  const file = openSync(path, 'wx', OWNER_ONLY)
  try {
    fchmodSync(file, OWNER_ONLY)
    writeSync(file, Buffer.from(content))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
