import { createHash } from 'node:crypto'
import { join } from 'node:path'
import {
  checkReceipt,
  RefusedError,
  verifyHubSignature,
  type HubConnection,
  type SignedBody,
} from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { CommandFailure } from '../failure.js'
import { writeDurably } from './durable.js'
import type { FoundItem } from './found-item.js'
import { patiently } from './patience.js'
import type { ReceiptFolder } from './receipts.js'
import type { PlannedBatch } from './state.js'

type Item = components['schemas']['Notification']
type Receipt = components['schemas']['Receipt']

/** What delivering works with. */
export interface Delivering {
  readonly hub: HubConnection
  readonly receipts: ReceiptFolder
  /** Where bodies are kept as they were signed, with everybody in them; nowhere unless told. */
  readonly bodies: string | undefined
  /** How long a hub that cannot be reached is tried again, in milliseconds. */
  readonly patienceMs: number
  /** Called with the number of rows that have a receipt. */
  readonly onProgress: (rows: number) => void
}

/**
 * Delivers the batches of a plan that have no receipt yet, in order. Stopped at any point and begun
 * again it sends the very same bytes, so that the hub answers with the first receipt and takes nothing
 * in twice.
 *
 * @param items All notifications of the file, read as when the plan was made.
 * @returns How many batches had to be sent.
 * @throws {CommandFailure} `delivery.interrupted` (3) when the hub cannot be reached for too long.
 */
export async function deliverPlan(
  items: () => AsyncIterable<FoundItem>,
  batches: readonly PlannedBatch[],
  delivering: Delivering,
): Promise<number> {
  const { hub, receipts, onProgress } = delivering
  let rows = 0
  const waiting: PlannedBatch[] = []
  for (const batch of batches) {
    if ((await receipts.of(batch, hub.clock.now())) === undefined) waiting.push(batch)
    else rows += batch.count
  }
  onProgress(rows)
  const open = waiting.length
  let current: Item[] = []
  let batch = waiting.shift()
  if (batch === undefined) return 0
  for await (const { row, item } of items()) {
    if (batch === undefined) break
    if (!holds(batch, row)) continue
    current.push(item as unknown as Item)
    if (current.length < batch.count) continue
    await deliverBatch(batch, current, delivering)
    rows += batch.count
    onProgress(rows)
    current = []
    batch = waiting.shift()
  }
  if (batch !== undefined) throw changed()
  return open
}

function holds({ rows }: PlannedBatch, row: number): boolean {
  if (row < rows[0]![0]) return false
  return rows.some(([first, last]) => row >= first && row <= last)
}

async function deliverBatch(
  batch: PlannedBatch,
  items: readonly Item[],
  { hub, receipts, bodies, patienceMs }: Delivering,
): Promise<void> {
  const text = hub.batchText(batch.batchId, batch, items)
  if (createHash('sha256').update(text).digest('hex') !== batch.digest) throw changed()
  const body = hub.signText(text, batch.nonce)
  if (bodies !== undefined) await writeDurably(join(bodies, `${batch.batchId}.body.json`), text)
  const answer = await patiently(() => answerFor(hub, batch, body), patienceMs)
  await receipts.keep(batch.batchId, answer.text, answer.signature)
}

interface Answer {
  readonly text: string
  readonly signature: string
}

async function answerFor(
  hub: HubConnection,
  batch: PlannedBatch,
  body: SignedBody,
): Promise<Answer> {
  try {
    const { text, signature } = await hub.submit(body)
    // It was checked, so it is there.
    return { text, signature: signature! }
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== 'body.stale') throw error
    return keptAnswer(hub, batch, body)
  }
}

/** After a week the hub takes no bytes any more; whether it took them before, it still knows. */
async function keptAnswer(
  hub: HubConnection,
  { batchId }: PlannedBatch,
  body: SignedBody,
): Promise<Answer> {
  try {
    const { receipt } = await hub.batchStatus(batchId)
    const bytes = Buffer.from(receipt.text)
    const type = 'vroegsignaal-receipt+jws'
    await verifyHubSignature(hub.identity, bytes, receipt.signature, type, hub.clock.now())
    checkReceipt(body, JSON.parse(receipt.text) as Receipt)
    return receipt
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== 404) throw error
    throw new CommandFailure(
      'delivery.stale',
      'This delivery was begun more than a week ago and was not completed. Deliver with --new; rows that were delivered are recognised.',
      1,
      'Deze aanlevering is meer dan een week geleden begonnen en niet voltooid. Lever aan met --new; wat al is afgeleverd wordt herkend.',
    )
  }
}

function changed(): CommandFailure {
  return new CommandFailure(
    'delivery.changed',
    'The file is not read as when its delivery began, so nothing more is sent. Put the file back, or deliver with --new; rows that were delivered are recognised.',
    1,
    'Het bestand wordt niet meer gelezen zoals bij het begin van de aanlevering; er is niets meer verstuurd. Zet het bestand terug, of lever aan met --new; wat al is afgeleverd wordt herkend.',
  )
}
