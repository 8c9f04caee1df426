import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { CommandFailure } from '../failure.js'

/** Columns of a file of labelled records; the others in it are ignored. */
const REQUIRED = [
  'record_id',
  'initials',
  'surname',
  'date_of_birth',
  'postcode',
  'house_number',
] as const
const OPTIONAL = [
  'creditor',
  'surname_prefix',
  'house_number_addition',
  'street',
  'phone',
  'email',
  'person_id',
  'household_id',
] as const

type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number]

/** One row; a column that is absent or empty is the empty text. */
export type LabelledRecord = (column: Column) => string

/**
 * Reads a CSV file of labelled records (comma or semicolon, UTF-8, one heading line) as a stream.
 *
 * @param visit Called for each row, in order; the row is valid during the call only.
 * @returns The columns that were there.
 * @throws {CommandFailure} When the file cannot be read, is no CSV, or lacks a column. The message
 *   names columns and lines, never content.
 */
export async function readLabelledRecords(
  path: string,
  visit: (record: LabelledRecord) => void,
): Promise<ReadonlySet<string>> {
  const delimiter = await delimiterOf(path)
  const source = createReadStream(path)
  const parser = parse({
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_quotes: true,
  })
  let places: Map<string, number> | undefined
  let row: readonly string[] = []
  const record: LabelledRecord = (column) => row[places?.get(column) ?? -1] ?? ''
  await new Promise<void>((resolve, reject) => {
    parser.on('readable', () => {
      for (let next; (next = parser.read() as string[] | null) !== null;) {
        row = next
        if (places === undefined) {
          places = placesOf(next)
          const missing = REQUIRED.filter((column) => !places!.has(column))
          if (missing.length > 0) return reject(missingColumns(missing))
        } else {
          visit(record)
        }
      }
    })
    parser.on('end', resolve)
    parser.on('error', reject)
    source.on('error', reject)
    source.pipe(parser)
  }).catch((error: unknown) => {
    source.destroy()
    throw readable(error)
  })
  if (places === undefined) throw missingColumns(REQUIRED)
  return new Set((places as Map<string, number>).keys())
}

function placesOf(heading: readonly string[]): Map<string, number> {
  return new Map(heading.map((name, place) => [name.trim().toLowerCase(), place]))
}

/** The delimiter that occurs most in the heading line. */
async function delimiterOf(path: string): Promise<string> {
  let head = ''
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8', end: 4095 })) {
      head += String(chunk)
    }
  } catch (error) {
    throw readable(error)
  }
  const line = head.split(/\r?\n/, 1)[0]!
  const counts = [',', ';', '\t'].map((mark) => [mark, line.split(mark).length] as const)
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

function missingColumns(columns: readonly string[]): CommandFailure {
  const list = columns.join(', ')
  return new CommandFailure('file.columns', `The file has no column ${list}.`, 2)
}

/** Parser errors quote the file's content, so only their code and line are passed on. */
function readable(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  const { code, lines } = error as { code?: string; lines?: number }
  if (code?.startsWith('CSV_') === true) {
    return new CommandFailure('file.csv', `The file is no CSV at line ${lines} (${code}).`, 2)
  }
  return new CommandFailure('file.unreadable', `The file cannot be read (${code}).`, 2)
}
