import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { CONTRACT_COLUMNS, rowFromItem } from '../spreadsheet/index.js'
import type { SteppedClock } from '../kernel/clock.js'
import { randomId } from '../kernel/identifiers.js'
import { using } from './municipality.js'
import type { Delivery, Item } from './reporting.js'
import type { Tally } from './tally.js'

/** Creditors send at most so many notifications in one signed batch here. */
const BATCH = 500

/** Delivers what one party sends in one go, in signed batches, and counts what came of it. */
export async function deliver(
  folder: string,
  { items }: Delivery,
  clock: SteppedClock,
  tally: Tally,
): Promise<void> {
  await using(folder, clock, async (hub) => {
    for (let from = 0; from < items.length; from += BATCH) {
      const batch = items.slice(from, from + BATCH)
      const { document } = await hub.submit(hub.signBatch(randomId(), batch))
      tally.received(batch, document.items)
    }
  })
}

/** Writes what a creditor sent in a month, one row per item, in the columns that the CLI reads. */
export function writeSent(
  folder: string,
  slug: string,
  month: string,
  items: readonly Item[],
): void {
  const below = join(folder, 'creditors', slug)
  mkdirSync(below, { recursive: true, mode: 0o700 })
  const text = stringify([CONTRACT_COLUMNS, ...items.map(rowFromItem)])
  writeFileSync(join(below, `${month}.csv`), text, { mode: 0o600 })
}
