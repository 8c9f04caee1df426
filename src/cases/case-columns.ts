import { createHash } from 'node:crypto'
import type { Month } from '../kernel/calendar.js'
import type { ListedNotification, MatchedCase } from './match.js'

/** Stands between the values of a column; control characters occur in none of them. */
const SEPARATOR = '\u001f'
/** Stands for no value. */
const NOTHING = '\u001e'

/** Cases as columns, each one text: the cheapest form to send and to hash very many rows in. */
export interface CaseColumns {
  /** In the order of `CASE_COLUMNS`. */
  readonly texts: readonly string[]
  readonly count: number
  /**
   * SHA-256 over the columns: equal for equal notifications, whatever their order of arrival.
   * 32 bytes.
   */
  readonly digest: Buffer
}

type Value = (found: MatchedCase, month: Month) => string | number | null

/** The columns of `matched_case` with the type that the database reads their texts as. */
export const CASE_COLUMNS: readonly {
  readonly name: string
  readonly type: 'uuid' | 'text' | 'integer' | 'bigint' | 'date' | 'jsonb' | 'list'
  readonly of: Value
}[] = [
  { name: 'case_id', type: 'uuid', of: (one) => one.caseId },
  { name: 'match_class', type: 'text', of: (one) => one.matchClass },
  { name: 'sectors', type: 'list', of: (one) => one.sectors.join(' ') },
  { name: 'notification_count', type: 'integer', of: (one) => one.notificationCount },
  { name: 'consecutive_months', type: 'integer', of: (one) => one.consecutiveMonths },
  { name: 'total_arrears_cents', type: 'bigint', of: (one) => one.totalArrearsCents },
  { name: 'urgency', type: 'text', of: (one) => one.urgency },
  { name: 'deadline_on', type: 'date', of: (one) => one.deadlineOn },
  { name: 'work_bin', type: 'text', of: (one) => one.workBin },
  { name: 'reasons', type: 'list', of: (one) => one.reasons.map(({ code }) => code).join(' ') },
  { name: 'rule_version', type: 'text', of: (one) => one.ruleVersion },
  { name: 'quality', type: 'list', of: (one) => one.quality.join(' ') },
  { name: 'district', type: 'text', of: (one) => one.district },
  { name: 'status', type: 'text', of: (one) => one.status },
  {
    name: 'notifications',
    type: 'jsonb',
    of: (one, month) =>
      `[${one.notifications.map((listed) => listedText(listed, month)).join(',')}]`,
  },
]

/** Turns cases, by id, into columns. Equal cases give equal texts. */
export function caseColumns(cases: readonly MatchedCase[], month: Month): CaseColumns {
  const digest = createHash('sha256')
  const texts = CASE_COLUMNS.map(({ of }) => {
    const text = cases.map((found) => of(found, month) ?? NOTHING).join(SEPARATOR)
    digest.update(`${text.length}:`).update(text)
    return text
  })
  return { texts, count: cases.length, digest: digest.digest() }
}

/** Written by hand because it runs per notification: identifiers need no escaping. */
function listedText(listed: ListedNotification, month: Month): string {
  const { notified, person, repeatOf, amountTrendCents, isWithdrawn } = listed
  let text = `{"creditor":"${notified.creditor}","notificationId":"${notified.notificationId}"`
  if (notified.month !== month) text += `,"month":"${notified.month}"`
  if (person !== null) text += `,"person":${person}`
  if (repeatOf !== null) text += `,"repeatOf":"${repeatOf}","amountTrendCents":${amountTrendCents}`
  return isWithdrawn ? `${text},"isWithdrawn":true}` : `${text}}`
}
