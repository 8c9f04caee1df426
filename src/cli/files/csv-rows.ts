import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { SheetRow } from '../../spreadsheet/index.js'
import {
  csvOptions,
  delimiterIn,
  MOST_IN_ROW,
  noCsv,
  withoutSeparatorLine,
  type Delimiter,
  type ParsedRow,
} from './csv-form.js'
import { decodedText, type TextEncoding } from './text-encoding.js'

/** The separator of a text file: what its first line says (`sep=;`), or holds most of. */
export async function delimiterOf(path: string, encoding: TextEncoding): Promise<Delimiter> {
  let head = ''
  for await (const piece of decodedText(path, encoding)) {
    head += piece
    if (head.includes('\n') || head.length > MOST_IN_ROW) break
  }
  return delimiterIn(head)
}

/**
 * The rows of a text file one by one, numbered by the line that they begin on.
 *
 * @throws {CommandFailure} `file.csv` with the line, never with what stands there.
 */
export async function* csvRows(
  path: string,
  encoding: TextEncoding,
  delimiter: Delimiter,
): AsyncGenerator<SheetRow> {
  const parser = Readable.from(withoutPreamble(decodedText(path, encoding))).pipe(
    parse(csvOptions(delimiter)),
  )
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      yield { number: line, cells: record }
      line = info.lines + 1
    }
  } catch (error) {
    if (error instanceof CsvError) throw noCsv(line, error.code)
    throw error
  }
}

/** A line that only names the separator becomes an empty one, so that lines keep their numbers. */
async function* withoutPreamble(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true
  for await (const piece of pieces) {
    yield isFirst ? withoutSeparatorLine(piece) : piece
    isFirst &&= piece === ''
  }
}
