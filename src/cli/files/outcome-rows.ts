import { parse } from 'csv-parse/sync'
import type { components } from '../../generated/openapi.js'
import { CommandFailure } from '../failure.js'

type CaseOutcome = components['schemas']['CaseOutcome']

/** Columns of a table of outcomes: one row per notification; what is about the case may stand once. */
export const OUTCOME_COLUMNS = [
  ...['caseId', 'month', 'creditorId', 'notificationId', 'status'],
  ...['takenUpOn', 'decision', 'decidedOn', 'contacts', 'outcome', 'closedOn'],
  ...['planMade', 'planMadeOn', 'offerAcceptedOn', 'firstConversationOn', 'helpAcceptedOn'],
  ...['referralTo', 'referralKind', 'referralAgreedOn', 'consentOn', 'consentCreditors'],
] as const

/** Cells of a row, by column. */
export type OutcomeCells = Partial<Record<(typeof OUTCOME_COLUMNS)[number], string>>
const NEEDED: readonly (keyof OutcomeCells)[] = [
  'caseId',
  'month',
  'creditorId',
  'notificationId',
  'status',
]
const OF_A_NOTIFICATION: ReadonlySet<string> = new Set(['creditorId', 'notificationId', 'status'])
const DAYS = [
  ...['takenUpOn', 'closedOn', 'planMadeOn', 'offerAcceptedOn'],
  ...['firstConversationOn', 'helpAcceptedOn'],
] as const
/** `HOME_VISIT 2026-09-08 EVENING reached`, several with semicolons. */
const CONTACT = /^([A-Z_]+) (\d{4}-\d{2}-\d{2})(?: (MORNING|AFTERNOON|EVENING))?( reached)?$/

/** A report as it was read, with the rows of the table that it came from. */
export interface ReadOutcome {
  readonly outcome: CaseOutcome
  /** Row of each notification, in their order; as a spreadsheet numbers them, headings included. */
  readonly rows: readonly number[]
  /** Row in which each column of the case was first filled. */
  readonly filled: Readonly<Record<string, number>>
}

/** At most this many mistakes are named at once. */
const MOST_NAMED = 20

/**
 * Reads a table of outcomes into reports, as the contract has them. The hub judges their content; here
 * only what a table can get wrong is refused: every wrong cell, by row and column and never by value.
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
      } else if (name === 'planMade' && !YES.test(value) && !NO.test(value)) {
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
      status: row.status as CaseOutcome['notifications'][number]['status'],
    })
  })
  if (mistakes.length > 0) throw new CommandFailure('file.row', named(mistakes), 2)
  return [...cases.values()].map(({ row, notifications, rows: own, filled }) => ({
    outcome: outcomeOf(row, notifications),
    rows: own,
    filled,
  }))
}

interface Gathered {
  readonly row: OutcomeCells
  readonly notifications: CaseOutcome['notifications'][number][]
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

/**
 * A report of a case from the cells of its columns.
 *
 * @param row Cells that are empty are left out.
 * @param attempts Contacts that stand elsewhere than in the cell of that name.
 */
export function outcomeOf(
  row: OutcomeCells,
  notifications: CaseOutcome['notifications'],
  attempts?: CaseOutcome['contactAttempts'],
): CaseOutcome {
  const days = Object.fromEntries(
    DAYS.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
  )
  const { decision, decidedOn, outcome, planMade, referralTo, referralKind } = row
  const { referralAgreedOn, consentOn, consentCreditors = '' } = row
  return {
    caseId: row.caseId!,
    month: row.month!,
    notifications,
    contactAttempts: attempts ?? contactsOf(row.contacts ?? ''),
    ...days,
    ...(outcome !== undefined && { outcome }),
    ...(planMade !== undefined && { planMade: YES.test(planMade) }),
    ...(decision !== undefined && { decision: { action: decision, on: decidedOn } }),
    ...(referralTo !== undefined && {
      referral: { to: referralTo, kind: referralKind, agreedOn: referralAgreedOn },
    }),
    ...(consentOn !== undefined && {
      consentToShare: {
        given: true,
        on: consentOn,
        creditors: consentCreditors.split(/\s+/).filter((one) => one !== ''),
      },
    }),
  } as CaseOutcome
}

const CONTACTS_FORM = 'KIND DAY, then if wanted a part of the day and "reached"; several with ;'
const YES = /^(yes|ja|true|1)$/i
const NO = /^(no|nee|false|0)$/i

function partsOf(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function isContacts(cell: string): boolean {
  return partsOf(cell).every((part) => CONTACT.test(part))
}

/** The contacts of a cell that was found to be one. */
function contactsOf(cell: string): CaseOutcome['contactAttempts'] {
  return partsOf(cell).map((part) => {
    const [, kind, on, partOfDay, reached] = CONTACT.exec(part) ?? []
    return {
      kind,
      on,
      ...(partOfDay !== undefined && { partOfDay }),
      reached: reached !== undefined,
    } as CaseOutcome['contactAttempts'][number]
  })
}

function checkColumns(names: readonly string[]): void {
  const known: ReadonlySet<string> = new Set(OUTCOME_COLUMNS)
  const missing = NEEDED.filter((name) => !names.includes(name))
  if (missing.length === 0 && names.every((name) => known.has(name))) return
  const message = `The columns are ${OUTCOME_COLUMNS.join(', ')}; the first five are needed.`
  throw new CommandFailure('file.columns', message, 2)
}
