import { recordAccess, type RecordedEntry } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import type { UsedDeliveryKey } from '../../identity/index.js'
import { duplicate, otherPerson, reject, type Assessed } from '../assess.js'
import {
  delivererEntry,
  municipalEntry,
  sharesOf,
  type Delivery,
  type MunicipalShare,
} from '../entries.js'
import { countResults } from '../receipt.js'
import type { Sealed } from '../sealed-batch.js'
import { insertKeys, redeliverEnvelope, selectClosedFeeds } from '../store.js'
import { urgentReason } from '../urgent.js'
import type { BatchScope, DeliveryKeyRow, UrgentRow } from './row.js'
import {
  insertDeliveryKeys,
  insertEnvelopes,
  insertIntakes,
  insertNotifications,
  insertUrgent,
} from './store.js'

/** What a batch leaves behind, everything personal already sealed. */
export interface ToWrite {
  readonly items: readonly Assessed[]
  readonly sealed: readonly Sealed[]
  readonly itemsRoot: Buffer
  readonly delivery: Delivery
  readonly keys: readonly UsedDeliveryKey[]
  readonly controllerOf: (municipality: string) => string | undefined
}

/**
 * Writes a batch: ids, notifications, envelopes and keys, then the log, then what names its entries.
 * Items whose id another batch brought meanwhile are rejected here; the others are unharmed.
 *
 * May run again after a deadlock, so what it changes in `items` only ever turns to rejection.
 *
 * @returns The entries of the log: one per municipality by code, then the deliverer's own.
 */
export async function writeBatch(
  tx: Tx,
  context: Context,
  batch: BatchScope,
  { items, sealed, itemsRoot, delivery, keys, controllerOf }: ToWrite,
): Promise<RecordedEntry[]> {
  await claimIds(tx, batch, sealed)
  await replaceEnvelopes(tx, batch, sealed)
  const standing = sealed.filter(({ item }) => item.grounds !== undefined)
  const fresh = standing.filter(({ redelivers }) => redelivers === undefined)
  await insertNotifications(
    tx,
    batch,
    fresh.map(({ row }) => row),
  )
  await insertEnvelopes(
    tx,
    batch.month,
    fresh.flatMap(({ envelope }) => envelope ?? []),
  )
  await insertDeliveryKeys(tx, [...keyRows(keys, batch, standing)])
  const reasons = await urgentReasons(tx, fresh)

  const shares = sharesOf(standing)
  // As late as possible: the counter of each partition is locked from here to the commit.
  const entries = await recordAccess(tx, context, [
    ...shares.map((share) =>
      municipalEntry(delivery, share, controllerOf(share.municipality)!, itemsRoot),
    ),
    delivererEntry(delivery, countResults(items), itemsRoot),
  ])
  await insertIntakes(
    tx,
    batch,
    shares.map(({ municipality, envelopes, envelopesRoot }, at) => ({
      municipality,
      entry: entries[at]!.entryId,
      entryNumber: entries[at]!.number,
      leaf: entries[at]!.leaf,
      envelopes,
      envelopesRoot,
    })),
  )
  await insertUrgent(tx, batch, urgentRows(shares, entries, reasons))
  return entries
}

async function claimIds(tx: Tx, batch: BatchScope, sealed: readonly Sealed[]): Promise<void> {
  const fresh = sealed.filter(
    ({ item, redelivers }) => redelivers === undefined && item.grounds !== undefined,
  )
  const taken = await insertKeys(
    tx,
    batch,
    fresh.map(({ row }) => row),
  )
  for (const at of taken) reject(fresh[at]!.item, duplicate())
}

async function replaceEnvelopes(
  tx: Tx,
  batch: BatchScope,
  sealed: readonly Sealed[],
): Promise<void> {
  for (const { item, row, envelope, redelivers } of sealed) {
    if (redelivers === undefined || item.grounds === undefined) continue
    const isReplaced = await redeliverEnvelope(tx, batch, row, envelope!)
    if (!isReplaced) reject(item, otherPerson())
  }
}

/** A delivery key stands in the month of each notification that is sealed under it. */
function* keyRows(
  keys: ToWrite['keys'],
  batch: BatchScope,
  standing: readonly Sealed[],
): Generator<DeliveryKeyRow> {
  const used = new Set<string>()
  for (const { envelope, redelivers } of standing) {
    if (envelope !== undefined) used.add(`${envelope.deliveryKey} ${redelivers ?? batch.month}`)
  }
  const months = new Set([...used].map((pair) => pair.slice(-7) as BatchScope['month']))
  for (const key of keys) {
    for (const month of months) if (used.has(`${key.deliveryKey} ${month}`)) yield { ...key, month }
  }
}

type Urgent = Pick<UrgentRow, 'reason' | 'ground' | 'deadlineOn'>

async function urgentReasons(tx: Tx, fresh: readonly Sealed[]): Promise<Map<Sealed, Urgent>> {
  const following = fresh.flatMap(({ item, row: { municipality, kind } }) => {
    const month = item.grounds?.earlier?.month
    const isChange = kind === 'CORRECTION' || kind === 'WITHDRAWAL'
    return isChange && month !== undefined ? [{ municipality, month }] : []
  })
  const closed = await selectClosedFeeds(tx, following)
  const reasons = new Map<Sealed, Urgent>()
  for (const one of fresh) {
    const { row, item } = one
    const month = item.grounds?.earlier?.month
    const isClosed = month !== undefined && closed.has(`${row.municipality} ${month}`)
    const reason = urgentReason(row, isClosed)
    if (reason !== undefined) reasons.set(one, reason)
  }
  return reasons
}

function urgentRows(
  shares: readonly MunicipalShare[],
  entries: readonly RecordedEntry[],
  reasons: ReadonlyMap<Sealed, Urgent>,
): UrgentRow[] {
  if (reasons.size === 0) return []
  return shares.flatMap(({ municipality, sealed }, at) =>
    sealed.flatMap((one) => {
      const urgent = reasons.get(one)
      if (urgent === undefined) return []
      const { creditor, notificationId, position } = one.row
      const intakeNumber = entries[at]!.number
      return [{ municipality, intakeNumber, position, creditor, notificationId, ...urgent }]
    }),
  )
}
