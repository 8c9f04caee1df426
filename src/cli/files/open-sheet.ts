import type { SheetRow } from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'
import { csvRows, delimiterOf } from './csv-rows.js'
import { lookAt, type FileLook } from './text-encoding.js'
import { openWorkbook } from './workbook.js'
import { workbookRows } from './workbook-rows.js'

/** A file with rows and columns that can be read as often as needed, each time from the start. */
export interface OpenSheet {
  readonly look: FileLook
  /** How it was recognised, for people: `CSV ; utf-8` or the sheet of a workbook. */
  readonly form: string
  /** Visible sheets of a workbook that are not read. */
  readonly otherSheets: readonly string[]
  /** For dates of a workbook. */
  readonly dayZero?: '1900' | '1904'
  rows(): AsyncGenerator<SheetRow>
}

/**
 * Recognises a file by its content: a workbook, or text with separated cells.
 *
 * @param sheetName Which sheet of a workbook; its first visible one unless told.
 * @throws {CommandFailure} `file.*` when it is neither.
 */
export async function openSheet(path: string, sheetName?: string): Promise<OpenSheet> {
  const look = await lookAt(path)
  const isOldOffice = look.head.subarray(0, 4).toString('hex') === 'd0cf11e0'
  if (isOldOffice) {
    const message = 'This is an .xls, or a workbook with a password; save it as .xlsx without one.'
    const dutch = 'Dit is een .xls, of een werkblad met wachtwoord; bewaar het als .xlsx zonder.'
    throw new CommandFailure('file.workbook', message, 2, dutch)
  }
  if (look.head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') {
    return openFirstSheet(path, look, sheetName)
  }
  if (look.encoding !== 'utf-16le' && look.head.includes(0)) {
    const message = 'This is no spreadsheet; save it as .xlsx or as CSV UTF-8.'
    const dutch = 'Dit is geen rekenblad; bewaar het als .xlsx of als CSV UTF-8.'
    throw new CommandFailure('file.type', message, 2, dutch)
  }
  const delimiter = await delimiterOf(path, look.encoding)
  const shown = delimiter === '\t' ? 'tab' : delimiter
  return {
    look,
    form: `CSV ${shown} ${look.encoding}`,
    otherSheets: [],
    rows: () => csvRows(path, look.encoding, delimiter),
  }
}

async function openFirstSheet(
  path: string,
  look: FileLook,
  sheetName: string | undefined,
): Promise<OpenSheet> {
  const workbook = await openWorkbook(path)
  workbook.close()
  const visible = workbook.sheets.filter(({ isHidden }) => !isHidden)
  const sheet =
    sheetName === undefined ? visible[0] : workbook.sheets.find(({ name }) => name === sheetName)
  if (sheet === undefined) {
    const dutch = 'Het werkblad heeft geen blad met die naam.'
    throw new CommandFailure('file.sheet', 'The workbook has no such sheet.', 2, dutch)
  }
  return {
    look,
    form: 'XLSX',
    otherSheets: visible.filter((one) => one !== sheet).map(({ name }) => name),
    dayZero: workbook.dayZero,
    rows: async function* () {
      const opened = await openWorkbook(path)
      try {
        yield* workbookRows(opened, sheet)
      } finally {
        opened.close()
      }
    },
  }
}
