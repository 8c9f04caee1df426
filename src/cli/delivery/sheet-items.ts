import type { Day } from '../../kernel/calendar.js'
import { isEmpty, readRow, type FieldName } from '../../spreadsheet/index.js'
import type { FoundItem } from './found-item.js'
import type { ReadingOptions, RowSource, StudiedSheet } from './studied-sheet.js'

/** What rows mean that do not say it themselves. */
export interface RowMeaning {
  /** Codes of municipalities by plain name. */
  readonly municipalities: Readonly<Record<string, string>>
  readonly given: Readonly<Partial<Record<FieldName, string>>>
  readonly reportedOn: Day
}

/** An item as it is read from a row. */
export type RowItem = FoundItem['item']

/**
 * The notifications of a sheet, one by one; the same input gives the same items.
 *
 * @param giveId Gives an item its identifier that has none.
 */
export async function* sheetItems<Sheet extends RowSource>(
  { open, columns, headingRow, survey }: StudiedSheet<Sheet>,
  { decimals, dates }: Pick<ReadingOptions, 'decimals' | 'dates'>,
  meaning: RowMeaning,
  giveId: (item: RowItem) => RowItem | Promise<RowItem>,
): AsyncGenerator<FoundItem> {
  const { municipalities, given, reportedOn } = meaning
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
    const isNamed = !isIdMade || findings.length > 0
    yield { row: number, item: isNamed ? item : await giveId(item), findings, isIdMade }
  }
}
