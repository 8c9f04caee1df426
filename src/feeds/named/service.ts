import { keyOf, lapsesOf, type Lapse } from '../../cases/index.js'
import type { Tx } from '../../db/client.js'
import type { components } from '../../generated/openapi.js'
import type { Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { subsetProof } from '../../log-tree/subset-proof.js'
import { brokenFeed } from '../closing/agreement.js'
import type { Municipality } from '../municipality.js'
import { pullItem } from '../release/page.js'
import { intakeEntries, sinceClosing } from '../release/service.js'
import { selectFollowUps } from '../follow-ups/store.js'
import { selectDeliveryKeys, selectFeed } from '../release/store.js'
import { selectDisputed, selectHeld, selectItemsOf, type PlacedItem } from '../release/store.js'
import { runningItem } from '../running/item.js'
import { selectRunning, type RunningRow } from '../running/store.js'
import * as store from './store.js'

type Schemas = components['schemas']

/** Named cases of a closed month as they stand now, with their envelopes and what opens them. */
export interface PulledCases {
  readonly items: readonly Schemas['FeedItem'][]
  /** Place of each item in the closed feed, from 0. */
  readonly positions: readonly number[]
  readonly deliveryKeys: readonly Schemas['DeliveryKey'][]
}

/**
 * Reads named cases of a closed month, in the order of their names, as a pull would give them; cases
 * that are not there are left out. Whoever calls logs what it hands out of this.
 *
 * An envelope that came in the urgent lane is given again: people at a browser keep nothing.
 */
export function pullCases(
  tx: Tx,
  caller: Municipality,
  month: Month,
  caseIds: readonly string[],
): Promise<PulledCases> {
  return pull(tx, caller, month, caseIds, false)
}

/**
 * The same of cases that can be worked on: those of a closed month, and before it is closed those that
 * the urgent lane told of, with their urgent notifications alone. Only of a closed month do the
 * positions say anything.
 */
export function pullWorkable(
  tx: Tx,
  caller: Municipality,
  month: Month,
  caseIds: readonly string[],
): Promise<PulledCases> {
  return pull(tx, caller, month, caseIds, true)
}

async function pull(
  tx: Tx,
  { municipality }: Municipality,
  month: Month,
  caseIds: readonly string[],
  isRunningToo: boolean,
): Promise<PulledCases> {
  if (caseIds.length === 0) return { items: [], positions: [], deliveryKeys: [] }
  const [closed, running, followUps, held, disputed] = await Promise.all([
    selectItemsOf(tx, municipality, month, caseIds),
    isRunningToo ? selectRunning(tx, municipality, month, caseIds) : [],
    selectFollowUps(tx, municipality, month),
    selectHeld(tx, municipality),
    selectDisputed(tx, municipality),
  ])
  const found = [...closed, ...runningItems(running, lapsesOf(followUps), month)]
  // An item whose term is over is an empty text: there is no such case any more.
  const kept = found.filter(({ item }) => item.text !== '')
  const since = sinceClosing(followUps, [], held, disputed)
  const pulled = kept.map(({ position, item }) => ({ position, ...pullItem(item, since) }))
  const ids = [...new Set(pulled.flatMap(({ deliveryKeys }) => deliveryKeys))]
  const deliveryKeys =
    ids.length === 0 ? [] : await selectDeliveryKeys(tx, municipality, [month], ids)
  if (deliveryKeys.length !== ids.length) throw brokenFeed()
  const placed = new Map(
    pulled.map(({ position, pieces }) => {
      const item = JSON.parse(pieces.map(String).join('')) as Schemas['FeedItem']
      return [item.caseId, { position, item }] as const
    }),
  )
  const inOrder = caseIds.flatMap((id) => placed.get(id) ?? [])
  return {
    items: inOrder.map(({ item }) => item),
    positions: inOrder.map(({ position }) => position),
    deliveryKeys,
  }
}

/** Cases of a running month; what was corrected is not in them, as it will not be in the feed. */
function runningItems(
  rows: readonly RunningRow[],
  lapses: ReadonlyMap<string, Lapse>,
  month: Month,
): PlacedItem[] {
  const cases = new Map<string, RunningRow[]>()
  for (const row of rows) {
    const { creditor, notification_id: notificationId, case_id: caseId } = row
    if (lapses.get(keyOf({ creditor, notificationId })) === 'CORRECTED') continue
    const others = cases.get(caseId)
    if (others === undefined) cases.set(caseId, [row])
    else others.push(row)
  }
  return [...cases.values()].map((one) => ({ position: 0, item: runningItem(one, month) }))
}

/** What shows that pulled cases are those that were closed in, without the rest of the month. */
export interface CasesProof {
  readonly statement: Schemas['FeedStatement']
  readonly statementSignature: string
  readonly checkpoint: string
  /** The intakes that brought the notifications of these cases. */
  readonly intakeEntries: readonly Schemas['IntakeEntry'][]
  /** Hashes that lead from the leaves of the items to the root (see `subsetProof`), in hexadecimal. */
  readonly proof: readonly string[]
}

/**
 * Proves pulled cases under what the hub signed when the month was closed.
 *
 * @throws {HubError} `feed.unknown` when the month is not closed, or its term is over.
 */
export async function proveCases(
  tx: Tx,
  caller: Municipality,
  month: Month,
  { items, positions }: PulledCases,
): Promise<CasesProof> {
  const named = items.flatMap(({ notifications }) =>
    notifications.map(({ creditorId, notificationId }) => ({
      creditor: creditorId,
      notificationId,
    })),
  )
  const [feed, leaves, intakes] = await Promise.all([
    selectFeed(tx, caller.municipality, month),
    store.selectLeaves(tx, caller.municipality, month),
    store.selectIntakesOf(tx, caller.municipality, month, named),
  ])
  if (feed === undefined || feed.forgotten_at !== null) {
    throw new HubError('feed.unknown', 'There is no feed of that month.')
  }
  if (leaves.length !== feed.items) throw brokenFeed()
  return {
    statement: JSON.parse(feed.statement) as Schemas['FeedStatement'],
    statementSignature: feed.statement_signature,
    checkpoint: feed.checkpoint,
    intakeEntries: await intakeEntries(
      tx,
      caller,
      feed,
      new Set([...intakes, ...carriedBy(items)]),
    ),
    proof: subsetProof(leaves, positions).map((hash) => hash.toString('hex')),
  }
}

/** Entries at other municipalities, of cases that were taken over from there. */
function carriedBy(items: PulledCases['items']): readonly string[] {
  return items.flatMap(({ transferred }) => transferred?.intakeEntries ?? [])
}

/** Names of a closed month's cases from a place on, in their order: a page of the whole. */
export function caseIdsFrom(
  tx: Tx,
  { municipality }: Municipality,
  month: Month,
  from: number,
  count: number,
): Promise<readonly string[]> {
  return store.selectCaseIds(tx, municipality, month, from, count)
}
