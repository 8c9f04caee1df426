import { CELL_ERROR, type Cell, type SheetRow } from '../../spreadsheet/index.js'
import { SharedTexts } from './shared-texts.js'
import { noWorkbook, type Sheet, type WorkbookParts } from './workbook-parts.js'
import { xmlSteps } from './xml.js'

/** Columns that are looked at; a sheet of notifications has some forty. */
const MOST_COLUMNS = 500
const MOST_IN_CELL = 32_767

/**
 * The rows of a sheet one by one, with the numbers that the spreadsheet shows. Of a formula the value
 * that was calculated last counts.
 *
 * @throws {CommandFailure} `file.workbook`.
 */
export async function* workbookRows(
  workbook: WorkbookParts,
  sheet: Sheet,
): AsyncGenerator<SheetRow> {
  const texts = await SharedTexts.of(workbook)
  let ready: SheetRow[] = []
  let number = 0
  let cells: Cell[] = []
  let column = -1
  let type = ''
  let value = ''
  let isValue = false
  const steps = xmlSteps(await workbook.read(sheet.part), {
    open: (name, attributes) => {
      if (name === 'row') {
        const next = attributes['r'] === undefined ? number + 1 : Number(attributes['r'])
        if (!(next > number)) throw noWorkbook()
        number = next
        cells = []
        column = -1
      } else if (name === 'c') {
        column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r'])
        type = attributes['t'] ?? 'n'
        value = ''
      }
      isValue = name === 'v' || name === 't'
    },
    text: (piece) => {
      if (isValue && value.length <= MOST_IN_CELL) value += piece
    },
    close: (name) => {
      isValue = false
      if (name === 'c' && value !== '' && column < MOST_COLUMNS) {
        while (cells.length < column) cells.push('')
        cells[column] = cellOf(type, value, texts)
      } else if (name === 'row') ready.push({ number, cells })
    },
  })
  for await (const _ of steps) {
    const rows = ready
    ready = []
    yield* rows
  }
}

/** The column of a place such as `AB12`, counted from 0. */
function columnOf(place: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(place)?.[1]
  if (letters === undefined) throw noWorkbook()
  let index = 0
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64
  return index - 1
}

function cellOf(type: string, value: string, texts: SharedTexts): Cell {
  switch (type) {
    case 's':
      return texts.at(Number(value))
    case 'b':
      return value === '1' || value === 'true'
    case 'e':
      return CELL_ERROR
    case 'n': {
      const number = Number(value)
      if (Number.isNaN(number)) throw noWorkbook()
      return number
    }
    default:
      return value
  }
}
