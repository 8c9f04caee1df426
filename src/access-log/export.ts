import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

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
