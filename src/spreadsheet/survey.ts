import { decimalSignOf } from './amounts.js'
import { isEmpty, type Cell } from './cell.js'
import type { Columns, Notation } from './columns.js'
import { dateFormOf, dateOrderOf } from './dates.js'

type Changing<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** Looks at all rows of a sheet once, for what their notation shows and how many there are. */
export class Survey {
  readonly #columns: Columns
  readonly #notations = new Map<number, Changing<Notation>>()
  #rows = 0

  constructor(columns: Columns) {
    this.#columns = columns
  }

  /** Takes in one row; a row without content does not count. */
  add(cells: readonly Cell[]): void {
    if (cells.every(isEmpty)) return
    this.#rows += 1
    for (const { index, field } of this.#columns.known) {
      const cell = cells[index]
      if (cell === undefined || isEmpty(cell)) continue
      if (field.shape === 'euros') this.#note(index, 'sign', decimalSignOf(cell))
      if (field.shape === 'day') {
        this.#note(index, 'order', dateOrderOf(cell))
        this.#note(index, 'form', dateFormOf(cell))
      }
    }
  }

  /** Rows with content. */
  get rows(): number {
    return this.#rows
  }

  /** What a column shows; empty for one that shows nothing. */
  notationOf(index: number): Notation {
    return this.#notations.get(index) ?? {}
  }

  #note<Key extends keyof Notation>(index: number, key: Key, shown: Notation[Key]): void {
    if (shown === undefined) return
    const notation = this.#notations.get(index) ?? {}
    this.#notations.set(index, notation)
    const before = notation[key]
    notation[key] = before === undefined || before === shown ? shown : ('both' as Notation[Key])
  }
}
