import {
  HeadingProblem,
  isEmpty,
  Survey,
  understandColumns,
  type Columns,
  type DateOrder,
  type DecimalSign,
  type Field,
  type FieldName,
  type SheetRow,
} from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'
import type { OpenSheet } from '../files/open-sheet.js'

/** What somebody tells about a file, because it does not show. */
export interface ReadingOptions {
  readonly decimals?: DecimalSign
  readonly dates?: DateOrder
  readonly sheet?: string
  /** Fields by heading or column letter; `undefined` for a column that nothing is sent of. */
  readonly map: ReadonlyMap<string, Field | undefined>
  /** Values for rows that have none of their own. */
  readonly given: Readonly<Partial<Record<FieldName, string>>>
}

/** Rows that can be read as often as needed. */
export type RowSource = Pick<OpenSheet, 'rows' | 'dayZero'>

/** A sheet whose headings were understood and whose rows were looked at once. */
export interface StudiedSheet<Sheet extends RowSource = OpenSheet> {
  readonly open: Sheet
  readonly columns: Columns
  /** Number of the row that holds the headings. */
  readonly headingRow: number
  readonly survey: Survey
}

/** A title or two may stand above the headings. */
const MOST_ROWS_ABOVE = 10

/**
 * Finds the headings of a sheet and looks at all its rows.
 *
 * @throws {HeadingProblem} When no row has headings. @throws {CommandFailure} `file.*`.
 */
export async function studySheet<Sheet extends RowSource>(
  open: Sheet,
  options: Pick<ReadingOptions, 'map'>,
): Promise<StudiedSheet<Sheet>> {
  let columns: Columns | undefined
  let headingRow = 0
  let survey: Survey | undefined
  let above = 0
  for await (const row of open.rows()) {
    if (survey !== undefined) {
      survey.add(row.cells)
      continue
    }
    if (row.cells.every(isEmpty)) continue
    columns = headingsOf(row, options, above >= MOST_ROWS_ABOVE)
    above += 1
    if (columns === undefined) continue
    headingRow = row.number
    survey = new Survey(columns)
  }
  if (columns === undefined || survey === undefined) throw new HeadingProblem('headings.none')
  if (survey.rows === 0) {
    throw new CommandFailure(
      'file.empty',
      'There are no rows below the headings.',
      2,
      'Onder de koppen staan geen rijen.',
    )
  }
  return { open, columns, headingRow, survey }
}

function headingsOf(
  { cells }: SheetRow,
  { map }: Pick<ReadingOptions, 'map'>,
  isLast: boolean,
): Columns | undefined {
  try {
    return understandColumns(cells, map)
  } catch (error) {
    const isNone = error instanceof HeadingProblem && error.code === 'headings.none'
    if (isNone && !isLast) return undefined
    throw error
  }
}
