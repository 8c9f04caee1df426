/** A cell of a spreadsheet that holds an error, such as a division by zero. */
export const CELL_ERROR = Symbol('error in the cell')

/**
 * What a cell holds. A text file has texts only; a workbook also knows numbers (dates among them),
 * truth values and errors. A cell without content is the empty text.
 */
export type Cell = string | number | boolean | typeof CELL_ERROR

/** A row as it was read: its number in the sheet or the file, counted from 1, and its cells. */
export interface SheetRow {
  readonly number: number
  readonly cells: readonly Cell[]
}

/** Whether nothing stands in a cell but spaces. */
export function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || (typeof cell === 'string' && trimmed(cell) === '')
}

/** A text without the spaces around it, also those that do not break. */
export function trimmed(text: string): string {
  return text.trim()
}

/** The name that a spreadsheet gives a column: 0 is `A`, 26 is `AA`. */
export function columnLetters(index: number): string {
  let letters = ''
  for (let left = index; left >= 0; left = Math.floor(left / 26) - 1) {
    letters = String.fromCharCode(65 + (left % 26)) + letters
  }
  return letters
}
