import { setImmediate } from 'node:timers/promises'
import { recordAccess, type RecordedEntry } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { deriveKey, HmacKey } from '../../crypto/hash.js'
import type { Tx } from '../../db/client.js'
import type { Named } from '../../debts/index.js'
import type { UsedDeliveryKey } from '../../identity/index.js'
import type { Month } from '../../kernel/calendar.js'
import { idFromDigest } from '../../kernel/identifiers.js'
import { duplicate, otherPerson, reject, type Assessed } from '../assess.js'
import { delivererEntry, municipalEntry, type Delivery } from '../entries.js'
import { noteMetRequests } from '../met/service.js'
import type { Notification } from '../notification.js'
import type { Sealed } from '../sealed-batch.js'
import { Shares, type MunicipalShare } from '../shares.js'
import { insertKeys, redeliverEnvelope } from '../store.js'
import { changesOthers, followedIn, urgentReason, type Urgent } from '../urgent.js'
import type { BatchScope, DeliveryKeyRow, EnvelopeRow, UrgentRow } from './row.js'
import {
  insertDeliveryKeys,
  insertEnvelopes,
  insertIntakes,
  insertNotifications,
  insertUrgent,
  selectDebts,
} from './store.js'

/** What a batch leaves behind. */
export interface ToWrite {
  readonly items: readonly Assessed[]
  /** Seals the items that are still accepted; runs while earlier ones are being written. */
  readonly seal: () => Iterable<readonly Sealed[]>
  /** The keys that were used for it, once all is sealed. */
  readonly deliveryKeys: () => readonly UsedDeliveryKey[]
  readonly itemsRoot: Buffer
  readonly delivery: Delivery
  readonly controllerOf: (municipality: string) => string | undefined
}

/**
 * Writes a batch: ids, notifications and envelopes part by part, their keys, then the log, then what
 * names its entries. Items whose id another batch brought meanwhile are rejected; the others are
 * unharmed.
 *
 * @returns The entries of the log: one per municipality by code, then the deliverer's own.
 */
export async function writeBatch(
  tx: Tx,
  context: Context,
  batch: BatchScope,
  { items, seal, deliveryKeys, itemsRoot, delivery, controllerOf }: ToWrite,
): Promise<RecordedEntry[]> {
  await claimIds(tx, batch, items)
  const written = new Written()
  let writing: Promise<void> = Promise.resolve()
  for (const part of seal()) {
    if (part.length > 0) {
      await writing
      writing = writePart(tx, batch, part, written)
      // Its failure is met at the next await; until then it must not count as unhandled.
      writing.catch(() => undefined)
    }
    await setImmediate()
  }
  await writing
  await insertDeliveryKeys(tx, keyRows(deliveryKeys(), batch, written.keysUsed))

  const urgent = await urgentOf(tx, batch, written.rows)
  const shares = written.shares.sorted()
  // As late as possible: the counter of each partition is locked from here to the commit.
  const rights = await noteMetRequests(tx, items, delivery, controllerOf)
  const recorded = await recordAccess(tx, context, [
    ...shares.map((share) =>
      municipalEntry(delivery, share, controllerOf(share.municipality)!, itemsRoot),
    ),
    delivererEntry(delivery, items, itemsRoot),
    ...rights,
  ])
  // What the rights entries say is the municipality's business, not the deliverer's receipt.
  const entries = recorded.slice(0, shares.length + 1)
  await insertIntakes(tx, batch, intakeRows(shares, entries))
  await insertUrgent(tx, batch, urgentRows(shares, entries, urgent, caseIds(context, batch)))
  return entries
}

/** What of a batch was written so far. */
class Written {
  readonly shares = new Shares()
  /** Those that may be urgent: by themselves, or for what they change. */
  readonly rows: Sealed['row'][] = []
  /** Delivery key and month of the envelopes under it. */
  readonly keysUsed = new Set<string>()

  add(one: Sealed, month: Month): void {
    const { row, envelope, redelivers } = one
    this.shares.add(one)
    if (envelope !== undefined) this.keysUsed.add(`${envelope.deliveryKey} ${redelivers ?? month}`)
    if (redelivers !== undefined) return
    if (changesOthers(row) || urgentReason(row, undefined) !== undefined) this.rows.push(row)
  }
}

interface UrgentOne {
  readonly row: Sealed['row']
  readonly urgent: Urgent
  /** What its case is named after. */
  readonly first: Named
}

/** What of a batch cannot wait. In the transaction that wrote its notifications. */
async function urgentOf(
  tx: Tx,
  batch: BatchScope,
  rows: readonly Sealed['row'][],
): Promise<UrgentOne[]> {
  const named = rows.filter(changesOthers).map(({ creditor, predecessorId }) => ({
    creditor,
    notificationId: predecessorId!,
  }))
  const followed = followedIn(await selectDebts(tx, named), batch.month)
  return rows.flatMap((row) => {
    const changed = changesOthers(row) ? followed(row) : undefined
    const urgent = urgentReason(row, changed)
    return urgent === undefined ? [] : [{ row, urgent, first: changed?.first ?? row }]
  })
}

async function writePart(
  tx: Tx,
  batch: BatchScope,
  part: readonly Sealed[],
  written: Written,
): Promise<void> {
  const fresh: Sealed[] = []
  for (const one of part) {
    if (one.redelivers === undefined) fresh.push(one)
    else if (!(await redeliverEnvelope(tx, batch, one.row, one.envelope!))) {
      reject(one.item, otherPerson())
      continue
    }
    // In the order of the batch, in which closing takes the root over its envelopes again.
    written.add(one, batch.month)
  }
  const rows = fresh.map(({ row }) => row)
  const envelopes = fresh
    .map(({ envelope }) => envelope)
    .filter((envelope): envelope is EnvelopeRow => envelope !== undefined)
  await insertNotifications(tx, batch, rows)
  await insertEnvelopes(tx, batch.month, envelopes)
}

async function claimIds(tx: Tx, batch: BatchScope, items: readonly Assessed[]): Promise<void> {
  const fresh = accepted(items).filter(([, { kind }]) => kind !== 'REDELIVERY')
  const taken = await insertKeys(
    tx,
    batch,
    fresh.map(([, notification]) => notification),
  )
  for (const at of taken) reject(fresh[at]![0], duplicate())
}

function accepted(items: readonly Assessed[]): (readonly [Assessed, Notification])[] {
  return items.flatMap((item) =>
    item.grounds === undefined || item.notification === undefined
      ? []
      : [[item, item.notification] as const],
  )
}

/** A delivery key stands in the month of each notification that is sealed under it. */
function keyRows(
  keys: readonly UsedDeliveryKey[],
  batch: BatchScope,
  used: ReadonlySet<string>,
): DeliveryKeyRow[] {
  const months = new Set([batch.month, ...[...used].map((pair) => pair.slice(-7) as Month)])
  return keys.flatMap((key) =>
    [...months]
      .filter((month) => used.has(`${key.deliveryKey} ${month}`))
      .map((month) => ({ ...key, month })),
  )
}

function intakeRows(shares: readonly MunicipalShare[], entries: readonly RecordedEntry[]) {
  return shares.map(({ municipality, envelopes, envelopesRoot }, at) => ({
    municipality,
    entry: entries[at]!.entryId,
    entryNumber: entries[at]!.number,
    leaf: entries[at]!.leaf,
    envelopes,
    envelopesRoot,
  }))
}

function urgentRows(
  shares: readonly MunicipalShare[],
  entries: readonly RecordedEntry[],
  found: readonly UrgentOne[],
  caseIdOf: CaseIds,
): UrgentRow[] {
  const numbers = new Map(shares.map(({ municipality }, at) => [municipality, entries[at]!.number]))
  return found.map(({ row, urgent, first }) => ({
    municipality: row.municipality,
    intakeNumber: numbers.get(row.municipality)!,
    position: row.position,
    creditor: row.creditor,
    notificationId: row.notificationId,
    ...urgent,
    caseId: urgent.reason.endsWith('AFTER_CLOSE') ? null : caseIdOf(row.municipality, first),
  }))
}

type CaseIds = (municipality: string, first: Named) => string

/** Ids that a case has until its month is closed and after; nobody can tell them from random ones. */
function caseIds({ keys }: Context, { month }: BatchScope): CaseIds {
  const key = new HmacKey(deriveKey(keys.mac.expose(), 'vroegsignaal/urgent-case'))
  return (municipality, { creditor, notificationId }) =>
    idFromDigest(key.digest(`${municipality}/${month}/${creditor}/${notificationId}`))
}
