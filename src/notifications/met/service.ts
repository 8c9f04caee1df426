import type { AccessEntry } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import type { Month } from '../../kernel/calendar.js'
import { noteMet, type MarkedRequest, type Met } from '../../rights/index.js'
import type { Assessed } from '../assess.js'
import type { Delivery } from '../entries.js'
import type { Notification } from '../notification.js'

/**
 * Notes which items of a batch are about residents who asked for something: those that were refused
 * for it, and those that were accepted and are held.
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

/** By request, creditor and what came of it, in the order of the batch. */
function metBy(items: readonly Assessed[]): Met[] {
  const found = new Map<string, Met & { readonly ids: string[] }>()
  for (const { met, notification, grounds } of items) {
    if (met === undefined || notification === undefined) continue
    if (grounds === undefined && !met.isBlocked) continue
    const one = groupOf(found, met, notification)
    one.ids.push(notification.notificationId)
  }
  return [...found.values()]
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
  const countOf = (isBlocked: boolean) =>
    own.reduce((sum, one) => sum + (one.isBlocked === isBlocked ? one.ids.length : 0), 0)
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
      blocked: countOf(true),
      flagged: countOf(false),
    },
    result: 'ALLOW',
    count: own.reduce((sum, { ids }) => sum + ids.length, 0),
    traceId,
    spanId,
    parentSpanId: delivery.parentSpanId,
    transactionId: delivery.transactionId,
    at: receivedAt,
  }
}
