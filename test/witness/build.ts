import { noteSigner, NOTE_TYPE, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { signCheckpoint } from '../../src/log-tree/checkpoint.js'
import { consistencyProof } from '../../src/log-tree/consistency.js'
import { tileWidth } from '../../src/log-tree/tiles.js'
import { leafHash, rootOf } from '../../src/log-tree/tree.js'
import { formatAddCheckpoint, Witness, WitnessMemory } from '../../src/witness/index.js'
import { ORIGIN, seededKey, VERIFIER_KEY } from '../log-tree/vectors.js'

/** The witness of the known answers: its key, and the moment it signs at. */
export const WITNESS = noteSigner(
  'witness.gemeente.example',
  seededKey(0x20),
  NOTE_TYPE.cosignature,
)
/** 1763769600 seconds since 1970. */
export const SIGNED_AT = '2025-11-22T00:00:00Z'

const LOG = noteSigner(ORIGIN, seededKey(0))

/** A witness that follows the log of the known answers and remembers in a folder. */
export function witnessIn(folder: string): Witness {
  return new Witness({
    signer: WITNESS,
    logs: [parseVerifierKey(VERIFIER_KEY)],
    memory: new WitnessMemory(folder),
    clock: new SteppedClock(SIGNED_AT),
  })
}

/** Leaf hashes of made-up entries. */
export function leaves(count: number, prefix = 'entry'): Buffer[] {
  return Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`${prefix}-${at}`)))
}

/** A signed checkpoint over all of these leaves. */
export function checkpointOf(hashes: readonly Buffer[], signer = LOG): string {
  const checkpoint = { origin: signer.name, size: hashes.length, root: rootOf(hashes) }
  return signCheckpoint(checkpoint, signer)
}

/** What a log sends to go on from an old size. */
export async function message(hashes: readonly Buffer[], oldSize: number): Promise<string> {
  const proof = oldSize === 0 ? [] : await proofOf(hashes, oldSize)
  return formatAddCheckpoint({ oldSize, proof, checkpoint: checkpointOf(hashes) })
}

/** A consistency proof between a prefix of leaves and all of them. */
export function proofOf(hashes: readonly Buffer[], oldSize: number): Promise<Buffer[]> {
  return consistencyProof(oldSize, hashes.length, async ({ level, index, width }) => {
    const size = tileWidth(level, index, hashes.length)
    if (size !== width) throw new Error('a tile was asked that is not there')
    const under = 256 ** level
    return Array.from({ length: width }, (_, at) => {
      const first = (index * 256 + at) * under
      return rootOf(hashes.slice(first, first + under))
    })
  })
}
