import { isDay, type Day } from '../kernel/calendar.js'
import type { Cell } from './cell.js'
import { CellProblem } from './findings.js'

/** Whether the day or the month comes first in a date such as 03/04/2026. */
export type DateOrder = 'day-first' | 'month-first'

/** How days are read in one file. */
export interface DateReading {
  /** What the cells of the column show, or what the reader was told. */
  readonly order: DateOrder | 'both' | undefined
  /** Whether it was told: then a date in the other order is no date. */
  readonly isTold: boolean
  /** What day 0 of a workbook is; missing in a text file, where a number is no date. */
  readonly dayZero?: '1900' | '1904'
}

const MONTHS = [
  ['januari', 'january', 'jan'],
  ['februari', 'february', 'feb'],
  ['maart', 'march', 'mrt', 'mar'],
  ['april', 'apr'],
  ['mei', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['augustus', 'august', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
]
const MONTH_NUMBERS = new Map(
  MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
)

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/
const WITHOUT_SIGNS = /^((?:19|20)\d{2})(\d{2})(\d{2})$/
const WITH_WORD = /^(\d{1,2})[-\s]+([a-z]{3,9})\.?[-\s]+(\d{4})$/i
const MIDNIGHT = /[T ]00?:00(:00(\.0+)?)?Z?$/
const MS_PER_DAY = 86_400_000

/**
 * Which order a date shows: 31/12/2026 can only have the day first. Nothing for one that shows none.
 */
export function dateOrderOf(cell: Cell): DateOrder | undefined {
  if (typeof cell !== 'string') return undefined
  const parts = YEAR_LAST.exec(plain(cell))
  if (parts === null) return undefined
  const [first, second] = [Number(parts[1]), Number(parts[3])]
  if (first > 12 && second <= 12) return 'day-first'
  return second > 12 && first <= 12 ? 'month-first' : undefined
}

/** How a date is written, for showing how a column was understood. */
export type DateForm = 'year-first' | 'year-last' | 'words' | 'number'

/** How a date is written; nothing for what is no date. */
export function dateFormOf(cell: Cell): DateForm | undefined {
  if (typeof cell === 'number') return 'number'
  if (typeof cell !== 'string') return undefined
  const text = plain(cell)
  if (YEAR_FIRST.test(text) || WITHOUT_SIGNS.test(text)) return 'year-first'
  if (YEAR_LAST.test(text)) return 'year-last'
  return WITH_WORD.test(text) ? 'words' : undefined
}

/**
 * Reads a day: 2026-12-31, 31-12-2026, 31 december 2026, 20261231, or the number that a workbook
 * keeps. With slashes the order of day and month must be known from the column or told.
 *
 * @throws {CellProblem} `DATE_AMBIGUOUS`, `DATE_UNREADABLE`.
 */
export function readDay(cell: Cell, reading: DateReading): Day {
  if (typeof cell === 'number') return dayOfNumber(cell, reading.dayZero)
  if (typeof cell !== 'string') throw new CellProblem('DATE_UNREADABLE')
  const text = plain(cell)
  const yearFirst = YEAR_FIRST.exec(text)
  if (yearFirst !== null) return dayOf(yearFirst[1]!, yearFirst[3]!, yearFirst[4]!)
  const digits = WITHOUT_SIGNS.exec(text)
  if (digits !== null) return dayOf(digits[1]!, digits[2]!, digits[3]!)
  const worded = WITH_WORD.exec(text)
  if (worded !== null) {
    const month = MONTH_NUMBERS.get(worded[2]!.toLowerCase())
    return dayOf(worded[3]!, String(month ?? 0), worded[1]!)
  }
  const yearLast = YEAR_LAST.exec(text)
  if (yearLast === null) throw new CellProblem('DATE_UNREADABLE')
  const [, first = '', mark, second = '', year = ''] = yearLast
  return orderOf(text, first === second, mark === '/', reading) === 'day-first'
    ? dayOf(year, second, first)
    : dayOf(year, first, second)
}

function orderOf(
  text: string,
  isEither: boolean,
  hasSlashes: boolean,
  { order, isTold }: DateReading,
): DateOrder {
  const shown = dateOrderOf(text)
  if (shown !== undefined) {
    if (isTold && shown !== order) throw new CellProblem('DATE_UNREADABLE')
    return shown
  }
  if (isEither) return 'day-first'
  if (order === 'both') throw new CellProblem('DATE_AMBIGUOUS')
  if (order !== undefined && (isTold || hasSlashes || order === 'day-first')) return order
  // With dashes or dots the day comes first everywhere; unless the column shows that it does not.
  if (order === undefined && !hasSlashes) return 'day-first'
  throw new CellProblem('DATE_AMBIGUOUS')
}

function plain(cell: string): string {
  return cell.trim().replace(MIDNIGHT, '')
}

function dayOf(year: string, month: string, day: string): Day {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isDay(text)) throw new CellProblem('DATE_UNREADABLE')
  return text
}

/** Workbooks count days; 1900 has a 29 February in them that never was, so day 0 lies a day earlier. */
function dayOfNumber(days: number, dayZero: DateReading['dayZero']): Day {
  const whole = Math.floor(days)
  const digits = WITHOUT_SIGNS.exec(String(whole))
  if (digits !== null) return dayOf(digits[1]!, digits[2]!, digits[3]!)
  const first = dayZero === '1904' ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  // Sixty and below are days of early 1900, about which workbooks are wrong.
  if (dayZero === undefined || !(whole > 60) || whole > 73_050) {
    throw new CellProblem('DATE_UNREADABLE')
  }
  return new Date(first + whole * MS_PER_DAY).toISOString().slice(0, 10) as Day
}
