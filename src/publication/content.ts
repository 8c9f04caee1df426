import type { MunicipalityCode } from '../parties/index.js'
import type { Period, PublishedCell, Row, Suppression } from './cell.js'

/** A table as it is kept: short, because there are thousands of numbers in it. */
export interface Content {
  /** Code and name. */
  readonly municipalities: readonly (readonly [MunicipalityCode, string])[]
  /** Row, variable, value unless it is not shown, and then why. */
  readonly cells: readonly (readonly [Row, string, number | null, Suppression | null])[]
}

/** Packs the cells of one period. */
export function pack(
  municipalities: Content['municipalities'],
  cells: readonly PublishedCell[],
): Content {
  return {
    municipalities,
    cells: cells.map(({ row, variable, value, suppression }) => [
      row,
      variable,
      value,
      suppression,
    ]),
  }
}

/** The cells of a period again. */
export function unpack(period: Period, { cells }: Content): PublishedCell[] {
  return cells.map(([row, variable, value, suppression]) => ({
    period,
    row,
    variable,
    value,
    suppression,
  }))
}
