import type { components } from '../../generated/openapi.js'
import type { CaseChange } from '../../client/outcome-changes.js'

type Attempt = components['schemas']['ContactAttempt']

/** Columns of a table of outcomes: one row per notification; what is about the case may stand once. */
export const OUTCOME_COLUMNS = [
  ...['caseId', 'month', 'creditorId', 'notificationId', 'status'],
  ...['takenUpOn', 'decision', 'decidedOn', 'contacts', 'outcome', 'closedOn'],
  ...['planMade', 'planMadeOn', 'offerAcceptedOn', 'firstConversationOn', 'helpAcceptedOn'],
  ...['referralTo', 'referralKind', 'referralAgreedOn'],
  ...['consentGiven', 'consentOn', 'consentBy', 'consentWhat', 'consentCreditors'],
  'consentWithdrawnOn',
] as const

/** Cells of a row, by column. */
export type OutcomeCells = Partial<Record<(typeof OUTCOME_COLUMNS)[number], string>>

/** What a cell holds of which what was reported is no longer true. */
export const NO_LONGER = '-'

/** What people write for yes. */
export const YES = /^(yes|ja|true|1)$/i
/** What people write for no. */
export const NO = /^(no|nee|false|0)$/i
/** `HOME_VISIT 2026-09-08 EVENING reached`, several with semicolons. */
const CONTACT = /^([A-Z_]+) (\d{4}-\d{2}-\d{2})(?: (MORNING|AFTERNOON|EVENING))?( reached)?$/
/** Before the attempts of a cell: there are no others. */
const WHOLE = /^=\s*/

const PLAIN = [
  ...['takenUpOn', 'outcome', 'closedOn', 'planMadeOn', 'offerAcceptedOn'],
  ...['firstConversationOn', 'helpAcceptedOn'],
] as const

/**
 * What the cells of a case say. An empty cell says nothing: what was reported stays; `-` says that it is
 * no longer true.
 *
 * @param contacts Attempts that stand elsewhere than in the cell of that name.
 */
export function changeOf(
  row: OutcomeCells,
  notifications: CaseChange['notifications'],
  contacts?: CaseChange['contacts'],
): CaseChange {
  const cells = new Map<string, string>(
    Object.entries(row).filter(([, value]) => value !== undefined && value !== ''),
  )
  const planMade = cells.get('planMade')
  const attempts = contacts ?? contactsOf(cells.get('contacts'))
  const groups = {
    decision: grouped(cells, { action: 'decision', on: 'decidedOn' }),
    referral: grouped(cells, {
      ...{ to: 'referralTo', kind: 'referralKind', agreedOn: 'referralAgreedOn' },
    }),
    consentToShare: consentOf(cells),
  }
  const said = {
    caseId: row.caseId!,
    month: row.month!,
    notifications,
    ...(attempts !== undefined && { contacts: attempts }),
    ...Object.fromEntries(PLAIN.flatMap((name) => saidIn(cells, name, name))),
    ...(planMade !== undefined && { planMade: planMade === NO_LONGER ? null : YES.test(planMade) }),
    ...Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined)),
  }
  // Codes and days are as they were written; what is none is refused by the contract, with its place.
  return said as unknown as CaseChange
}

/** Whether a cell holds attempts as they are written, or takes them away. */
export function isContacts(cell: string): boolean {
  if (cell === NO_LONGER) return true
  return partsOf(cell.replace(WHOLE, '')).every((part) => CONTACT.test(part))
}

function saidIn(
  cells: ReadonlyMap<string, string>,
  column: string,
  member: string,
): [string, string | null][] {
  const value = cells.get(column)
  return value === undefined ? [] : [[member, value === NO_LONGER ? null : value]]
}

/** A member made of several columns: one of them taken away takes all of it away. */
function grouped(
  cells: ReadonlyMap<string, string>,
  columns: Readonly<Record<string, string>>,
): object | null | undefined {
  const said = Object.entries(columns).flatMap(([member, column]) => saidIn(cells, column, member))
  if (said.length === 0) return undefined
  return said.some(([, value]) => value === null) ? null : Object.fromEntries(said)
}

function consentOf(cells: ReadonlyMap<string, string>): object | null | undefined {
  const given = cells.get('consentGiven')
  const on = cells.get('consentOn')
  if (given === NO_LONGER || on === NO_LONGER) return null
  const creditors = cells.get('consentCreditors')
  const what = cells.get('consentWhat')
  // Left out, `what` would mean that help was accepted: nothing for anybody is for nobody.
  const isForNobody = creditors === NO_LONGER || what === NO_LONGER
  const said = {
    ...(given !== undefined && { given: YES.test(given) }),
    ...(on !== undefined && { on }),
    ...(what !== undefined && what !== NO_LONGER && { what: wordsOf(what) }),
    ...(isForNobody
      ? { creditors: [] }
      : creditors !== undefined && { creditors: wordsOf(creditors) }),
    ...Object.fromEntries(saidIn(cells, 'consentBy', 'givenBy')),
    ...Object.fromEntries(saidIn(cells, 'consentWithdrawnOn', 'withdrawnOn')),
  }
  return Object.keys(said).length === 0 ? undefined : said
}

function wordsOf(cell: string): string[] {
  return cell.split(/\s+/).filter((one) => one !== '')
}

function partsOf(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The contacts of a cell that was found to hold them. */
function contactsOf(cell: string | undefined): CaseChange['contacts'] {
  if (cell === undefined) return undefined
  if (cell === NO_LONGER) return { attempts: [], isWhole: true }
  const attempts = partsOf(cell.replace(WHOLE, '')).map((part) => {
    const [, kind, on, partOfDay, reached] = CONTACT.exec(part) ?? []
    return {
      ...{ kind, on },
      ...(partOfDay !== undefined && { partOfDay }),
      reached: reached !== undefined,
    } as Attempt
  })
  return { attempts, isWhole: WHOLE.test(cell) }
}
