import { stringify } from 'csv-stringify/sync'
import writeXlsxFile from 'write-excel-file/node'
import { type OpenedFeed, writePrivate } from '../../client/index.js'
import { CASE_HEADINGS, caseRows } from './case-rows.js'
import type { KeptCase } from './kept-cases.js'
import { safeCell } from './safe-cells.js'
import { visitList } from './visit-list.js'

/** The forms in which an opened month can be written. */
export type CaseFormat = 'json' | 'visits' | TableFormat
export type TableFormat = 'csv' | 'xlsx'

/** Writes an opened month to a file that only its owner may read; it holds people in clear. */
export async function writeCases(
  path: string,
  format: CaseFormat,
  feed: OpenedFeed,
): Promise<void> {
  writePrivate(path, await encode(format, feed))
}

/** Writes opened cases as a table that only its owner may read; it holds people in clear. */
export async function writeCaseTable(
  path: string,
  format: TableFormat,
  cases: readonly KeptCase[],
): Promise<void> {
  writePrivate(path, await encodeTable(format, cases))
}

async function encode(format: CaseFormat, feed: OpenedFeed): Promise<string | Buffer> {
  if (format === 'json') return `${JSON.stringify(feed, undefined, 2)}\n`
  if (format === 'visits') return visitList(feed.statement.month, feed.cases)
  return encodeTable(format, feed.cases)
}

async function encodeTable(
  format: TableFormat,
  cases: readonly KeptCase[],
): Promise<string | Buffer> {
  const rows = caseRows(cases)
  if (format === 'csv') {
    const cells = rows.map((row) => CASE_HEADINGS.map((heading) => safeCell(row[heading])))
    return stringify([[...CASE_HEADINGS], ...cells], { bom: true, record_delimiter: 'windows' })
  }
  const sheet = [
    CASE_HEADINGS.map((heading) => ({ value: heading, fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      CASE_HEADINGS.map((heading) => ({ type: String, value: safeCell(row[heading]) })),
    ),
  ]
  return writeXlsxFile(sheet).toBuffer()
}
