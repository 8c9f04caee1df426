import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** How a witness names a log in addresses and files: hex SHA-256 of its origin. */
export function originHash(origin: string): string {
  return createHash('sha256').update(origin).digest('hex')
}

/**
 * What a witness remembers of each log: the last checkpoint that it signed, one file each. A new one
 * is on the disk before anything is answered, so a power loss cannot make it sign another history.
 */
export class WitnessMemory {
  readonly #folder: string

  /** @param folder Made when missing; of this witness alone. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
  }

  /** The note that was kept under this hash, verbatim; `undefined` for a log never seen. */
  read(hash: string): string | undefined {
    const path = this.#path(hash)
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }

  write(hash: string, note: string): void {
    const path = this.#path(hash)
    const file = openSync(`${path}.new`, 'w', 0o600)
    try {
      writeSync(file, note)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(`${path}.new`, path)
    const directory = openSync(this.#folder, 'r')
    try {
      fsyncSync(directory)
    } finally {
      closeSync(directory)
    }
  }

  #path(hash: string): string {
    return join(this.#folder, `${hash}.checkpoint`)
  }
}
