import { Agent, fetch } from 'undici'
import { parseVerifierKey, type NoteVerifier } from '../crypto/signed-note.js'
import { openCheckpoint, type Checkpoint } from '../log-tree/checkpoint.js'
import { consistencyProof } from '../log-tree/consistency.js'
import { splitHashes, tilePath } from '../log-tree/tiles.js'
import { verifyConsistency } from '../log-tree/tree.js'
import { RefusedError, VerificationError } from './problem.js'
import { unreachable } from './transport.js'

/** A checkpoint that was kept, or that arrives now, with the note it was read from. */
export interface SeenCheckpoint extends Checkpoint {
  /** The signed note, verbatim. */
  readonly note: string
}

/**
 * The public part of a hub's access log as a stranger sees it. What it answers is never believed:
 * checkpoints are opened with the key that was kept, tiles must prove what they are used for.
 */
export class PublicLog {
  readonly #url: string
  readonly #key: NoteVerifier
  readonly #agent: Agent

  /**
   * @param publicUrl Address of the hub's public listener.
   * @param logKey Verifier key of the log that was kept.
   * @param ca Authority of the listener's certificate, when it is not a publicly trusted one.
   * @throws {NoteError} When the key is none.
   */
  constructor(publicUrl: string, logKey: string, ca?: string | readonly string[]) {
    // Trees that came after a restore lie below their number.
    const tree = /\/([2-9]|[1-9]\d{1,3})\+/.exec(logKey)?.[1]
    this.#url = new URL(tree === undefined ? '/log/' : `/log/${tree}/`, publicUrl).href
    this.#key = parseVerifierKey(logKey)
    this.#agent = new Agent(
      ca === undefined ? {} : { connect: { ca: typeof ca === 'string' ? ca : [...ca] } },
    )
  }

  /** The newest checkpoint that the hub shows. @throws {NoteError} When the log's key did not sign it. */
  async checkpoint(): Promise<SeenCheckpoint> {
    const note = (await this.#get('checkpoint')).toString('utf8')
    return this.open(note)
  }

  /** Opens a checkpoint with the key of this log. @throws {NoteError} */
  open(note: string): SeenCheckpoint {
    return { ...openCheckpoint(note, this.#key), note }
  }

  /**
   * Checks that the later of two checkpoints contains all of the earlier one.
   *
   * @throws {VerificationError} `log.another_history` when it does not: whoever signed both showed
   *   two histories. Keep both notes; they are the evidence.
   */
  async assertConsistent(one: SeenCheckpoint, other: SeenCheckpoint): Promise<void> {
    const [first, second] = one.size <= other.size ? [one, other] : [other, one]
    if (first.size === 0) return
    const proof = await consistencyProof(first.size, second.size, async (tile) =>
      splitHashes(await this.#get(tilePath(tile))),
    ).catch((error: unknown) => {
      // A tile that is missing or too short proves nothing, as one that lies does.
      if (error instanceof RangeError || error instanceof RefusedError) return undefined
      throw error
    })
    const holds =
      proof !== undefined &&
      verifyConsistency(first.size, first.root, second.size, second.root, proof)
    if (holds) return
    throw new VerificationError(
      'log.another_history',
      `The log of ${second.size} entries does not contain the ${first.size} that were signed before.`,
    )
  }

  close(): Promise<void> {
    return this.#agent.close()
  }

  async #get(path: string): Promise<Buffer> {
    const url = new URL(path, this.#url)
    const options = { dispatcher: this.#agent, redirect: 'error' } as const
    const answer = await fetch(url, options).catch((error: unknown) => {
      throw unreachable(error)
    })
    if (!answer.ok) throw new RefusedError(answer.status, undefined)
    return Buffer.from(await answer.arrayBuffer())
  }
}
