import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signBody } from '../../src/client/signed-body.js'
import { randomId } from '../../src/kernel/identifiers.js'
import type { Item } from './population.js'
import { NOW, type BenchSetting, type Sender } from './setting.js'

/** A batch that was signed before the clock started. */
export interface SignedBatch {
  readonly sender: Sender
  readonly items: number
  readonly signature: string
  /** The exact bytes that were signed. */
  readonly body: () => Buffer
}

/**
 * Signs batches and keeps their bytes in files, so that a large run does not need them in memory.
 *
 * @returns Batches of all creditors by turns, as they would come in.
 */
export function signBatches(
  setting: Pick<BenchSetting, 'hub' | 'folder' | 'senders'>,
  items: ReadonlyMap<string, readonly Item[]>,
  batchItems: number,
): readonly SignedBatch[] {
  const folder = join(setting.folder, 'batches')
  mkdirSync(folder, { recursive: true })
  const turns: SignedBatch[][] = []
  for (const [creditor, all] of items) {
    const sender = setting.senders.get(creditor)!
    // Of equal size, so that the last ones do not cost more per item than the first.
    const size = Math.ceil(all.length / Math.ceil(all.length / batchItems))
    for (let from = 0, turn = 0; from < all.length; from += size, turn += 1) {
      const part = all.slice(from, from + size)
      const { text, signature } = sign(setting.hub, sender, part)
      const file = join(folder, randomId())
      writeFileSync(file, text)
      const batch = { sender, items: part.length, signature, body: () => readFileSync(file) }
      turns[turn] = [...(turns[turn] ?? []), batch]
    }
  }
  return turns.flat()
}

/** Signs one small batch and keeps it in memory. */
export function signSmall(hub: string, sender: Sender, items: readonly Item[]): SignedBatch {
  const { text, signature } = sign(hub, sender, items)
  const bytes = Buffer.from(text)
  return { sender, items: items.length, signature, body: () => bytes }
}

function sign(hub: string, sender: Sender, notifications: readonly Item[]) {
  const fields = { batchId: randomId(), notifications }
  const now = new Date(NOW)
  return signBody(hub, 'submitNotificationBatch', fields, sender.signingKey, now)
}
