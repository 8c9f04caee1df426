import { placeName, type Counted, type PublishedCell, type Sum, type Suppression } from './cell.js'
import { NATION } from './cell.js'

/** Numbers from 1 to one less than this are not shown. */
export const SMALLEST_SHOWN = 5

/** A table on its way to be published: what is counted, and what of it is not shown. */
export class Draft {
  readonly cells: readonly Counted[]
  readonly #byName: ReadonlyMap<string, Counted>
  readonly #sumsOf: ReadonlyMap<string, readonly Sum[]>
  readonly #hidden = new Map<string, Suppression>()

  /** @param sums All that hold among these cells, also with cells of earlier publications. */
  constructor(cells: readonly Counted[], sums: readonly Sum[]) {
    this.cells = cells
    this.#byName = new Map(cells.map((cell) => [placeName(cell), cell]))
    const sumsOf = new Map<string, Sum[]>()
    for (const sum of sums) {
      for (const name of [sum.total, ...sum.parts]) {
        sumsOf.set(name, [...(sumsOf.get(name) ?? []), sum])
      }
    }
    this.#sumsOf = sumsOf
    for (const cell of cells) {
      if (cell.value > 0 && cell.value < SMALLEST_SHOWN) this.hide(cell, 'PRIMARY')
    }
  }

  /** The table as it would be published now. */
  published(): PublishedCell[] {
    return this.cells.map(({ value, ...place }) => {
      const suppression = this.#hidden.get(placeName(place)) ?? null
      return { ...place, value: suppression === null ? value : null, suppression }
    })
  }

  /** Leaves a number out. */
  hide(cell: Counted, suppression: Suppression): void {
    const name = placeName(cell)
    if (!this.#hidden.has(name)) this.#hidden.set(name, suppression)
  }

  /**
   * Leaves out what protects a number within the sums that it stands in: in each in which those that
   * are not shown beside it are too few to hide behind, the cheapest that suffices.
   *
   * @returns Whether anything more is left out now.
   */
  protect(name: string): boolean {
    const found = (this.#sumsOf.get(name) ?? []).map((sum) => this.#protectIn(sum, name))
    return found.includes(true)
  }

  /**
   * Leaves out one more number near this one, whatever it costs, in a sum that it stands in or in one
   * that hangs together with those; false when there is none. Without anything of the draft that could
   * still be shown, a reader knows no more than before it.
   */
  protectFurther(name: string): boolean {
    const seen = new Set([name])
    for (const near of seen) {
      for (const sum of this.#sumsOf.get(near) ?? []) {
        const [next] = this.#candidates(sum)
        if (next !== undefined) {
          this.hide(next, 'SECONDARY')
          return true
        }
        for (const other of [sum.total, ...sum.parts]) seen.add(other)
      }
    }
    return false
  }

  #protectIn(sum: Sum, name: string): boolean {
    const others = [sum.total, ...sum.parts].filter(
      (other) => other !== name && this.#hidden.has(other),
    )
    // A reader knows that each of them is one at least: only the rest of it is room.
    const hiding = others.reduce(
      (total, other) => total + Math.max(0, (this.#byName.get(other)?.value ?? 0) - 1),
      0,
    )
    if (hiding >= SMALLEST_SHOWN) return false
    const [next] = this.#candidates(sum)
    if (next === undefined) return false
    this.hide(next, 'SECONDARY')
    return true
  }

  /** What could be left out of a sum, cheapest first: large enough to hide behind, totals last. */
  #candidates(sum: Sum): Counted[] {
    const costOf = (cell: Counted) =>
      cell.value + (placeName(cell) === sum.total || cell.row === NATION ? 1e12 : 0)
    return [sum.total, ...sum.parts]
      .flatMap((name) => {
        const cell = this.#byName.get(name)
        return cell === undefined || this.#hidden.has(name) || cell.value === 0 ? [] : [cell]
      })
      .sort(
        (one, other) => costOf(one) - costOf(other) || (placeName(one) < placeName(other) ? -1 : 1),
      )
  }
}
