import type { KeyObject } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { noteSigner, signNote } from '../crypto/signed-note.js'
import type { Checkpoint } from '../log-tree/index.js'

/** One line of an export: what a leaf is made from, readable and exact at once. */
export function recordLine({
  index,
  number,
  salt,
  record,
}: {
  index: number
  number: number
  salt: Buffer
  record: string
}): string {
  // The record comes last and verbatim, so that its bytes can be cut out of the line again.
  return `{"index":${index},"number":${number},"salt":"${salt.toString('hex')}","record":${record}}\n`
}

/** A folder for an export. @throws {RangeError} When it holds something already. */
export class ExportFolder {
  readonly #root: string
  readonly #part: string

  /** @param part Sub-folder of the records. */
  constructor(root: string, part = 'records') {
    if (existsSync(root) && readdirSync(root).length > 0) {
      throw new RangeError('The folder for an export must be empty.')
    }
    mkdirSync(join(root, part), { recursive: true })
    this.#root = root
    this.#part = part
  }

  write(path: string, bytes: Buffer | string): void {
    const file = join(this.#root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }

  /** A file of records, to be closed by the caller. */
  openRecords(controller: string): { append: (lines: string) => void; close: () => void } {
    if (!/^[A-Za-z0-9-]+$/.test(controller)) throw new RangeError('Not a controller.')
    const file = openSync(join(this.#root, this.#part, `${controller}.ndjson`), 'w')
    return { append: (lines) => writeFileSync(file, lines), close: () => closeSync(file) }
  }
}

/** Which numbers of a partition an export holds: as ranges, `1-10,12`. */
export class ExportedNumbers {
  readonly #ranges: { from: number; to: number }[] = []

  /** Takes note of the next number, greater than those before. */
  add(number: number): void {
    const last = this.#ranges.at(-1)
    if (last?.to === number - 1) last.to = number
    else this.#ranges.push({ from: number, to: number })
  }

  toString(): string {
    return this.#ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(',')
  }
}

/**
 * What the log signs about an export: the checkpoint it was made under, and the numbers of each
 * partition that are in it. Without it nobody could tell that lines were cut off at the end of a
 * partition, where no gap shows it.
 */
export function signedStatement(
  { origin, size, root }: Checkpoint,
  logKey: KeyObject,
  exported: ReadonlyMap<string, ExportedNumbers>,
): string {
  // Not the name of the log, with which every checkpoint begins.
  const head = `${origin}/export\n${size}\n${root.toString('base64')}\n`
  const lines = [...exported].map(([controller, numbers]) => `${controller} ${numbers}\n`)
  return signNote(head + lines.join(''), noteSigner(origin, logKey))
}
