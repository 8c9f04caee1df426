import type { CaseStatus, Lapse } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import { brokenFeed } from '../closing/agreement.js'

type Withheld = components['schemas']['Withheld']

/** Cases on a page at most. */
export const PAGE_ITEMS = 1000

/** Which notification an item lists. */
export interface PlacedNotification {
  readonly creditor: string
  readonly notificationId: string
  /**
   * Of an earlier month than the feed: listed only because it was taken back, so that nothing of it
   * is handed out again.
   */
  readonly isEarlier: boolean
}

/** One notification that an item lists. */
export interface ListedNotification extends PlacedNotification {
  /** As it is now; of an earlier month it is not looked at. */
  readonly envelope: ListedEnvelope | undefined
}

/** An envelope as it is now. */
export interface ListedEnvelope {
  readonly deliveryKey: string
  /** Compact JWE, in ASCII; null once purged. */
  readonly jwe: Buffer | null
  /** Digest of the JWE that is there, or was last; hexadecimal. */
  readonly digest: string
}

/** An item of a closed feed, as one pull finds it. */
export interface PageItem {
  /** Closed text. */
  readonly text: string
  /** How the case stood at closing. */
  readonly status: CaseStatus
  /** In the order of the item. */
  readonly notifications: readonly ListedNotification[]
}

/** Pieces of a text in their order; what came as bytes stays bytes. */
export type Pieces = readonly (string | Buffer)[]

/** An item as it is sent, and which delivery keys it needs. */
export interface PulledItem {
  readonly pieces: Pieces
  readonly status: CaseStatus
  readonly deliveryKeys: readonly string[]
}

/** What became of notifications since the feed was closed. */
export interface Since {
  readonly lapseOf: (one: PlacedNotification) => Lapse | undefined
  /** The municipality acknowledged it in the urgent lane. */
  readonly isDelivered: (one: PlacedNotification) => boolean
  /** A resident disputes it. */
  readonly isDisputed: (one: PlacedNotification) => boolean
}

/**
 * What one pull releases of an item: each envelope, unless it lost its ground since the feed was
 * closed. Its digest stays in any case, so the root of the feed holds.
 *
 * The text is the closed one with each envelope, or the reason why there is none, beside the digest
 * that stands in its place, whether it is disputed, and with the status. Nothing else changes, so whoever takes these members
 * out again has the leaf.
 *
 * @throws {HubError} `feed.integrity` when the item does not list these notifications.
 */
export function pullItem({ text, status, notifications }: PageItem, since: Since): PulledItem {
  const pieces: (string | Buffer)[] = []
  const deliveryKeys: string[] = []
  let done = 0
  let open = ''
  for (const one of notifications) {
    const at = text.indexOf(PLACE, done)
    if (at < 0) throw brokenFeed()
    const digestAt = at + PLACE.length
    const end = digestAt + QUOTED_DIGEST
    let piece = open + text.slice(done, end)
    done = end
    if (since.isDisputed(one)) piece += ',"disputed":true'
    const { isEarlier, envelope } = one
    if (envelope === undefined && !isEarlier) throw brokenFeed()
    const lapse = lapseNow(one, since)
    const jwe = envelope?.jwe ?? null
    if (envelope === undefined || jwe === null || lapse !== undefined || since.isDelivered(one)) {
      const reason: Withheld = lapse ?? (jwe === null ? 'PURGED' : 'DELIVERED_URGENT')
      open = `${piece},"withheld":"${reason}"`
      continue
    }
    const { deliveryKey, digest } = envelope
    deliveryKeys.push(deliveryKey)
    if (!text.startsWith(digest, digestAt)) piece += `,"redeliveredDigest":"${digest}"`
    pieces.push(`${piece},"deliveryKeyId":"${deliveryKey}","jwe":"`, jwe)
    open = '"'
  }
  if (text.includes(PLACE, done)) throw brokenFeed()
  const now = statusNow(status, notifications, since)
  pieces.push(`${open}${text.slice(done, -1)},"statusAtPull":"${now}"}`)
  return { pieces, status: now, deliveryKeys }
}

/**
 * How a case stands now. WITHDRAWN: no visit. UPDATED: something is not as the municipality was told.
 *
 * @param atClosing How it stood when its month was closed.
 */
export function statusNow(
  atClosing: CaseStatus,
  notifications: readonly PlacedNotification[],
  since: Pick<Since, 'lapseOf'>,
): CaseStatus {
  const lapses = notifications.flatMap((one) => lapseNow(one, since) ?? [])
  const isOwn = notifications.some(({ isEarlier }) => !isEarlier)
  const withdrawn = lapses.filter((lapse) => lapse !== 'CORRECTED')
  if (isOwn && withdrawn.length === notifications.length) return 'WITHDRAWN'
  return atClosing === 'NEW' && lapses.length > 0 ? 'UPDATED' : atClosing
}

function lapseNow(one: PlacedNotification, { lapseOf }: Pick<Since, 'lapseOf'>): Lapse | undefined {
  return lapseOf(one) ?? (one.isEarlier ? 'WITHDRAWN' : undefined)
}

/** Before a digest. The text is canonical and strings in it escaped, so nothing else looks like it. */
const PLACE = '"sealedIdentity":{"digest":"'
/** A SHA-256 in hexadecimal and the quote that ends it. */
const QUOTED_DIGEST = 65

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
