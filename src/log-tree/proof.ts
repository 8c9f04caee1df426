import { NoteError } from '../crypto/signed-note.js'
import { HASH_BYTES } from './tree.js'

/** Evidence that an entry stands in a log, complete with the checkpoint it leads to. */
export interface LogProof {
  readonly index: number
  /** From the leaf to the root, 32 bytes each. */
  readonly hashes: readonly Buffer[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
}

const HEAD = 'c2sp.org/tlog-proof@v1'

/** A proof as a file that other programs read (C2SP tlog-proof). */
export function formatProof({ index, hashes, checkpoint }: LogProof): string {
  const lines = hashes.map((hash) => `${hash.toString('base64')}\n`)
  return `${HEAD}\nindex ${index}\n${lines.join('')}\n${checkpoint}`
}

/**
 * Reads a proof file. Nothing is verified, and an `extra` line is skipped: nobody signed it.
 *
 * @throws {NoteError} When the text is no proof.
 */
export function parseProof(text: string): LogProof {
  const end = text.indexOf('\n\n')
  const lines = text.slice(0, end).split('\n')
  const head = lines.shift()
  if (end < 0 || head !== HEAD) throw new NoteError('not a proof')
  if (lines[0]?.startsWith('extra ')) lines.shift()
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const hashes = lines.map((line) => Buffer.from(line, 'base64'))
  const isCanonical = hashes.every(
    (hash, at) => hash.length === HASH_BYTES && hash.toString('base64') === lines[at],
  )
  if (index === undefined || !isCanonical) throw new NoteError('not a proof')
  return { index: Number(index), hashes, checkpoint: text.slice(end + 2) }
}
