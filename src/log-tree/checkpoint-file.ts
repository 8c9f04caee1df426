import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { unverifiedCheckpoint, type Checkpoint } from './checkpoint.js'

/** The newest checkpoint of one tree, as it was kept outside the database. */
export interface KeptCheckpoint extends Checkpoint {
  /** 1 for the first tree of a log. */
  readonly tree: number
  /** The signed note, verbatim. */
  readonly note: string
}

const SUFFIX = '.checkpoint'

/** The origin of a tree of a log: the first bears the log's name, the others end in their number. */
export function originOf(base: string, tree: number): string {
  return tree === 1 ? base : `${base}/${tree}`
}

/**
 * The newest checkpoint of the newest tree of a log that the folder knows; `undefined` when it
 * knows none. Who signed it is not verified here.
 *
 * @throws {Error} When the folder or a file in it cannot be read as what it is: then it is not
 *   known what was published, and nothing more may be.
 */
export function readKeptCheckpoint(folder: string, base: string): KeptCheckpoint | undefined {
  mkdirSync(folder, { recursive: true })
  let newest: KeptCheckpoint | undefined
  for (const name of readdirSync(folder).filter((file) => file.endsWith(SUFFIX))) {
    const note = readFileSync(join(folder, name), 'utf8')
    const checkpoint = unverifiedCheckpoint(note)
    const tree = treeOf(base, checkpoint.origin)
    if (tree !== undefined && tree > (newest?.tree ?? 0)) newest = { ...checkpoint, tree, note }
  }
  return newest
}

/**
 * Keeps a checkpoint outside the database so that it survives power loss: a new file is written and
 * flushed, takes the old one's place, and the folder is flushed. Only then may it be published.
 */
export function keepCheckpoint(folder: string, origin: string, note: string): void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${origin.replaceAll('/', '_')}${SUFFIX}`)
  const file = openSync(`${path}.new`, 'w', 0o644)
  try {
    writeSync(file, note)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
  const directory = openSync(folder, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

function treeOf(base: string, origin: string): number | undefined {
  if (origin === base) return 1
  const number = origin.startsWith(`${base}/`) ? origin.slice(base.length + 1) : ''
  return /^([2-9]|[1-9]\d{1,4})$/.test(number) ? Number(number) : undefined
}
