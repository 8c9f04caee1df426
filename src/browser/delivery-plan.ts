import type { PlannedBatch, RowOutcome } from '../cli/delivery/state.js'
import type { RowMeaning } from '../cli/delivery/sheet-items.js'
import type { ReadingChoices } from './sheet-file.js'

/** A receipt with the signature it came with. */
export interface KeptReceipt {
  readonly text: string
  readonly signature: string
}

/** A batch with what its receipt must say of its items. */
export interface DigestedBatch extends PlannedBatch {
  /** Salted digest of each item, hexadecimal; deliveries that an older page began have none. */
  readonly itemDigests?: readonly string[]
}

/**
 * What is delivered of a file, decided and kept before the first byte leaves. It holds no person: row
 * numbers, codes, and what each batch needs to be made again byte for byte from the same file. So a
 * delivery that was interrupted anywhere goes on with the very same batches, and the hub, which knows
 * them, takes nothing in twice.
 */
export interface Delivery {
  readonly id: string
  readonly begunAt: string
  /** Name of the file on this computer; stays in this browser. */
  readonly fileName: string
  /** SHA-256 of the file, hexadecimal: only this very file can go on. */
  readonly file: string
  readonly hub: string
  readonly party: string
  readonly reading: ReadingChoices
  readonly meaning: RowMeaning
  readonly batches: readonly DigestedBatch[]
  /** Of rows that are not delivered, or about which there is something to tell. */
  readonly outcomes: readonly RowOutcome[]
  /** By batch identifier; what is here is delivered. */
  readonly receipts: Readonly<Record<string, KeptReceipt>>
}

/** Batches that have no receipt yet, in order. */
export function openBatches({ batches, receipts }: Delivery): readonly DigestedBatch[] {
  return batches.filter(({ batchId }) => receipts[batchId] === undefined)
}

/** Rows of a batch, by number. */
export function rowsOf({ rows }: Pick<PlannedBatch, 'rows'>): number[] {
  return rows.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  )
}

/** Whether a batch holds a row. */
export function holds({ rows }: Pick<PlannedBatch, 'rows'>, row: number): boolean {
  return rows.some(([first, last]) => row >= first && row <= last)
}
