import { parseVerifierKey } from '../crypto/signed-note.js'
import type { components } from '../generated/openapi.js'
import { openCheckpoint } from '../log-tree/checkpoint.js'
import { verifyInclusion } from '../log-tree/tree.js'
import type { HubIdentity } from './hub-identity.js'
import { VerificationError } from './problem.js'

type Schemas = components['schemas']

/**
 * Checks that the hub kept its promise: the entry that a receipt or an answer named is in the log, as
 * the leaf that was named, under a checkpoint that the log's key signed.
 *
 * @param promised What the receipt or the answer said.
 * @param proof What the hub gave as proof, at most a minute later.
 * @throws {VerificationError} `log.*`
 */
export function checkLogEntry(
  identity: HubIdentity,
  promised: Schemas['LogReference'],
  proof: Schemas['LogEntryProof'],
): void {
  if (proof.entryId !== promised.entryId || proof.leaf !== promised.leaf) {
    throw new VerificationError('log.entry', 'The proof is for another entry than was promised.')
  }
  const { size, root } = openCheckpoint(proof.checkpoint, parseVerifierKey(identity.logKey))
  const hashes = proof.proof.map((hash) => Buffer.from(hash, 'hex'))
  if (!verifyInclusion(Buffer.from(proof.leaf, 'hex'), proof.index, size, hashes, root)) {
    throw new VerificationError('log.inclusion', 'The entry is not in the log.')
  }
}
