import type { AccessEntry } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import { rightsTokensOf, type KeyRing } from '../../identity/index.js'
import type { Day, Month } from '../../kernel/calendar.js'
import { awaitMarkers, Marked, noteMet, type MarkedRequest, type Met } from '../../rights/index.js'
import { objected, reject, type Assessed } from '../assess.js'
import type { Delivery } from '../entries.js'
import type { Notification, ReportItem } from '../notification.js'
import { residentOf } from '../sealed-batch.js'

/**
 * Compares an accepted item with the residents who asked for something: it is refused, or accepted
 * with a warning and held. What it met before stays.
 *
 * @param sent The item as sent; a withdrawal names nobody and is not compared.
 */
export function meetRequests(
  item: Assessed,
  sent: ReportItem,
  marked: Marked,
  ring: KeyRing,
  today: Day,
): void {
  const { municipality } = item.notification!
  if (!marked.knows(municipality)) return
  const found = marked.find(municipality, (year) =>
    rightsTokensOf(ring, year, municipality, residentOf(sent), today),
  )
  if (found.length === 0) return
  const known = new Set(item.met?.map(({ request }) => request))
  item.met = [...(item.met ?? []), ...found.filter(({ request }) => !known.has(request))]
  if (item.met.some(({ isBlocked }) => isBlocked)) reject(item, objected())
  else if (!item.warnings.includes('RIGHTS_REQUEST_OPEN')) {
    item.warnings = [...item.warnings, 'RIGHTS_REQUEST_OPEN']
  }
}

/**
 * Compares the accepted items of a batch with what residents asked for since they were judged. First
 * in the transaction that writes them: from here to its end nobody registers another request.
 *
 * @param sent The items as sent, emptied of nothing yet.
 */
export async function meetLaterRequests(
  tx: Tx,
  items: readonly Assessed[],
  sent: readonly unknown[],
  { marked, today }: { readonly marked: Marked; readonly today: Day },
  ring: KeyRing,
): Promise<void> {
  const reports = items.filter(
    ({ grounds, notification }) => grounds !== undefined && notification?.kind !== 'WITHDRAWAL',
  )
  const newest = new Map<string, number>()
  for (const { notification } of reports) {
    const { municipality } = notification!
    if (!newest.has(municipality)) newest.set(municipality, marked.newest(municipality))
  }
  const later = await awaitMarkers(tx, newest, today)
  if (later.length === 0) return
  const added = new Marked(later)
  for (const item of reports) {
    meetRequests(item, sent[item.position] as ReportItem, added, ring, today)
  }
}

/**
 * Notes which items of a batch are about residents who asked for something: those that were refused
 * for it, and those that were accepted and are held. Each under every request that did so.
 *
 * @param controllerOf Party id of a municipality.
 * @returns What the municipalities' logs are to say of it; nothing for most batches.
 */
export async function noteMetRequests(
  tx: Tx,
  items: readonly Assessed[],
  delivery: Delivery,
  controllerOf: (municipality: string) => string | undefined,
): Promise<AccessEntry[]> {
  const met = metBy(items)
  for (const one of met) await noteMet(tx, one, delivery.month, delivery.receivedAt)
  return [...new Set(met.map(({ municipality }) => municipality))]
    .sort()
    .map((municipality) => entryFor(municipality, controllerOf(municipality)!, met, delivery))
}

/** By request, creditor and what came of it; in the order in which all batches lock requests. */
function metBy(items: readonly Assessed[]): Met[] {
  const found = new Map<string, Met & { readonly ids: string[] }>()
  for (const { met, notification, grounds } of items) {
    if (met === undefined || notification === undefined) continue
    const isRefused = grounds === undefined
    for (const one of met) {
      // Refused for another reason, or by another request: this one did nothing with it.
      if (one.isBlocked === isRefused) {
        groupOf(found, one, notification).ids.push(notification.notificationId)
      }
    }
  }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group)
}

function groupOf(
  found: Map<string, Met & { readonly ids: string[] }>,
  { request, isBlocked, withheld }: MarkedRequest,
  { creditor, municipality }: Notification,
) {
  const key = `${request} ${creditor} ${isBlocked}`
  const known = found.get(key)
  if (known !== undefined) return known
  const fresh = { request, isBlocked, withheld, creditor, municipality, ids: [] as string[] }
  found.set(key, fresh)
  return fresh
}

function entryFor(
  municipality: string,
  controller: string,
  met: readonly Met[],
  delivery: Delivery & { readonly month: Month },
): AccessEntry {
  const own = met.filter((one) => one.municipality === municipality)
  const blocked = countOf(own, true)
  const flagged = countOf(own, false)
  const { deliverer, signer, role, batchId, receivedAt, traceId, spanId } = delivery
  return {
    controller,
    actor: deliverer,
    actorKey: signer,
    role,
    action: 'RIGHTS',
    operation: 'submitNotificationBatch',
    objects: {
      municipality,
      batchId,
      requests: [...new Set(own.map(({ request }) => request))],
      blocked,
      flagged,
    },
    result: 'ALLOW',
    count: blocked + flagged,
    traceId,
    spanId,
    parentSpanId: delivery.parentSpanId,
    transactionId: delivery.transactionId,
    at: receivedAt,
  }
}

/** Notifications, each once, however many requests it met. */
function countOf(met: readonly Met[], isBlocked: boolean): number {
  const names = met
    .filter((one) => one.isBlocked === isBlocked)
    .flatMap(({ creditor, ids }) => ids.map((notificationId) => `${creditor} ${notificationId}`))
  return new Set(names).size
}
