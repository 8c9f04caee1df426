import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { contextOf, rowKeyOf } from '../cli/delivery/context.js'
import { openSource, requireColumns } from '../cli/delivery/source.js'
import type { Clock } from '../kernel/clock.js'
import { CONTRACT_COLUMNS, rowFromItem } from '../spreadsheet/index.js'
import { using } from './municipality.js'
import type { Delivery, Item } from './reporting.js'

/** What a sheet came down to when the party's program read it. */
export interface ReadSheet {
  readonly items: readonly Item[]
  readonly rows: number
}

/**
 * Writes what a landlord reports as the sheet that it keeps, and reads that back as its program does
 * before it delivers: rows that cannot be read stay behind.
 *
 * @param folder Where its sheets are.
 * @param party Folder with its certificates.
 */
export async function throughSheet(
  folder: string,
  party: string,
  { items, month, round }: Delivery,
  clock: Clock,
): Promise<ReadSheet> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${month}-${round}.csv`)
  const text = stringify([CONTRACT_COLUMNS, ...items.map(rowFromItem)])
  writeFileSync(path, text, { mode: 0o600 })
  const reading = { map: new Map<string, never>(), given: {} }
  const source = await openSource(path, reading)
  const mandates = await using(party, clock, (hub) => hub.mandates())
  const context = contextOf(mandates, reading, clock.now(), rowKeyOf(party))
  requireColumns(source, context)
  const read: Item[] = []
  for await (const { item, findings } of source.items(context)) {
    if (findings.length === 0) read.push(item as unknown as Item)
  }
  return { items: read, rows: items.length }
}
