import { createHash } from 'node:crypto'
import type { components } from '../generated/openapi.js'
import { canonicalBytes, canonicalText } from '../kernel/canonical.js'
import { openCheckpoint } from '../log-tree/checkpoint.js'
import { leafHash, rootOf, verifyInclusion } from '../log-tree/tree.js'
import { parseVerifierKey } from '../crypto/signed-note.js'
import { verifyHubSignature, type HubIdentity } from './hub-identity.js'
import { EnvelopeOpener, type OpenedIdentity, type SealingKeys } from './open-envelope.js'
import { VerificationError } from './problem.js'

type FeedPage = components['schemas']['FeedPage']
type FeedItem = components['schemas']['FeedItem']
type FeedNotification = components['schemas']['FeedNotification']

/** A notification of a case, with the identity that its municipality opened. */
export interface OpenedNotification extends Omit<FeedNotification, 'sealedIdentity'> {
  /** Missing when the hub withholds the envelope. */
  readonly identity?: OpenedIdentity['item']
  readonly withheld?: components['schemas']['Withheld']
  /** The resident disputes it, and it goes on. */
  readonly disputed?: true
}

/** A case as its municipality sees it. */
export interface OpenedCase extends Omit<FeedItem, 'notifications'> {
  readonly notifications: readonly OpenedNotification[]
}

/** A month that was pulled whole, checked and opened. */
export interface OpenedFeed {
  readonly statement: components['schemas']['FeedStatement']
  readonly checkpoint: string
  readonly cases: readonly OpenedCase[]
  /** Envelopes that were opened. */
  readonly opened: number
}

const STATEMENT_TYPE = 'vroegsignaal-feed+jws'

/**
 * Checks the pages of one month against each other and against what the hub signed, and opens them.
 *
 * Checked are the signature of the statement, count and root over all items, every envelope's digest
 * and place, the inclusion of the intake entries in the access log, and that the envelopes of each
 * batch are those that its intake entry counted.
 *
 * @param pages All pages of the month, in order.
 * @throws {VerificationError} Naming what does not hold; nothing of the month should be used then.
 */
export async function openFeed(
  identity: HubIdentity,
  pages: readonly FeedPage[],
  keys: SealingKeys,
  now: Date,
): Promise<OpenedFeed> {
  const [first] = pages
  if (first === undefined) throw new VerificationError('feed.empty', 'There are no pages.')
  const { statement, statementSignature, checkpoint } = first
  const text = canonicalText(statement)
  await verifyHubSignature(identity, Buffer.from(text), statementSignature, STATEMENT_TYPE, now)
  if (statement.hub !== identity.hub) {
    throw new VerificationError('feed.hub', 'The statement is of another hub.')
  }
  if (pages.some((page) => canonicalText(page.statement) !== text)) {
    throw new VerificationError('feed.pages', 'The pages do not belong together.')
  }
  checkItems(pages, statement)
  checkIntakeEntries(first, checkpoint, identity.logKey)

  const digests = new Map<string, PlacedDigest[]>()
  let opened = 0
  const cases = pages.flatMap((page) => {
    const opener = new EnvelopeOpener(page.deliveryKeys, keys)
    return page.items.map((item): OpenedCase => ({
      ...item,
      notifications: item.notifications.map(({ sealedIdentity, ...closed }) => {
        const { creditorId, notificationId } = closed
        const found = opener.open(creditorId, notificationId, sealedIdentity)
        const { withheld, disputed } = sealedIdentity
        const notification = { ...closed, ...(disputed === true && { disputed }) }
        if (found === undefined) {
          return withheld === undefined ? notification : { ...notification, withheld }
        }
        opened += 1
        if (item.transferred !== undefined) {
          checkTransferred(item.transferred, found, first.intakeEntries)
          return { ...notification, identity: found.item }
        }
        place(digests, found, { creditorId, notificationId, digest: sealedIdentity.digest })
        return { ...notification, identity: found.item }
      }),
    }))
  })
  checkBatches(first.intakeEntries, digests, statement.municipalityCode)
  return { statement, checkpoint, cases, opened }
}

/** Leaf of an item: without what may differ from pull to pull, envelopes as digests. */
export function itemLeaf(item: FeedItem): Buffer {
  const { statusAtPull: _, notifications, ...fixed } = item
  return leafHash(
    canonicalBytes({
      ...fixed,
      notifications: notifications.map(({ sealedIdentity: { digest }, ...rest }) => ({
        ...rest,
        sealedIdentity: { digest },
      })),
    }),
  )
}

function checkItems(pages: readonly FeedPage[], statement: OpenedFeed['statement']): void {
  const leaves: Buffer[] = []
  for (const page of pages) {
    if (page.from !== leaves.length) {
      throw new VerificationError('feed.pages', 'A page is missing or stands twice.')
    }
    leaves.push(...page.items.map(itemLeaf))
  }
  if (leaves.length !== statement.count) {
    throw new VerificationError('feed.count', 'The number of cases is not the one that was closed.')
  }
  if (rootOf(leaves).toString('hex') !== statement.root) {
    throw new VerificationError('feed.root', 'The cases are not the ones that were closed.')
  }
}

type IntakeEntry = components['schemas']['IntakeEntry']

function checkIntakeEntries(page: FeedPage, note: string, logKey: string): void {
  const { size, root } = openCheckpoint(note, parseVerifierKey(logKey))
  for (const entry of page.intakeEntries) {
    const leaf = Buffer.from(entry.leaf, 'hex')
    const proof = entry.proof.map((hash) => Buffer.from(hash, 'hex'))
    if (!recordLeaf(entry).equals(leaf) || !verifyInclusion(leaf, entry.index, size, proof, root)) {
      throw new VerificationError('feed.log', 'An intake entry is not in the access log.')
    }
  }
}

/** The leaf that a record, its salt and its number commit to (see the contract). */
function recordLeaf({ record, salt, number }: IntakeEntry): Buffer {
  const numbered = Buffer.alloc(8)
  numbered.writeBigUInt64BE(BigInt(number))
  const commitment = createHash('sha256')
    .update(Buffer.from(salt, 'hex'))
    .update(record)
    .update(numbered)
    .digest()
  return leafHash(Buffer.concat([Buffer.from([1]), commitment]))
}

interface PlacedDigest {
  readonly index: number
  readonly leaf: Buffer
}

function place(
  batches: Map<string, PlacedDigest[]>,
  { batchId, index }: OpenedIdentity,
  bound: { creditorId: string; notificationId: string; digest: string },
): void {
  const placed = batches.get(batchId) ?? []
  placed.push({ index, leaf: leafHash(canonicalBytes(bound)) })
  batches.set(batchId, placed)
}

/**
 * Where all envelopes of a batch were opened, their root must be the one that the log holds since
 * intake. A batch of which something is withheld, or that lies in another month, is left out.
 */
function checkBatches(
  entries: readonly IntakeEntry[],
  batches: ReadonlyMap<string, readonly PlacedDigest[]>,
  municipality: string,
): void {
  for (const entry of entries) {
    const objects = objectsOf(entry)
    // Of a batch that went to several, each municipality has its own envelopes.
    if (objects?.['municipality'] !== municipality) continue
    const placed = batches.get(String(objects?.['batchId']))
    if (placed === undefined || placed.length !== objects?.['count']) continue
    const leaves = [...placed].sort((a, b) => a.index - b.index).map(({ leaf }) => leaf)
    if (rootOf(leaves).toString('hex') !== objects['envelopesRoot']) {
      throw new VerificationError('feed.envelopes', 'The envelopes are not those of the intake.')
    }
  }
}

/**
 * What was taken over from another municipality lies in a batch that the log names as that one's: the
 * item is the one that its creditor delivered there.
 *
 * @throws {VerificationError} `feed.transfer`
 */
function checkTransferred(
  { municipalityCode, intakeEntries }: components['schemas']['TransferredFrom'],
  { batchId, itemsRoot }: OpenedIdentity,
  entries: readonly IntakeEntry[],
): void {
  const isProved = entries.some((entry) => {
    const objects = objectsOf(entry)
    return (
      intakeEntries.includes(entry.entryId) &&
      objects?.['municipality'] === municipalityCode &&
      objects['batchId'] === batchId &&
      objects['itemsRoot'] === itemsRoot
    )
  })
  if (isProved) return
  throw new VerificationError('feed.transfer', 'A case that was taken over has no proof of intake.')
}

function objectsOf({ record }: IntakeEntry): Readonly<Record<string, unknown>> | undefined {
  return (JSON.parse(record) as { objects?: Record<string, unknown> }).objects
}
