import type { Protected, Resident } from '../identity/index.js'
import type { Month } from '../kernel/calendar.js'
import { ITEMS_PER_TURN, type Assessed } from './assess.js'
import { committedText, itemDigest, type ItemSalts } from './commitment.js'
import { envelopeDigest, envelopeText } from './envelope-content.js'
import { ItemTree } from './item-tree.js'
import type { Report, ReportItem } from './notification.js'
import type { EnvelopeRow, NotificationRow } from './rows/row.js'
import { reportRow, withdrawalRow } from './rows/built.js'
import type { Grounds } from './rules.js'

/** Does what `identity` does for one resident; handed in, because it holds keys. */
export type Protect = (input: {
  readonly municipality: string
  readonly creditor: string
  readonly notificationId: string
  readonly resident: Resident
  readonly customerReference: string | undefined
  readonly content: string
  readonly epoch?: number | undefined
}) => Protected

/** One accepted item without its person: what is stored, and by what the log can find it. */
export interface Sealed {
  readonly item: Assessed
  readonly row: NotificationRow
  /** Missing for a withdrawal, which has no person. */
  readonly envelope: EnvelopeRow | undefined
  readonly subject: Protected['subject'] | undefined
  /** Month of the notification whose envelope this re-delivery replaces. */
  readonly redelivers: Month | undefined
}

/** Digests of all items of a batch, with what envelopes need of them. */
export interface Digested {
  readonly tree: ItemTree
  /** 32 bytes for each item, joined. */
  readonly digests: Buffer
  /** Committed texts, emptied item by item when sealed: they hold everything personal. */
  readonly texts: string[]
  readonly salts: ItemSalts
}

const DIGEST_BYTES = 32
/** Items that are sealed in one go, while those before them are being written. */
const ITEMS_PER_PART = 1_000

/**
 * Digests every item as it was sent, the rejected ones too: the receipt's root covers them all.
 *
 * @throws {TypeError} When an item holds text that no JSON can carry (a lone surrogate).
 */
export function* digestItems(
  items: readonly object[],
  salts: ItemSalts,
): Generator<undefined, Digested> {
  const digests = Buffer.allocUnsafeSlow(items.length * DIGEST_BYTES)
  const texts: string[] = []
  for (const [index, item] of items.entries()) {
    const text = committedText(item, index, salts)
    texts.push(text)
    digests.write(itemDigest(salts.item(index), text), index * DIGEST_BYTES, DIGEST_BYTES, 'latin1')
    if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) yield
  }
  return { tree: new ItemTree(digests), digests, texts, salts }
}

/**
 * Turns accepted items into rows and envelopes, part by part, so that only one part is in memory
 * while the one before is written. What has passed by is emptied: afterwards neither `items` nor
 * `digested` holds a person any more.
 *
 * @param items The items as sent.
 * @returns Parts of sealed items in the order of the batch. An empty part is a moment to let others
 *   go first.
 */
export function* sealItems(
  items: unknown[],
  assessed: readonly Assessed[],
  digested: Digested,
  batchId: string,
  protect: Protect,
): Generator<readonly Sealed[], undefined> {
  let part: Sealed[] = []
  const itemsRoot = digested.tree.root.toString('hex')
  for (const one of assessed) {
    const { position, notification, grounds } = one
    if (notification !== undefined && grounds !== undefined) {
      const start = position * DIGEST_BYTES
      const digest = digested.digests.subarray(start, start + DIGEST_BYTES)
      if (notification.kind === 'WITHDRAWAL') {
        const row = withdrawalRow(one, notification, grounds, digest)
        part.push({
          item: one,
          row,
          envelope: undefined,
          subject: undefined,
          redelivers: undefined,
        })
      } else {
        const item = items[position] as ReportItem
        const content = contentOf(one, notification, grounds, item, digested, batchId, itemsRoot)
        part.push(sealReport(one, notification, grounds, item, content, digest, protect))
      }
    }
    items[position] = null
    digested.texts[position] = ''
    if (part.length === ITEMS_PER_PART) {
      yield part
      part = []
    } else if (position % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) yield []
  }
  yield part
  return undefined
}

function sealReport(
  item: Assessed,
  report: Report,
  grounds: Grounds,
  sent: ReportItem,
  content: string,
  digest: Buffer,
  protect: Protect,
): Sealed {
  const { municipality, creditor, notificationId } = report
  const redelivered = report.kind === 'REDELIVERY' ? grounds.earlier : undefined
  const kept = protect({
    municipality,
    creditor,
    notificationId,
    resident: residentOf(sent),
    customerReference: sent.customerReference,
    epoch: redelivered?.epoch ?? undefined,
    content,
  })
  const { jwe, deliveryKey } = kept
  return {
    item,
    row: reportRow(item, report, grounds, kept, digest),
    envelope: {
      municipality,
      creditor,
      notificationId,
      deliveryKey,
      jwe,
      digest: envelopeDigest(jwe),
    },
    subject: kept.subject,
    redelivers: redelivered?.month,
  }
}

function contentOf(
  { position }: Assessed,
  { creditor, notificationId }: Report,
  grounds: Grounds,
  { customerReference }: ReportItem,
  { tree, texts, salts }: Digested,
  batchId: string,
  itemsRoot: string,
): string {
  return envelopeText({
    v: 1,
    creditorId: creditor,
    notificationId,
    batchId,
    item: texts[position]!,
    salt: salts.item(position).toString('base64url'),
    index: position,
    count: tree.size,
    path: tree.pathOf(position),
    itemsRoot,
    reference:
      customerReference === undefined || grounds.withholdsReference
        ? undefined
        : { value: customerReference, salt: salts.reference(position).toString('base64url') },
  })
}

/** The personal part of an item, as `identity` takes it. */
export function residentOf({ person, address, phone, email }: ReportItem): Resident {
  const { initials = '', prefix, surname, birthDate } = person
  return { person: { initials, prefix, surname, birthDate }, address, phone, email }
}
