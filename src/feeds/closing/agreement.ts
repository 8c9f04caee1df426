import { HubError } from '../../kernel/errors.js'
import { leafHash } from '../../log-tree/tree.js'

/** One envelope as the database has it now. */
export interface KeptEnvelope {
  readonly creditor: string
  readonly notificationId: string
  /** SHA-256 of the JWE that is there; of the one that was, when it was purged. 32 bytes. */
  readonly digest: Buffer
}

/** What intake logged about one batch of one municipality, and what is left of it. */
export interface PromisedBatch {
  readonly entryId: string
  /** The record of the log (RFC 8785 text), whose leaf is proved to stand in the tree. */
  readonly record: string
  readonly salt: Buffer
  readonly number: number
  /** Proved leaf, 32 bytes. */
  readonly leaf: Buffer
  /** Envelopes of the batch in its order. */
  readonly envelopes: readonly KeptEnvelope[]
}

/** How the log commits to a record: leaf data of `access-log`, handed in. */
export type LeafData = (salt: Buffer, record: Buffer, number: number) => Buffer

/** How intake takes the root over envelopes: `envelopesRoot` of `notifications`, handed in. */
export type EnvelopesRoot = (
  envelopes: readonly {
    readonly creditorId: string
    readonly notificationId: string
    readonly digest: Buffer
  }[],
) => Buffer

/**
 * Looks for envelopes that are not what intake logged: swapped, moved, repeated, removed or added.
 *
 * The record is believed only because its leaf stands in the tree, so neither table of the database
 * has to be.
 *
 * @returns Entry ids of the batches that do not agree; none when all is well.
 */
export function disagreeing(
  batches: readonly PromisedBatch[],
  leafData: LeafData,
  envelopesRoot: EnvelopesRoot,
): string[] {
  return batches
    .filter(({ record, salt, number, leaf, envelopes }) => {
      if (!leafHash(leafData(salt, Buffer.from(record, 'utf8'), number)).equals(leaf)) return true
      const { objects } = JSON.parse(record) as { objects: Record<string, unknown> }
      const root = envelopesRoot(
        envelopes.map(({ creditor, ...rest }) => ({ creditorId: creditor, ...rest })),
      )
      return (
        objects['count'] !== envelopes.length || objects['envelopesRoot'] !== root.toString('hex')
      )
    })
    .map(({ entryId }) => entryId)
}

/** The refusal to close a month, or to release it, on envelopes that are not what they should be. */
export function brokenFeed(): HubError {
  return new HubError('feed.integrity', 'Envelopes of the month are not what intake logged.')
}
