import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { SheetRow } from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'
import { decodedText, type TextEncoding } from './text-encoding.js'

/** What separates the cells of a text file. */
export type Delimiter = ';' | ',' | '\t'

const DELIMITERS: readonly Delimiter[] = [';', ',', '\t']
const MOST_IN_ROW = 200_000
const SEPARATOR_LINE = /^sep=(.)\r?\n/

/** The separator of a text file: what its first line says (`sep=;`), or holds most of. */
export async function delimiterOf(path: string, encoding: TextEncoding): Promise<Delimiter> {
  let head = ''
  for await (const piece of decodedText(path, encoding)) {
    head += piece
    if (head.includes('\n') || head.length > MOST_IN_ROW) break
  }
  const text = head.replace(/^\ufeff/, '')
  const told = SEPARATOR_LINE.exec(text)?.[1]
  const known = DELIMITERS.find((one) => one === told)
  if (known !== undefined) return known
  // What stands between quotes separates nothing.
  const line = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((mark) => [mark, line.split(mark).length] as const)
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0]
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
    parse({
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      max_record_size: MOST_IN_ROW,
    }),
  )
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      yield { number: line, cells: record }
      line = info.lines + 1
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    if (!(error instanceof CsvError)) throw error
    // The parser's own message quotes the file.
    const message = `The file is no CSV in the row that begins on line ${line} (${error.code}).`
    const dutch = `Het bestand is geen CSV in de rij die op regel ${line} begint (${error.code}).`
    throw new CommandFailure('file.csv', message, 2, dutch)
  }
}

interface ParsedRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** A line that only names the separator becomes an empty one, so that lines keep their numbers. */
async function* withoutPreamble(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true
  for await (const piece of pieces) {
    yield isFirst ? piece.replace(/^\ufeff?sep=.(\r?\n)/, '$1') : piece
    isFirst &&= piece === ''
  }
}
