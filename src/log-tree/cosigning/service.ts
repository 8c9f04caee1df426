import { inTransaction } from '../../db/transaction.js'
import {
  askWitness,
  meetsQuorum,
  withLines,
  type Asked,
  type KnownWitness,
  type WitnessPolicy,
  type WitnessTransport,
} from '../../witness/index.js'
import { consistencyProof } from '../consistency.js'
import type { LogContext } from '../log.js'
import { selectCheckpoint, selectHashes, type PublishedCheckpoint } from '../store.js'
import { splitHashes, TILE_WIDTH } from '../tiles.js'
import { isCosigned, keepCosigned } from './store.js'

const SEQUENCER = { role: 'vroegsignaal_sequencer' } as const

/** What witnesses said of the newest checkpoint. */
export interface Cosigned {
  /** Size that was shown to them; `undefined` when there was nothing new. */
  readonly size: number | undefined
  /** By name within the policy. */
  readonly answers: ReadonlyMap<string, Asked>
  /** Whether enough of them have signed. */
  readonly quorum: boolean
}

/**
 * Shows the newest checkpoint to the witnesses of a policy and keeps it with their signatures as soon
 * as they are enough; the public listener then serves it. No witness is waited for by anything else.
 *
 * One instance per process: it remembers how far each witness was. What it does not remember, the
 * witness says.
 */
export class Cosigning {
  readonly #policy: WitnessPolicy
  readonly #transport: WitnessTransport
  readonly #sizes = new Map<string, { tree: number; size: number }>()

  constructor(policy: WitnessPolicy, transport: WitnessTransport = {}) {
    this.#policy = policy
    this.#transport = transport
  }

  async run(context: Pick<LogContext, 'db'>): Promise<Cosigned> {
    const newest = await inTransaction(context.db, 'log_tree.cosign', SEQUENCER, async (tx) => {
      const checkpoint = await selectCheckpoint(tx)
      return checkpoint === undefined || (await isCosigned(tx, checkpoint)) ? undefined : checkpoint
    })
    if (newest === undefined) return { size: undefined, answers: new Map(), quorum: true }
    const answers = new Map<string, Asked>()
    await Promise.all(
      this.#policy.witnesses.map(async ({ name, verifier, url }) => {
        if (url === undefined) return
        answers.set(name, await this.#ask(context, newest, { name, verifier, url }))
      }),
    )
    const signed = [...answers].flatMap(([name, answer]) =>
      answer.outcome === 'cosigned' ? [{ name, line: answer.line }] : [],
    )
    const names = signed.map(({ name }) => name)
    const quorum = meetsQuorum(this.#policy, names)
    if (quorum && signed.length > 0) {
      const note = withLines(
        newest.note,
        signed.map(({ line }) => line),
      )
      await inTransaction(context.db, 'log_tree.keep_cosigned', SEQUENCER, (tx) =>
        keepCosigned(tx, newest, note),
      )
    }
    return { size: newest.size, answers, quorum }
  }

  /** Asks from the size that the witness is believed to be at, and once more from the one it names. */
  async #ask(
    context: Pick<LogContext, 'db'>,
    newest: PublishedCheckpoint,
    witness: KnownWitness & { readonly url: string },
  ): Promise<Asked> {
    const known = this.#sizes.get(witness.name)
    let oldSize = known?.tree === newest.tree ? known.size : 0
    for (let attempt = 1; ; attempt += 1) {
      // A witness that has signed more than there is has seen leaves that are gone.
      if (oldSize > newest.size) return { outcome: 'refused', status: 409 }
      const proof = await prove(context, newest, oldSize)
      const message = { oldSize, proof, checkpoint: newest.note }
      const asked = await askWitness(witness, message, this.#transport)
      if (asked.outcome === 'size' && attempt === 1) {
        oldSize = asked.size
        continue
      }
      if (asked.outcome === 'cosigned') {
        this.#sizes.set(witness.name, { tree: newest.tree, size: newest.size })
      }
      return asked
    }
  }
}

async function prove(
  { db }: Pick<LogContext, 'db'>,
  { tree, size }: PublishedCheckpoint,
  oldSize: number,
): Promise<Buffer[]> {
  if (oldSize === 0) return []
  return inTransaction(db, 'log_tree.prove_consistency', SEQUENCER, (tx) =>
    consistencyProof(oldSize, size, async ({ level, index, width }) =>
      splitHashes(await selectHashes(tx, tree, level, index * TILE_WIDTH, width)),
    ),
  )
}
