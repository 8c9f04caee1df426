import { extname } from 'node:path'
import type { Day } from '../../kernel/calendar.js'
import { isEmpty, readRow, requireFields, type FieldName } from '../../spreadsheet/index.js'
import { lookAt, type FileLook } from '../files/text-encoding.js'
import { withId, type FoundItem } from './found-item.js'
import { jsonItems } from './json-items.js'
import { studySheet, type ReadingOptions, type StudiedSheet } from './studied-sheet.js'

/** What the rows of a file are read with, beside the file itself. */
export interface ReadingContext {
  readonly municipalities: Readonly<Record<string, string>>
  readonly given: Readonly<Partial<Record<FieldName, string>>>
  readonly reportedOn: Day
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
  const sheet = await studySheet(path, options)
  const { look } = sheet.open
  const { rows } = sheet.survey
  return { path, look, rows, sheet, items: (context) => sheetItems(sheet, options, context) }
}

/** Checks that every needed field has a column or a value. @throws {HeadingProblem} */
export function requireColumns({ sheet }: ItemSource, context: ReadingContext): void {
  if (sheet !== undefined) requireFields(sheet.columns, new Set(Object.keys(context.given)))
}

async function* sheetItems(
  { open, columns, headingRow, survey }: StudiedSheet,
  { decimals, dates }: ReadingOptions,
  { municipalities, given, reportedOn, idKey }: ReadingContext,
): AsyncGenerator<FoundItem> {
  const reading = {
    columns,
    notationOf: survey.notationOf.bind(survey),
    ...(decimals === undefined ? {} : { decimals }),
    ...(dates === undefined ? {} : { dates }),
    ...(open.dayZero === undefined ? {} : { dayZero: open.dayZero }),
    municipalities,
    given,
    reportedOn,
  }
  for await (const { number, cells } of open.rows()) {
    if (number <= headingRow || cells.every(isEmpty)) continue
    const { item, findings } = readRow(cells, reading)
    const isIdMade = item['notificationId'] === undefined
    yield {
      row: number,
      item: isIdMade && findings.length === 0 ? withId(item, idKey) : item,
      findings,
      isIdMade,
    }
  }
}
