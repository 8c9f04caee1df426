import { recordAccess } from '../../access-log/index.js'
import { keyOf, lapsesOf, type Lapse } from '../../cases/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import {
  logReference,
  municipalEntry,
  municipalScope,
  namesOfParties,
  selectFieldsOf,
  selectFollowUps,
  selectHeld,
  visibleBy,
  visibleNotification,
  type Municipality,
  type TransferredNotification,
} from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import type { Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { isBlocked } from '../store.js'
import * as store from '../kept/store.js'
import { statusAt, transferView, type SeenNotification } from '../view.js'

type Schemas = components['schemas']

/** Transfers from and to a municipality, newest first, without their content. */
export function listTransfers(
  context: Context,
  caller: Municipality,
): Promise<Schemas['TransferList']> {
  const { municipality } = caller
  const now = context.clock.now()
  return inTransaction(context.db, 'transfers.list', municipalScope(caller), async (tx) => {
    const rows = await store.selectTransfers(tx, municipality)
    const lapseOf = await lapsesAt(tx, municipality, rows)
    const byTransfer = new Map<string, SeenNotification[]>()
    for (const one of await store.selectNotifications(
      tx,
      rows.map((row) => row.transfer_id),
    )) {
      const lapsed = one.stays === null ? lapseOf(one.creditor, one.notification_id) : undefined
      const of = byTransfer.get(one.transfer_id) ?? []
      byTransfer.set(one.transfer_id, [...of, { ...one, lapsed }])
    }
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'VIEW', 'listTransfers'),
        objects: { municipality, transfers: rows.map((row) => row.transfer_id) },
        count: rows.length,
        at: now,
      },
    ])
    return {
      transfers: rows.map((row) =>
        transferView(row, byTransfer.get(row.transfer_id) ?? [], municipality, now),
      ),
      logEntry: logReference(entry!),
    }
  })
}

/**
 * What a receiver may read of an offer before it decides, and of what it took over before the month
 * closes: notifications with their envelopes. Logged in the partitions of both before it leaves.
 *
 * @param action VIEW leaves the envelopes and what opens them out.
 * @throws {HubError} `transfer.unknown` for everybody else, and once it was refused, withdrawn or
 *   forgotten; `transfer.held` while a request or a withdrawal stands in the way of an offer.
 */
export function getTransfer(
  context: Context,
  caller: Municipality,
  transferId: string,
  action: 'PULL' | 'VIEW' = 'PULL',
): Promise<Schemas['TransferContent']> {
  const { municipality } = caller
  const now = context.clock.now()
  return inTransaction(context.db, 'transfers.read', municipalScope(caller), async (tx) => {
    const found = await store.selectTransfer(tx, municipality, transferId.toLowerCase())
    const isOpen = found !== undefined && ['OFFERED', 'ACCEPTED'].includes(statusAt(found, now))
    if (!isOpen || found.receiver !== municipality) throw unknownTransfer()
    if (found.status === 'OFFERED' && (await isBlocked(tx, found.transfer_id, now))) {
      const detail = 'A request, a hold or a withdrawal came between; it stays where it is.'
      throw new HubError('transfer.held', detail)
    }
    const content = await store.selectContent(tx, found)
    if (content === undefined) throw unknownTransfer()
    const lapseOf = await lapsesAt(tx, municipality, [found])
    const { notifications, deliveryKeys } = await released(tx, municipality, content, lapseOf)
    const entry = {
      ...municipalEntry(caller, action, 'getTransfer'),
      count: notifications.length,
      at: now,
    }
    const shared = { transferId: found.transfer_id, notifications: notifications.length }
    const [own] = await recordAccess(tx, context, [
      { ...entry, objects: { municipality, sender: found.municipality, ...shared } },
      {
        ...entry,
        controller: found.from_party,
        objects: {
          ...{ municipality: found.municipality, receiver: municipality },
          ...{ cases: [found.case_id], ...shared },
        },
        subjects: await store.selectSenderSubjects(tx, found),
      },
    ])
    const { urgency, deadlineOn } = content.row.facts
    const seen = await store.selectNotifications(tx, [found.transfer_id])
    return {
      transfer: transferView(found, seen, municipality, now),
      urgency,
      ...(deadlineOn !== undefined && { deadlineOn }),
      ...(action === 'PULL'
        ? { notifications, deliveryKeys }
        : { notifications: notifications.map(withoutEnvelope), deliveryKeys: [] }),
      logEntry: logReference(own!),
    }
  })
}

type LapseOf = (creditor: string, notificationId: string) => Lapse | undefined
type Content = NonNullable<Awaited<ReturnType<typeof store.selectContent>>>

async function released(
  tx: Tx,
  municipality: Municipality['municipality'],
  { row, sealed }: Content,
  lapseOf: LapseOf,
): Promise<Pick<Schemas['TransferContent'], 'notifications' | 'deliveryKeys'>> {
  const of = new Map(
    sealed.map((one) => [
      keyOf({ creditor: one.creditor, notificationId: one.notification_id }),
      one,
    ]),
  )
  const sealedAt = ({ creditorId: creditor, notificationId }: TransferredNotification) =>
    of.get(keyOf({ creditor, notificationId }))!
  const agreements = [...new Set(sealed.map((one) => one.agreement_id))]
  const fields = await selectFieldsOf(tx, municipality, agreements)
  const names = await namesOfParties(tx, [...new Set(sealed.map(({ creditor }) => creditor))])
  const notifications = row.facts.notifications.map((one) =>
    visibleNotification(one, {
      ...visibleBy(fields, (asked) => sealedAt(asked).agreement_id),
      nameOf: (creditor) => names.get(creditor),
      sealedOf(asked) {
        const { digest, jwe } = sealedAt(asked)
        const lapse = lapseOf(asked.creditorId, asked.notificationId)
        if (lapse !== undefined) return { digest, withheld: lapse }
        if (jwe === null || row.delivery_key === null) return { digest, withheld: 'PURGED' }
        return { digest, deliveryKeyId: row.delivery_key, jwe }
      },
    }),
  )
  const { delivery_key: id, key_id: keyId, key_jwe: jwe } = row
  const isSealed = notifications.some(({ sealedIdentity }) => sealedIdentity.jwe !== undefined)
  return {
    notifications,
    deliveryKeys:
      isSealed && id !== null && keyId !== null && jwe !== null ? [{ id, keyId, jwe }] : [],
  }
}

/** What no longer stands of that which the municipality took over. */
async function lapsesAt(
  tx: Tx,
  municipality: Municipality['municipality'],
  rows: readonly store.TransferRow[],
): Promise<LapseOf> {
  const months = rows.flatMap(({ receiver, received_month: month }) =>
    receiver === municipality && month !== null ? [month.slice(0, 7) as Month] : [],
  )
  const [first] = months.sort()
  if (first === undefined) return () => undefined
  const lapses = lapsesOf(await selectFollowUps(tx, municipality, first))
  const held = await selectHeld(tx, municipality)
  return (creditor, notificationId) => {
    const key = keyOf({ creditor, notificationId })
    const lapse = held.get(key) ?? lapses.get(key)
    return lapse === 'TRANSFERRED' ? undefined : lapse
  }
}

function withoutEnvelope({ sealedIdentity, ...rest }: Schemas['FeedNotification']) {
  const { jwe: _jwe, deliveryKeyId: _key, ...sealed } = sealedIdentity
  return { ...rest, sealedIdentity: sealed }
}

function unknownTransfer(): HubError {
  return new HubError('transfer.unknown', 'There is no such transfer for you to read.')
}
