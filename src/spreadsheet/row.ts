import type { Day } from '../kernel/calendar.js'
import { readCents, readEuros, type DecimalSign } from './amounts.js'
import { CELL_ERROR, isEmpty, type Cell } from './cell.js'
import type { Columns, Notation } from './columns.js'
import { readDay, type DateOrder } from './dates.js'
import { fieldNamed, WITHDRAWAL_FIELDS, type Field, type FieldName } from './fields.js'
import { CellProblem, type Finding } from './findings.js'
import {
  readEmails,
  readHouseNumber,
  readId,
  readMunicipality,
  readParty,
  readPhones,
  readPostcode,
  readText,
  readWhole,
} from './values.js'
import { readTruth, readWord } from './words.js'

/** Everything that decides how a row is read; the same input is always read the same way. */
export interface Reading {
  readonly columns: Columns
  /** What each column shows about its notation, by index. */
  readonly notationOf: (index: number) => Notation
  readonly decimals?: DecimalSign
  readonly dates?: DateOrder
  readonly dayZero?: '1900' | '1904'
  /** Codes of municipalities by plain name. */
  readonly municipalities: Readonly<Record<string, string>>
  /** Values for rows that have none of their own, as they would stand in a cell. */
  readonly given: Readonly<Partial<Record<FieldName, string>>>
  /** The day of reporting for rows that name none. */
  readonly reportedOn: Day
}

/** What became of one row: an item when nothing is wrong with it. */
export interface ReadRow {
  readonly item: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[]
}

/** What rows that say nothing about it mean. */
const USUAL: Readonly<Partial<Record<FieldName, string>>> = { kind: 'EARLY' }

/** Reads one row with content as the item that will be signed. Nothing is guessed. */
export function readRow(cells: readonly Cell[], reading: Reading): ReadRow {
  const findings: Finding[] = []
  const item: Record<string, unknown> = {}
  const { known, width } = reading.columns
  if (cells.some((cell, index) => index >= width && !isEmpty(cell))) {
    findings.push({ code: 'ROW_TOO_LONG' })
  }
  const seen = new Set<string>()
  const take = (field: Field, cell: Cell, index?: number) => {
    const name = field.name as FieldName
    seen.add(name)
    try {
      place(item, field, valueOf(cell, field, reading, index))
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error
      findings.push({ code: error.code, field: name })
    }
  }
  for (const { index, field } of known) {
    const cell = cells[index]
    if (cell !== undefined && !isEmpty(cell)) take(field, cell, index)
  }
  const own = [...seen]
  for (const [name, text] of Object.entries({ ...USUAL, ...reading.given })) {
    if (!seen.has(name)) take(fieldNamed(name)!, text)
  }
  if (!seen.has('reportedOn')) item['reportedOn'] = reading.reportedOn
  if (item['kind'] === 'WITHDRAWAL') forbid(item, own, findings)
  else if (!seen.has('crisis')) item['crisis'] = false
  return { item, findings }
}

/** A withdrawal may not carry a person; what is given for all rows is meant for the others. */
function forbid(item: Record<string, unknown>, own: readonly string[], findings: Finding[]): void {
  for (const name of own) {
    if (WITHDRAWAL_FIELDS.has(name)) continue
    findings.push({ code: 'FIELD_NOT_OF_KIND', field: name as FieldName })
  }
  for (const name of Object.keys(item)) if (!WITHDRAWAL_FIELDS.has(name)) delete item[name]
}

function valueOf(cell: Cell, field: Field, reading: Reading, index: number | undefined): unknown {
  if (cell === CELL_ERROR) throw new CellProblem('CELL_ERROR')
  const { sign, order } = index === undefined ? {} : reading.notationOf(index)
  switch (field.shape) {
    case 'text':
      return readText(cell)
    case 'id':
      return readId(cell)
    case 'party':
      return readParty(cell)
    case 'municipality':
      return readMunicipality(cell, reading.municipalities)
    case 'whole':
      return readWhole(cell)
    case 'cents':
      return readCents(cell)
    case 'euros':
      return readEuros(
        cell,
        reading.decimals ?? (sign === 'both' ? undefined : sign),
        reading.decimals !== undefined,
      )
    case 'truth':
      return readTruth(cell)
    case 'day':
      return readDay(cell, {
        order: reading.dates ?? order,
        isTold: reading.dates !== undefined,
        ...(reading.dayZero === undefined ? {} : { dayZero: reading.dayZero }),
      })
    case 'postcode':
      return readPostcode(cell)
    case 'houseNumber':
      return readHouseNumber(cell)
    case 'phones':
      return readPhones(cell)
    case 'emails':
      return readEmails(cell)
    default:
      return readWord(cell, field.shape)
  }
}

function place(item: Record<string, unknown>, { path, shape }: Field, value: unknown): void {
  let at = item
  for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>
  const name = path.at(-1)!
  if (shape === 'houseNumber') placeHouseNumber(at, value as ReturnType<typeof readHouseNumber>)
  else if (name === 'addition' && at[name] !== undefined) {
    // The number's own cell held one as well: two additions are no address.
    throw new CellProblem('HOUSE_NUMBER_UNREADABLE')
  } else if (Array.isArray(value)) {
    if (value.length > 0) at[name] = [...((at[name] as unknown[] | undefined) ?? []), ...value]
  } else at[name] = value
}

function placeHouseNumber(
  address: Record<string, unknown>,
  { number, addition }: ReturnType<typeof readHouseNumber>,
): void {
  if (addition !== undefined && address['addition'] !== undefined) {
    throw new CellProblem('HOUSE_NUMBER_UNREADABLE')
  }
  address['houseNumber'] = number
  if (addition !== undefined) address['addition'] = addition
}
