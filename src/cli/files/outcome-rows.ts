import { parse } from 'csv-parse/sync'
import type { CaseChange } from '../../client/outcome-changes.js'
import { CommandFailure } from '../failure.js'
import {
  changeOf,
  isContacts,
  NO,
  NO_LONGER,
  OUTCOME_COLUMNS,
  YES,
  type OutcomeCells,
} from './outcome-cells.js'

const NEEDED: readonly (keyof OutcomeCells)[] = [
  'caseId',
  'month',
  'creditorId',
  'notificationId',
  'status',
]
const YES_OR_NO: ReadonlySet<string> = new Set(['planMade', 'consentGiven'])
const OF_A_NOTIFICATION: ReadonlySet<string> = new Set(['creditorId', 'notificationId', 'status'])
/** What the rows of a case say, with the rows of the table that it came from. */
export interface ReadOutcome {
  readonly change: CaseChange
  /**
   * Row of each notification, in their order; as a spreadsheet numbers them, headings included.
   * `undefined` for one that the table does not name.
   */
  readonly rows: readonly (number | undefined)[]
  /** Row in which each column of the case was first filled. */
  readonly filled: Readonly<Record<string, number>>
}

/** At most this many mistakes are named at once. */
const MOST_NAMED = 20

/**
 * Reads a table of outcomes: what it says of each case. The hub judges the content; here only what a
 * table can get wrong is refused: every wrong cell, by row and column and never by value.
 *
 * @param text CSV with the headings of `OUTCOME_COLUMNS`, in any order; commas or semicolons.
 * @throws {CommandFailure} `file.csv`, `file.columns`, `file.row`.
 */
export function readOutcomeRows(text: string): ReadOutcome[] {
  const rows = parseRows(text)
  if (rows[0] === undefined) return []
  const cases = new Map<string, Gathered>()
  const mistakes: string[] = []
  rows.forEach((row, index) => {
    // The first row under the headings is the second of the file.
    const number = index + 2
    const wrong = (column: string, what: string) =>
      mistakes.push(`Row ${number}: ${column} ${what}.`)
    const missing = NEEDED.filter((name) => (row[name] ?? '') === '')
    if (missing.length > 0) return missing.forEach((name) => wrong(name, 'is empty'))
    const key = row.caseId!.toLowerCase()
    const found = cases.get(key) ?? { row: {}, notifications: [], rows: [], filled: {} }
    cases.set(key, found)
    for (const [name, value] of Object.entries(row) as [keyof OutcomeCells, string][]) {
      if (value === '' || OF_A_NOTIFICATION.has(name)) continue
      if ((found.row[name] ?? value) !== value) {
        wrong(name, 'says otherwise than an earlier row of the case')
      } else if (name === 'contacts' && !isContacts(value)) {
        wrong(name, `is not ${CONTACTS_FORM}`)
      } else if (
        YES_OR_NO.has(name) &&
        ![YES, NO].some((one) => one.test(value) || value === NO_LONGER)
      ) {
        wrong(name, 'is neither yes nor no')
      }
      found.row[name] ??= value
      found.filled[name] ??= number
    }
    found.rows.push(number)
    found.notifications.push({
      creditorId: row.creditorId!,
      notificationId: row.notificationId!,
      // What is no status is refused by the hub, with its place.
      status: row.status as CaseChange['notifications'][number]['status'],
    })
  })
  if (mistakes.length > 0) throw new CommandFailure('file.row', named(mistakes), 2)
  return [...cases.values()].map(({ row, notifications, rows: own, filled }) => ({
    change: changeOf(row, notifications),
    rows: own,
    filled,
  }))
}

interface Gathered {
  readonly row: OutcomeCells
  readonly notifications: CaseChange['notifications'][number][]
  readonly rows: number[]
  readonly filled: Record<string, number>
}

function parseRows(text: string): OutcomeCells[] {
  const [head = ''] = text.split('\n', 1)
  const delimiter = head.split(';').length > head.split(',').length ? ';' : ','
  let rows: OutcomeCells[]
  try {
    rows = parse(text, { bom: true, columns: true, delimiter, trim: true }) as OutcomeCells[]
  } catch (error) {
    // The message of the parser quotes the file; its line does not.
    const { lines } = error as { lines?: number }
    const where = lines === undefined ? 'somewhere' : `near row ${lines}`
    const message = `The table cannot be read ${where}: a row has too few or too many cells, or a quote is open.`
    throw new CommandFailure('file.csv', message, 2)
  }
  if (rows[0] !== undefined) checkColumns(Object.keys(rows[0]))
  return rows
}

/** One or many, a line each. */
function named(mistakes: readonly string[]): string {
  const shown = mistakes.slice(0, MOST_NAMED)
  const more = mistakes.length - shown.length
  return [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n')
}

const CONTACTS_FORM = 'KIND DAY, then if wanted a part of the day and "reached"; several with ;'
function checkColumns(names: readonly string[]): void {
  const known: ReadonlySet<string> = new Set(OUTCOME_COLUMNS)
  const missing = NEEDED.filter((name) => !names.includes(name))
  if (missing.length === 0 && names.every((name) => known.has(name))) return
  const message = `The columns are ${OUTCOME_COLUMNS.join(', ')}; the first five are needed.`
  throw new CommandFailure('file.columns', message, 2)
}
