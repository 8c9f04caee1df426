import type { FoundItem } from '../cli/delivery/found-item.js'
import type { RowOutcome } from '../cli/delivery/state.js'
import type { components } from '../generated/openapi.js'
import { holds, openBatches, rowsOf, type Delivery, type DigestedBatch } from './delivery-plan.js'
import { newId, Refused, type Hub } from './hub.js'
import { changedItems, itemDigests, itemsRoot } from './item-root.js'
import { PIECE } from './row-check.js'
import { digestOf, newFrame } from './signatures.js'
import type { SigningKey } from './signing-key.js'
import type { BrowserStore } from './store.js'

type Item = components['schemas']['Notification']

/** The file is not read as when its delivery began, so nothing more of it is sent. */
export class Changed extends Error {
  override readonly name = 'Changed'
  /** Which rows are another notification now, as far as that is known. */
  readonly rows: readonly number[]

  constructor(rows: readonly number[]) {
    super('other bytes')
    this.rows = rows
  }
}

/** The delivery began more than a week ago: the hub takes no bytes any more that old. */
export class Stale extends Error {
  override readonly name = 'Stale'
}

/** Divides what can be delivered into batches, each with its bytes decided. */
export async function planBatches(
  found: readonly FoundItem[],
  outcomes: readonly RowOutcome[],
  hub: Hub,
): Promise<DigestedBatch[]> {
  const left = new Set(outcomes.filter(({ status }) => status !== 'noted').map(({ row }) => row))
  const ready = found.filter(({ row }) => !left.has(row))
  const batches: DigestedBatch[] = []
  for (let at = 0; at < ready.length; at += PIECE) {
    const piece = ready.slice(at, at + PIECE)
    const frame = newFrame(hub.now())
    const batchId = newId()
    const items = itemsOf(piece)
    const digest = await digestOf(hub.batchText(batchId, frame, items))
    const planned = { batchId, ...frame, rows: runsOf(piece), count: piece.length, digest }
    batches.push({ ...planned, itemDigests: await itemDigests(items, frame.nonce) })
  }
  return batches
}

/**
 * Looks which open batches the hub has taken in although its answer did not arrive here; for this the
 * file is not needed.
 *
 * @returns The delivery with the receipts that were found, kept already.
 */
export async function recover(
  delivery: Delivery,
  hub: Hub,
  store: BrowserStore,
): Promise<Delivery> {
  let current = delivery
  for (const batch of openBatches(delivery)) {
    const { batchId } = batch
    const receipt = await hub.findReceipt(batchId, await contentOf(batch))
    if (receipt === undefined) continue
    current = withReceipt(current, batchId, receipt)
    await store.keep(current)
  }
  return current
}

/**
 * Delivers the batches that have no receipt yet, in order. Stopped at any point and begun again it
 * sends the very same bytes: the hub answers with the first receipt and takes nothing in twice.
 *
 * @param found All notifications of the file, read as when the plan was made.
 */
export async function deliver(
  delivery: Delivery,
  found: readonly FoundItem[],
  hub: Hub,
  key: SigningKey,
  store: BrowserStore,
  onProgress: (delivery: Delivery) => void,
): Promise<Delivery> {
  let current = delivery
  for (const batch of openBatches(delivery)) {
    const items = itemsOf(found.filter(({ row }) => holds(batch, row)))
    const text = hub.batchText(batch.batchId, batch, items)
    if ((await digestOf(text)) !== batch.digest) throw new Changed(await changedRows(batch, items))
    const content = await contentOf(batch)
    const receipt = await hub.submit(text, content, key).catch(async (error: unknown) => {
      if (!(error instanceof Refused) || error.code !== 'body.stale') throw error
      const kept = await hub.findReceipt(batch.batchId, content)
      if (kept === undefined) throw new Stale('more than a week')
      return kept
    })
    current = withReceipt(current, batch.batchId, receipt)
    await store.keep(current)
    onProgress(current)
  }
  return current
}

/** What a receipt of the batch must be about. */
async function contentOf({ digest, itemDigests: digests }: DigestedBatch) {
  return { digest, root: digests === undefined ? undefined : await itemsRoot(digests) }
}

/** Rows of a batch whose notification is not the one that was planned, as far as the plan says. */
async function changedRows(batch: DigestedBatch, items: readonly Item[]): Promise<number[]> {
  const { itemDigests: planned, nonce } = batch
  if (planned === undefined) return []
  const changed = new Set(await changedItems(planned, items, nonce))
  return rowsOf(batch).filter((_, at) => changed.has(at))
}

function withReceipt(
  delivery: Delivery,
  batchId: string,
  { text, signature }: { readonly text: string; readonly signature: string },
): Delivery {
  return { ...delivery, receipts: { ...delivery.receipts, [batchId]: { text, signature } } }
}

function itemsOf(found: readonly FoundItem[]): readonly Item[] {
  return found.map(({ item }) => item as unknown as Item)
}

function runsOf(found: readonly FoundItem[]): (readonly [number, number])[] {
  const runs: [number, number][] = []
  for (const { row } of found) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === row - 1) last[1] = row
    else runs.push([row, row])
  }
  return runs
}
