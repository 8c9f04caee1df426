import { extname } from 'node:path'
import { requireFields } from '../../spreadsheet/index.js'
import { openSheet } from '../files/open-sheet.js'
import { lookAt, type FileLook } from '../files/text-encoding.js'
import { withId, type FoundItem } from './found-item.js'
import { jsonItems } from './json-items.js'
import { sheetItems, type RowMeaning } from './sheet-items.js'
import { studySheet, type ReadingOptions, type StudiedSheet } from './studied-sheet.js'

/** What the rows of a file are read with, beside the file itself. */
export interface ReadingContext extends RowMeaning {
  /** For identifiers of rows that have none. */
  readonly idKey: Buffer
}

/** A file of notifications that was looked through, and can be read as often as needed. */
export interface ItemSource {
  readonly path: string
  readonly look: FileLook
  /** How many rows there are; unknown for a list that is not looked through first. */
  readonly rows: number | undefined
  /** Of a file with columns. */
  readonly sheet?: StudiedSheet
  /** Every notification, in order; the same context gives the same items. */
  items(context: ReadingContext): AsyncGenerator<FoundItem>
}

/**
 * Looks through a file of notifications: a workbook or CSV by its content, `.json` and `.ndjson` by
 * their names.
 *
 * @throws {CommandFailure} `file.*` and `headings.*`, with a place and never with content.
 */
export async function openSource(path: string, options: ReadingOptions): Promise<ItemSource> {
  const extension = extname(path).toLowerCase()
  if (extension === '.json' || extension === '.ndjson') {
    const look = await lookAt(path)
    return { path, look, rows: undefined, items: () => jsonItems(path, extension, look) }
  }
  const sheet = await studySheet(await openSheet(path, options.sheet), options)
  const { look } = sheet.open
  const { rows } = sheet.survey
  const items = (context: ReadingContext) =>
    sheetItems(sheet, options, context, (item) => withId(item, context.idKey))
  return { path, look, rows, sheet, items }
}

/** Checks that every needed field has a column or a value. @throws {HeadingProblem} */
export function requireColumns({ sheet }: ItemSource, context: ReadingContext): void {
  if (sheet !== undefined) requireFields(sheet.columns, new Set(Object.keys(context.given)))
}
