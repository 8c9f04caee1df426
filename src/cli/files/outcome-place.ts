import type { ReadOutcome } from './outcome-rows.js'

/** Where something stands in a table of outcomes. */
export interface TablePlace {
  /** As a spreadsheet numbers rows. */
  readonly row: number
  readonly column: string
}

/** Columns that have another name in the contract, by what follows the report in a pointer. */
const COLUMNS: readonly (readonly [RegExp, string])[] = [
  [/^\/notifications\/\d+\/(creditorId|status)/, '$1'],
  [/^\/notifications/, 'notificationId'],
  [/^\/contactAttempts/, 'contacts'],
  [/^\/decision\/on/, 'decidedOn'],
  [/^\/referral\/kind/, 'referralKind'],
  [/^\/referral\/agreedOn/, 'referralAgreedOn'],
  [/^\/referral/, 'referralTo'],
  [/^\/consentToShare\/creditors/, 'consentCreditors'],
  [/^\/consentToShare\/givenBy/, 'consentBy'],
  [/^\/consentToShare\/given/, 'consentGiven'],
  [/^\/consentToShare\/what/, 'consentWhat'],
  [/^\/consentToShare\/withdrawnOn/, 'consentWithdrawnOn'],
  [/^\/consentToShare/, 'consentOn'],
  [/^\/expectedVersion/, 'caseId'],
  [/^\/(\w+)/, '$1'],
]

/**
 * The cell that a pointer of the hub means.
 *
 * @param pointer As the hub wrote it: `/outcomes/3/notifications/0/status`.
 * @returns `undefined` for a pointer that is about no report of the table.
 */
export function tablePlace(
  outcomes: readonly ReadOutcome[],
  pointer: string,
): TablePlace | undefined {
  const [, at, rest = ''] = /^#?\/outcomes\/(\d+)(.*)$/.exec(pointer) ?? []
  const found = at === undefined ? undefined : outcomes[Number(at)]
  if (found === undefined) return undefined
  const [pattern, name] = COLUMNS.find(([one]) => one.test(rest)) ?? [/^.*/, 'caseId']
  const column = (pattern.exec(rest)?.[0] ?? '').replace(pattern, name)
  const notification = Number(/^\/notifications\/(\d+)/.exec(rest)?.[1] ?? 0)
  const row = found.filled[column] ?? found.rows[notification] ?? found.rows[0]
  return row === undefined ? undefined : { row, column }
}
