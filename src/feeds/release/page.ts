import type { CaseStatus, Lapse } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import type { Month } from '../../kernel/calendar.js'
import { brokenFeed } from '../closing/agreement.js'
import { pulledPieces, type Pieces, type Released } from '../item.js'

type Withheld = components['schemas']['Withheld']

/** Cases on a page at most. */
export const PAGE_ITEMS = 1000

/** One notification of an item, with its envelope as it is now. */
export interface ListedEnvelope {
  readonly creditor: string
  readonly notificationId: string
  readonly month: Month
  readonly deliveryKey: string
  /** Compact JWE, in ASCII; null once purged. */
  readonly jwe: Buffer | null
  /** Digest of that JWE, hexadecimal. */
  readonly digest: string
  /** The municipality acknowledged it in the urgent lane. */
  readonly isDelivered: boolean
}

/** An item of a closed feed, as one pull finds it. */
export interface PageItem {
  /** Closed text. */
  readonly text: string
  /** How the case stood at closing. */
  readonly status: CaseStatus
  /** In the order of the item. */
  readonly envelopes: readonly ListedEnvelope[]
}

/** An item as it is sent, and which delivery keys it needs. */
export interface PulledItem {
  readonly pieces: Pieces
  readonly status: CaseStatus
  readonly deliveryKeys: readonly string[]
}

/**
 * What one pull releases of an item: each envelope, unless it lost its ground since the feed was
 * closed. Its digest stays in any case, so the root of the feed holds.
 *
 * @param month Of the feed. A notification of an earlier month is listed only because it was taken
 *   back, so its envelope is never handed out again.
 * @param lapseOf What became of a notification since, if anything.
 * @throws {HubError} `feed.integrity` when the item does not list these envelopes.
 */
export function pullItem(
  { text, status, envelopes }: PageItem,
  month: Month,
  lapseOf: (one: ListedEnvelope) => Lapse | undefined,
): PulledItem {
  const closed = digestsIn(text)
  if (closed.length !== envelopes.length) throw brokenFeed()
  const deliveryKeys: string[] = []
  let lapsed = 0
  let withdrawn = 0
  const released = envelopes.map((one, at): Released => {
    const lapse = lapseOf(one) ?? (one.month === month ? undefined : 'WITHDRAWN')
    if (lapse !== undefined) lapsed += 1
    if (lapse === 'WITHDRAWN' || lapse === 'OBJECTION') withdrawn += 1
    const withheld: Withheld | undefined =
      lapse ?? (one.jwe === null ? 'PURGED' : one.isDelivered ? 'DELIVERED_URGENT' : undefined)
    if (withheld === undefined) deliveryKeys.push(one.deliveryKey)
    const digest = closed[at]!
    return {
      digest,
      withheld,
      deliveryKeyId: one.deliveryKey,
      jwe: withheld === undefined ? one.jwe : null,
      redeliveredDigest: one.digest === digest ? undefined : one.digest,
    }
  })
  const isOwn = envelopes.some((one) => one.month === month)
  const now = statusNow(status, { isGone: isOwn && withdrawn === envelopes.length, lapsed })
  return { pieces: pulledPieces(text, released, now), status: now, deliveryKeys }
}

/** WITHDRAWN: no visit. UPDATED: something is not as the municipality was told. */
function statusNow(
  atClosing: CaseStatus,
  { isGone, lapsed }: { isGone: boolean; lapsed: number },
): CaseStatus {
  if (isGone) return 'WITHDRAWN'
  return atClosing === 'NEW' && lapsed > 0 ? 'UPDATED' : atClosing
}

const DIGEST = /"sealedIdentity":\{"digest":"([0-9a-f]{64})"/g

/** The text is canonical and every string in it escaped, so nothing else can look like this. */
function digestsIn(text: string): string[] {
  return [...text.matchAll(DIGEST)].map(([, digest]) => digest!)
}

/**
 * Puts items in the place of the empty list in a page's text, and writes it all as bytes: a page may
 * be megabytes, so it is made once and in one piece.
 *
 * @param page Text with `"items":[]`; quotes inside strings are escaped, so no string can hold it.
 */
export function withItems(page: string, items: readonly Pieces[]): Buffer {
  const place = page.indexOf('"items":[]')
  if (place < 0) throw new RangeError('a page has a list of items')
  const open = place + '"items":['.length
  const pieces = [
    page.slice(0, open),
    ...items.flatMap((item, at) => (at === 0 ? item : [',', ...item])),
    page.slice(open),
  ]
  let size = 0
  for (const piece of pieces) size += Buffer.byteLength(piece)
  const bytes = Buffer.allocUnsafe(size)
  let done = 0
  for (const piece of pieces) {
    done += typeof piece === 'string' ? bytes.write(piece, done) : piece.copy(bytes, done)
  }
  return bytes
}
