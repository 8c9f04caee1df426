import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { CommandFailure } from '../cli/failure.js'
import { csvOptions, delimiterIn, noCsv, withoutSeparatorLine } from '../cli/files/csv-form.js'
import type { ParsedRow } from '../cli/files/csv-form.js'
import { contentsOf } from '../cli/files/workbook-parts.js'
import { workbookRows } from '../cli/files/workbook-rows.js'
import { columnLetters, fieldNamed } from '../spreadsheet/index.js'
import type { DateOrder, DecimalSign, Field, FieldName, SheetRow } from '../spreadsheet/index.js'
import { hex, sha256, type Bytes } from './bytes.js'
import { unzipped } from './zip.js'

/** What somebody tells about a file because it does not show; plain, so that it can be kept. */
export interface ReadingChoices {
  readonly decimals?: DecimalSign
  readonly dates?: DateOrder
  readonly sheet?: string
  /** Field by number of a column that was told; nothing of a column with an empty name is sent. */
  readonly fields: Readonly<Record<number, FieldName | ''>>
  readonly given: Readonly<Partial<Record<FieldName, string>>>
}

/** A spreadsheet that was read whole. */
export interface SheetFile {
  /** SHA-256, hexadecimal. */
  readonly digest: string
  /** How it was recognised, for people. */
  readonly form: string
  readonly sheets: readonly string[]
  readonly dayZero?: '1900' | '1904'
  rows(): AsyncGenerator<SheetRow>
}

/** Largest file that is read; a hundred thousand rows need a third of it. */
const MOST_BYTES = 96 * 2 ** 20

/** Bytes 0x80 to 0x9F that mean nothing in Windows-1252. */
const MEANINGLESS = /[\u0081\u008d\u008f\u0090\u009d]/

/**
 * Reads a spreadsheet, recognised by its content: a workbook, or text with separated cells.
 *
 * @param sheet Which sheet of a workbook; its first visible one unless told.
 * @throws {CommandFailure} `file.*`, with a place and never with content.
 */
export async function openSheetFile(file: Blob, sheet?: string): Promise<SheetFile> {
  if (file.size > MOST_BYTES) throw tooLarge()
  const bytes = new Uint8Array(await file.arrayBuffer())
  const digest = hex(await sha256(bytes))
  const kind = hex(bytes.subarray(0, 4))
  if (kind === 'd0cf11e0') {
    throw failure(
      'file.workbook',
      'This is an .xls, or a workbook with a password; save it as .xlsx without one.',
      'Dit is een .xls, of een werkblad met wachtwoord; bewaar het als .xlsx zonder.',
    )
  }
  return kind === '504b0304'
    ? openWorkbook(bytes, digest, sheet)
    : { digest, sheets: [], ...openText(bytes) }
}

/** Fields by heading or column, as studying a sheet takes them. */
export function toldFields({
  fields,
}: Pick<ReadingChoices, 'fields'>): ReadonlyMap<string, Field | undefined> {
  return new Map(
    Object.entries(fields).map(([index, name]) => [
      `column ${columnLetters(Number(index))}`,
      name === '' ? undefined : fieldNamed(name),
    ]),
  )
}

async function openWorkbook(
  bytes: Bytes,
  digest: string,
  sheetName: string | undefined,
): Promise<SheetFile> {
  const parts = unzipped(bytes)
  const { sheets, dayZero } = await contentsOf(parts)
  const visible = sheets.filter(({ isHidden }) => !isHidden)
  const sheet = visible.find(({ name }) => name === sheetName) ?? visible[0]
  if (sheet === undefined) {
    throw failure(
      'file.sheet',
      'The workbook has no visible sheet.',
      'Het werkblad heeft geen zichtbaar blad.',
    )
  }
  return {
    digest,
    form: `XLSX: ${sheet.name}`,
    sheets: visible.map(({ name }) => name),
    dayZero,
    rows: () => workbookRows(parts, sheet),
  }
}

function openText(bytes: Bytes): Pick<SheetFile, 'form' | 'rows'> {
  const { text, encoding } = decoded(bytes)
  const delimiter = delimiterIn(text.slice(0, 200_000))
  const rows = async function* (): AsyncGenerator<SheetRow> {
    let line = 1
    for (const { record, info } of recordsOf(text, delimiter)) {
      yield { number: line, cells: record }
      line = info.lines + 1
    }
  }
  return { form: `CSV ${delimiter === '\t' ? 'tab' : delimiter} ${encoding}`, rows }
}

function recordsOf(text: string, delimiter: ReturnType<typeof delimiterIn>): ParsedRow[] {
  let last = 0
  try {
    return parse(withoutSeparatorLine(text), {
      ...csvOptions(delimiter),
      on_record: (record: string[], { lines }: { readonly lines: number }) => {
        last = lines
        return record
      },
    }) as unknown as ParsedRow[]
  } catch (error) {
    if (error instanceof CsvError) throw noCsv(last + 1, error.code)
    throw error
  }
}

function decoded(bytes: Bytes): { readonly text: string; readonly encoding: string } {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  if (!isUtf16 && bytes.subarray(0, 4096).includes(0)) {
    throw failure(
      'file.type',
      'This is no spreadsheet; save it as .xlsx or as CSV UTF-8.',
      'Dit is geen rekenblad; bewaar het als .xlsx of als CSV UTF-8.',
    )
  }
  for (const encoding of isUtf16 ? ['utf-16le'] : ['utf-8', 'windows-1252']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
      if (encoding !== 'windows-1252' || !MEANINGLESS.test(text)) return { text, encoding }
    } catch {
      continue
    }
  }
  throw failure(
    'file.encoding',
    'The file is no text in UTF-8, Windows-1252 or UTF-16; save it as CSV UTF-8.',
    'Het bestand is geen tekst in UTF-8, Windows-1252 of UTF-16; bewaar het als CSV UTF-8.',
  )
}

function tooLarge(): CommandFailure {
  return failure(
    'file.too_large',
    'The file is larger than this page reads; divide it, or use the program for the command line.',
    'Het bestand is groter dan deze pagina leest; verdeel het, of gebruik het programma voor de opdrachtregel.',
  )
}

function failure(code: string, message: string, dutch: string): CommandFailure {
  return new CommandFailure(code, message, 2, dutch)
}
