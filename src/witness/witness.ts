import {
  cosign,
  NoteError,
  parseNote,
  type NoteSigner,
  type NoteVerifier,
} from '../crypto/signed-note.js'
import type { Clock } from '../kernel/clock.js'
import { openCheckpoint, unverifiedCheckpoint, type Checkpoint } from '../log-tree/checkpoint.js'
import { EMPTY_ROOT, verifyConsistency } from '../log-tree/tree.js'
import { originHash, type WitnessMemory } from './memory.js'
import { parseAddCheckpoint, type AddCheckpoint } from './message.js'

/** What a witness says (C2SP tlog-witness). */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422
  readonly contentType: string
  readonly text: string
}

/** What a witness works with. */
export interface WitnessOptions {
  readonly signer: NoteSigner
  /** The logs that it follows, by their own keys. */
  readonly logs: readonly NoteVerifier[]
  readonly memory: WitnessMemory
  readonly clock: Clock
}

const PLAIN = 'text/plain; charset=utf-8'

/**
 * Signs checkpoints of logs it follows, as long as each contains all that it signed before. So two
 * histories of one log, shown to two readers, cannot both carry its signature.
 *
 * Everything of one call happens in one turn of the event loop, memory included: two calls cannot
 * both find the same old size.
 */
export class Witness {
  readonly #options: WitnessOptions

  constructor(options: WitnessOptions) {
    this.#options = options
  }

  /** Answers `add-checkpoint`. */
  add(body: string): WitnessAnswer {
    const message = parseAddCheckpoint(body)
    const claimed = message && claimedCheckpoint(message)
    if (message === undefined || claimed === undefined) return refusal(400, 'not a checkpoint')
    const log = this.#options.logs.find(({ name }) => name === claimed.origin)
    if (log === undefined) return refusal(404, 'not a log that this witness follows')
    if (!isSigned(message, log)) return refusal(403, 'not signed by the key of that log')
    if (message.oldSize > claimed.size) return refusal(400, 'the old size is larger than the new')
    return this.#addVerified(message, claimed)
  }

  /** The last checkpoint it signed of the log with this hash of its origin, as it was signed. */
  latest(hash: string): string | undefined {
    return /^[0-9a-f]{64}$/.test(hash) ? this.#options.memory.read(hash) : undefined
  }

  #addVerified(message: AddCheckpoint, { origin, size, root }: Checkpoint): WitnessAnswer {
    const { memory, signer, clock } = this.#options
    const hash = originHash(origin)
    const kept = memory.read(hash)
    const known = kept === undefined ? undefined : unverifiedCheckpoint(kept)
    const oldSize = known?.size ?? 0
    const isOther = message.oldSize === size && size > 0 && known?.root.equals(root) === false
    if (message.oldSize !== oldSize || isOther) {
      return { status: 409, contentType: 'text/x.tlog.size', text: `${oldSize}\n` }
    }
    if (!holds(message, known?.root, size, root)) return refusal(422, 'the proof does not hold')
    const line = cosign(parseNote(message.checkpoint).text, seconds(clock), signer)
    memory.write(hash, withLines(message.checkpoint, [line]))
    return { status: 200, contentType: PLAIN, text: line }
  }
}

/** A note with more signature lines below those it has. */
export function withLines(note: string, lines: readonly string[]): string {
  return note + lines.filter((line) => !note.includes(line)).join('')
}

function holds(
  { oldSize, proof }: AddCheckpoint,
  oldRoot: Buffer | undefined,
  size: number,
  root: Buffer,
): boolean {
  if (oldSize === 0 || oldRoot === undefined) {
    return proof.length === 0 && (size > 0 || root.equals(EMPTY_ROOT))
  }
  return verifyConsistency(oldSize, oldRoot, size, root, proof)
}

function claimedCheckpoint({ checkpoint }: AddCheckpoint): Checkpoint | undefined {
  try {
    return unverifiedCheckpoint(checkpoint)
  } catch (error) {
    if (error instanceof NoteError) return undefined
    throw error
  }
}

function isSigned({ checkpoint }: AddCheckpoint, log: NoteVerifier): boolean {
  try {
    openCheckpoint(checkpoint, log)
    return true
  } catch (error) {
    if (error instanceof NoteError) return false
    throw error
  }
}

function refusal(status: 400 | 403 | 404 | 422, text: string): WitnessAnswer {
  return { status, contentType: PLAIN, text: `${text}\n` }
}

function seconds(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1000)
}
