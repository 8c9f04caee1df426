import { byHub, recordAccess } from '../../access-log/index.js'
import { jobScope, keyOf, type Served } from '../../cases/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import type { components } from '../../generated/openapi.js'
import { addDays, dayOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import type { Trace } from '../../parties/index.js'
import { isRepeat } from '../../repeats/index.js'
import { logReference, municipalEntry, municipalScope, type Municipality } from '../municipality.js'
import * as store from './store.js'

type Schemas = components['schemas']

/** Who signed a body, and its SHA-256: what the log keeps as evidence. */
export interface Signed {
  readonly digest: Buffer
  /** Fingerprint of the signing certificate, hexadecimal. */
  readonly signer: string
}

/** A signed acknowledgement of a month: count and root as the municipality computed them. */
export interface FeedAcknowledgement extends Signed {
  readonly acknowledgementId: string
  readonly count: number
  /** Hexadecimal. */
  readonly root: string
}

/**
 * Takes note that a municipality received a month whole. From then on the grace time of its
 * envelopes runs. The same acknowledgement again, or another that is as right, changes nothing.
 *
 * @throws {HubError} `feed.unknown` while there is no such feed; `feed.integrity` when count or root
 *   are not those that were closed.
 */
export async function acknowledgeFeed(
  context: Context,
  caller: Municipality,
  month: Month,
  { acknowledgementId, count, root, digest, signer }: FeedAcknowledgement,
): Promise<Schemas['FeedAcknowledged']> {
  const { municipality } = caller
  const now = context.clock.now()
  return inTransaction(context.db, 'feeds.acknowledge', municipalScope(caller), async (tx) => {
    const feed = await store.acknowledgeFeed(tx, municipality, month, now)
    if (feed === undefined) throw new HubError('feed.unknown', 'There is no feed of that month.')
    if (feed.items !== count || feed.root.toString('hex') !== root) {
      throw new HubError('feed.integrity', 'Count or root are not those of the closed feed.')
    }
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'ACKNOWLEDGE', 'acknowledgeFeed'),
        actorKey: signer,
        objects: {
          municipality,
          month,
          acknowledgementId,
          count,
          root,
          body: digest.toString('hex'),
        },
        count,
        at: now,
      },
    ])
    const acknowledgedAt = new Date(feed.acknowledged_at)
    return {
      hub: context.config.hubId,
      acknowledgementId,
      month,
      count,
      root,
      acknowledgedAt: acknowledgedAt.toISOString(),
      envelopesUntilOn: addDays(dayOf(acknowledgedAt), feed.grace_days),
      logEntry: logReference(entry!),
    }
  })
}

/** A signed request for envelopes that can no longer be opened. */
export interface RedeliveryRequest extends Signed {
  readonly requestId: string
  readonly reason: string
  readonly wanted: readonly store.Wanted[]
}

/**
 * Lets creditors send named notifications once more. What the municipality never received is told
 * apart from nothing: both are UNKNOWN. The same body again opens nothing that was fulfilled since.
 *
 * @throws {HubError} `body.conflict`.
 */
export async function createRedeliveryRequest(
  context: Context,
  caller: Municipality,
  { requestId, reason, wanted, digest, signer }: RedeliveryRequest,
): Promise<Schemas['RedeliveryOpened']> {
  const { municipality } = caller
  const now = context.clock.now()
  return inTransaction(context.db, 'feeds.redelivery', municipalScope(caller), async (tx) => {
    const operation = 'createRedeliveryRequest'
    const repeated = await isRepeat(tx, context, {
      party: caller.id,
      operation,
      id: requestId,
      digest,
    })
    const opened = repeated
      ? await store.selectRedelivery(tx, municipality, wanted)
      : await store.openRedelivery(tx, municipality, wanted, now)
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'REDELIVERY', operation),
        actorKey: signer,
        objects: {
          municipality,
          requestId,
          reason,
          notifications: [...opened].sort().map((key) => key.replace(' ', '/')),
          body: digest.toString('hex'),
          ...(repeated && { repeated }),
        },
        count: opened.size,
        at: now,
      },
    ])
    return {
      requestId,
      openedAt: now.toISOString(),
      items: wanted.map(({ creditor, notificationId }) => ({
        creditorId: creditor,
        notificationId,
        status: opened.has(keyOf({ creditor, notificationId })) ? 'OPENED' : 'UNKNOWN',
      })),
      logEntry: logReference(entry!),
    }
  })
}

/** Sealed identities that a purge removed. */
export interface Purged {
  readonly month: Month
  readonly envelopes: number
}

/**
 * Removes the sealed identities of a municipality whose term is over, as the retention schedule says:
 * so long after their acknowledgement, or after closing when nobody fetched them. Digests stay, so
 * every root still holds; what a legal hold covers stays whole.
 *
 * @param fence Refuses the commit by throwing, when somebody else has taken over the work.
 */
export async function purgeEnvelopes(
  context: Pick<Context, 'db' | 'clock'>,
  served: Served,
  trace: Trace,
  fence: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<Purged[]> {
  const now = context.clock.now()
  return inTransaction(context.db, 'feeds.purge', jobScope(served), async (tx) => {
    const purged: Purged[] = []
    for (const month of await store.selectUnpurged(tx, served.code)) {
      const envelopes = await store.purgeEnvelopes(tx, served.code, month, now)
      if (envelopes > 0) purged.push({ month, envelopes })
    }
    await fence(tx)
    await recordAccess(
      tx,
      context,
      purged.map(({ month, envelopes }) => ({
        ...byHub(served.party, 'job'),
        action: 'PURGE',
        operation: 'job.purge',
        ...trace,
        objects: { municipality: served.code, month, envelopes },
        count: envelopes,
        at: now,
      })),
    )
    return purged
  })
}
