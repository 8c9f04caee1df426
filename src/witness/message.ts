import { HASH_BYTES } from '../log-tree/tree.js'

/** What a log sends to a witness (C2SP tlog-witness `add-checkpoint`). */
export interface AddCheckpoint {
  /** Size of the tree that the witness has signed last, as the log believes. */
  readonly oldSize: number
  /** Consistency proof from there, 32 bytes each; none from size 0. */
  readonly proof: readonly Buffer[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
}

/** Hashes in a proof: no tree needs more. */
const MOST_HASHES = 63

/** The body of the request. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  const lines = proof.map((hash) => `${hash.toString('base64')}\n`).join('')
  return `old ${oldSize}\n${lines}\n${checkpoint}`
}

/** Reads the body of a request; `undefined` when it is none. Nothing is verified. */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const end = body.indexOf('\n\n')
  if (end < 0) return undefined
  const [head, ...lines] = body.slice(0, end).split('\n')
  const size = /^old (0|[1-9]\d{0,15})$/.exec(head ?? '')?.[1]
  const proof = lines.map((line) => Buffer.from(line, 'base64'))
  const areHashes = proof.every(
    (hash, at) => hash.length === HASH_BYTES && hash.toString('base64') === lines[at],
  )
  if (size === undefined || !Number.isSafeInteger(Number(size))) return undefined
  if (!areHashes || proof.length > MOST_HASHES) return undefined
  return { oldSize: Number(size), proof, checkpoint: body.slice(end + 2) }
}
