import { CommandFailure } from '../failure.js'

/** What separates the cells of a text file. */
export type Delimiter = ';' | ',' | '\t'

/** A row as the parser gives it, with the line that it ends on. */
export interface ParsedRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** Characters that one row may have. */
export const MOST_IN_ROW = 200_000

const DELIMITERS: readonly Delimiter[] = [';', ',', '\t']
const SEPARATOR_LINE = /^sep=(.)\r?\n/

/**
 * The separator of a text file: what its first line says (`sep=;`), or holds most of.
 *
 * @param head The beginning of the file, its first line at least.
 */
export function delimiterIn(head: string): Delimiter {
  const text = head.replace(/^\ufeff/, '')
  const told = SEPARATOR_LINE.exec(text)?.[1]
  const known = DELIMITERS.find((one) => one === told)
  if (known !== undefined) return known
  // What stands between quotes separates nothing.
  const line = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((mark) => [mark, line.split(mark).length] as const)
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

/** A line that only names the separator becomes an empty one, so that lines keep their numbers. */
export function withoutSeparatorLine(head: string): string {
  return head.replace(/^\ufeff?sep=.(\r?\n)/, '$1')
}

/** How text is taken apart, wherever it is. */
export function csvOptions(delimiter: Delimiter) {
  return {
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    max_record_size: MOST_IN_ROW,
  } as const
}

/** The file is no CSV; the parser's own message would quote it. */
export function noCsv(line: number, code: string): CommandFailure {
  const message = `The file is no CSV in the row that begins on line ${line} (${code}).`
  const dutch = `Het bestand is geen CSV in de rij die op regel ${line} begint (${code}).`
  return new CommandFailure('file.csv', message, 2, dutch)
}
