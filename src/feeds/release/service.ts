import { intakeRecords, recordAccess, type RecordedEntry } from '../../access-log/index.js'
import { keyOf, lapsesOf, type Foldable, type Lapse, type Named } from '../../cases/index.js'
import type { Context } from '../../context.js'
import { sha256 } from '../../crypto/hash.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import type { components } from '../../generated/openapi.js'
import { serialise } from '../../http/contract.js'
import type { Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { brokenFeed } from '../closing/agreement.js'
import { Cursors } from '../cursor.js'
import { municipalEntry, municipalScope, type Municipality } from '../municipality.js'
import { PAGE_ITEMS, pullItem, withItems, type PageItem, type Pieces, type Since } from './page.js'
import { selectFollowUps } from '../follow-ups/store.js'
import * as store from './store.js'

type Schemas = components['schemas']

/** A page of a closed month, already logged as released. */
export interface ReleasedPage {
  /** The exact bytes of the answer, JSON in UTF-8. */
  readonly bytes: Buffer
  /** Their SHA-256. */
  readonly digest: Buffer
  /** Strong entity tag over the bytes, with its quotes. */
  readonly etag: string
  /** The entry of this pull. */
  readonly entry: RecordedEntry
  readonly nextCursor: string | null
}

/**
 * Releases a page of a municipality's month and logs that it did; neither happens without the other,
 * and both are committed before this returns.
 *
 * @param cursor As the page before gave it; the first page without.
 * @throws {HubError} `feed.unknown` when nothing of that month was ever reported or its term is over,
 *   `feed.month_open` until it is closed, `feed.cursor`, `log.unavailable`.
 */
export async function releaseFeedPage(
  context: Context,
  caller: Municipality,
  month: Month,
  cursor: string | undefined,
): Promise<ReleasedPage> {
  const { municipality } = caller
  const cursors = new Cursors(context.keys.mac.expose(), `feed/${municipality}/${month}`)
  const [from] = cursor === undefined ? [0] : cursors.read(cursor)
  return inTransaction(context.db, 'feeds.release', municipalScope(caller), async (tx) => {
    // One connection: the statements are sent together and answered in order.
    const [feed, items, followUps, inLane, held, disputed] = await Promise.all([
      store.selectFeed(tx, municipality, month),
      store.selectItems(tx, municipality, month, from, PAGE_ITEMS),
      selectFollowUps(tx, municipality, month),
      store.selectDelivered(tx, municipality, month),
      store.selectHeld(tx, municipality),
      store.selectDisputed(tx, municipality),
    ])
    if (feed === undefined) throw await notThere(tx, caller, month)
    if (feed.forgotten_at !== null) {
      throw new HubError('feed.unknown', 'The term of that month is over; its cases are gone.')
    }
    if (items.length !== Math.min(PAGE_ITEMS, feed.items - from)) throw brokenFeed()
    const since = sinceClosing(followUps, inLane, held, disputed)
    const page = await readPage(tx, caller, month, items, since)
    const to = from + page.items.length
    const nextCursor = to < feed.items ? cursors.write(to) : null
    const frame: Schemas['FeedPage'] = {
      statement: JSON.parse(feed.statement) as Schemas['FeedStatement'],
      statementSignature: feed.statement_signature,
      checkpoint: feed.checkpoint,
      // They are the month's, not the page's: the first page has them all.
      intakeEntries: from === 0 ? await intakeEntries(tx, caller, feed) : [],
      from,
      items: [],
      deliveryKeys: page.deliveryKeys,
      nextCursor,
    }
    const bytes = withItems(serialise('getFeed', 200, frame), page.items)
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'PULL', 'getFeed'),
        objects: { municipality, month, from, to, closingEntry: feed.closing_entry },
        count: page.items.length,
        at: context.clock.now(),
      },
    ])
    const digest = sha256(bytes)
    const etag = `"${digest.toString('base64url')}"`
    return { bytes, digest, etag, entry: entry!, nextCursor }
  })
}

interface ReadPage {
  readonly items: readonly Pieces[]
  readonly deliveryKeys: readonly store.DeliveryKeyRow[]
}

async function readPage(
  tx: Tx,
  { municipality }: Municipality,
  month: Month,
  items: readonly PageItem[],
  since: Since,
): Promise<ReadPage> {
  const pulled = items.map((item) => pullItem(item, since))
  const keys = new Set(pulled.flatMap(({ deliveryKeys }) => deliveryKeys))
  const deliveryKeys =
    keys.size === 0 ? [] : await store.selectDeliveryKeys(tx, municipality, [month], [...keys])
  if (deliveryKeys.length !== keys.size) throw brokenFeed()
  return { items: pulled.map(({ pieces }) => pieces), deliveryKeys }
}

/** What happened to notifications after closing; most pulls find that nothing did. */
export function sinceClosing(
  followUps: readonly Foldable[],
  inLane: readonly Named[],
  held: ReadonlyMap<string, Lapse>,
  disputed: ReadonlySet<string>,
): Since {
  const lapses = lapsesOf(followUps)
  const delivered = new Set(inLane.map(keyOf))
  return {
    lapseOf: (one) =>
      lapses.size + held.size === 0 ? undefined : (held.get(keyOf(one)) ?? lapses.get(keyOf(one))),
    isDelivered: (one) => delivered.size > 0 && delivered.has(keyOf(one)),
    isDisputed: (one) => disputed.size > 0 && disputed.has(keyOf(one)),
  }
}

/** Intake entries that a feed rests on, all or some, each with its record and its place in the tree. */
export async function intakeEntries(
  tx: Tx,
  caller: Municipality,
  feed: Pick<store.FeedRow, 'intake_entries'>,
  wanted?: ReadonlySet<string>,
): Promise<Schemas['IntakeEntry'][]> {
  const kept = feed.intake_entries.filter(({ entryId }) => wanted?.has(entryId) ?? true)
  const proofs = new Map(kept.map((proof) => [proof.entryId, proof]))
  const own = kept.filter(({ record }) => record === undefined)
  const records = await intakeRecords(
    tx,
    caller.id,
    own.map(({ entryId }) => entryId),
  )
  return [
    ...records.map(({ entryId, number, record, salt }) => {
      const { index, leaf, proof } = proofs.get(entryId)!
      return { entryId, number, leaf, index, proof, record, salt: salt.toString('hex') }
    }),
    // Of cases that were taken over: their entries are of another partition.
    ...kept.flatMap(({ record, number, salt, ...place }) =>
      record === undefined || number === undefined || salt === undefined
        ? []
        : [{ ...place, proof: [...place.proof], number, record, salt }],
    ),
  ]
}

/** A month of the municipality that is still open, or one that it never had. */
async function notThere(tx: Tx, { municipality }: Municipality, month: Month): Promise<HubError> {
  const months = await store.selectFeeds(tx, municipality)
  return months.some((row) => row.month.startsWith(month))
    ? new HubError('feed.month_open', 'A feed is released after its month has been closed.')
    : new HubError('feed.unknown', 'There is no feed of that month.')
}

/** The months of a municipality, newest first. Reading the list is logged too. */
export async function listFeeds(
  context: Context,
  caller: Municipality,
): Promise<Schemas['FeedList']> {
  return inTransaction(context.db, 'feeds.list', municipalScope(caller), async (tx) => {
    const rows = await store.selectFeeds(tx, caller.municipality)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'VIEW', 'listFeeds'),
        objects: { municipality: caller.municipality, feeds: rows.length },
        count: rows.length,
        at: context.clock.now(),
      },
    ])
    return { feeds: rows.map(summaryOf) }
  })
}

function summaryOf(row: store.FeedSummaryRow): Schemas['FeedSummary'] {
  const month = row.month.slice(0, 7)
  if (row.closed_at === null) return { month, status: 'OPEN' }
  return {
    month,
    status: 'CLOSED',
    closedAt: new Date(row.closed_at).toISOString(),
    count: row.items ?? 0,
    root: row.root?.toString('hex') ?? '',
    ...(row.acknowledged_at !== null && {
      acknowledgedAt: new Date(row.acknowledged_at).toISOString(),
    }),
  }
}
