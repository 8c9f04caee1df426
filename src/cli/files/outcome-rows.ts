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

type Row = Partial<Record<(typeof OUTCOME_COLUMNS)[number], string>>
const NEEDED: readonly (keyof Row)[] = ['caseId', 'month', 'creditorId', 'notificationId', 'status']
const OF_A_NOTIFICATION: ReadonlySet<string> = new Set(['creditorId', 'notificationId', 'status'])
const DAYS = [
  ...['takenUpOn', 'closedOn', 'planMadeOn', 'offerAcceptedOn'],
  ...['firstConversationOn', 'helpAcceptedOn'],
] as const
/** `HOME_VISIT 2026-09-08 EVENING reached`, several with semicolons. */
const CONTACT = /^([A-Z_]+) (\d{4}-\d{2}-\d{2})(?: (MORNING|AFTERNOON|EVENING))?( reached)?$/

/**
 * Reads a table of outcomes into reports, as the contract has them. The hub judges their content; here
 * only what a table can get wrong is refused, by row and column and never by value.
 *
 * @param text CSV with the headings of `OUTCOME_COLUMNS`, in any order; commas or semicolons.
 * @throws {CommandFailure} `file.columns`, `file.row`.
 */
export function readOutcomeRows(text: string): CaseOutcome[] {
  const [head = ''] = text.split('\n', 1)
  const delimiter = head.split(';').length > head.split(',').length ? ';' : ','
  const rows = parse(text, { bom: true, columns: true, delimiter, trim: true }) as Row[]
  if (rows[0] === undefined) return []
  checkColumns(Object.keys(rows[0]))
  const cases = new Map<
    string,
    { row: Row; notifications: CaseOutcome['notifications'][number][] }
  >()
  rows.forEach((row, index) => {
    const missing = NEEDED.find((name) => (row[name] ?? '') === '')
    if (missing !== undefined) throw wrong(index, missing, 'is empty')
    const key = row.caseId!.toLowerCase()
    const found = cases.get(key) ?? { row: {}, notifications: [] }
    cases.set(key, found)
    for (const [name, value] of Object.entries(row) as [keyof Row, string][]) {
      if (value === '' || OF_A_NOTIFICATION.has(name)) continue
      if ((found.row[name] ?? value) !== value) {
        throw wrong(index, name, 'says otherwise than an earlier row of the case')
      }
      found.row[name] = value
    }
    found.notifications.push({
      creditorId: row.creditorId!,
      notificationId: row.notificationId!,
      // What is no status is refused by the hub, with its place.
      status: row.status as CaseOutcome['notifications'][number]['status'],
    })
  })
  return [...cases.values()].map(({ row, notifications }) => outcomeOf(row, notifications))
}

function outcomeOf(row: Row, notifications: CaseOutcome['notifications']): CaseOutcome {
  const days = Object.fromEntries(
    DAYS.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
  )
  const { decision, decidedOn, outcome, planMade, referralTo, referralKind } = row
  const { referralAgreedOn, consentOn, consentCreditors = '' } = row
  return {
    caseId: row.caseId!,
    month: row.month!,
    notifications,
    contactAttempts: contactsOf(row.contacts ?? ''),
    ...days,
    ...(outcome !== undefined && { outcome }),
    ...(planMade !== undefined && { planMade: /^(yes|ja|true|1)$/i.test(planMade) }),
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

function contactsOf(cell: string): CaseOutcome['contactAttempts'] {
  const parts = cell.split(';').map((part) => part.trim())
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const [, kind, on, partOfDay, reached] = CONTACT.exec(part) ?? []
      if (kind === undefined || on === undefined) {
        const how = 'KIND DAY, then if wanted a part of the day and "reached"; several with ;'
        throw new CommandFailure('file.row', `A cell under contacts is not ${how}.`, 2)
      }
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

function wrong(index: number, column: string, what: string): CommandFailure {
  // The first row under the headings is the second of the file.
  return new CommandFailure('file.row', `Row ${index + 2}: ${column} ${what}.`, 2)
}
