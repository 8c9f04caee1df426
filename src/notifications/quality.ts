import { hasGrown } from '../debts/index.js'
import { daysBetween, type Day } from '../kernel/calendar.js'
import type { Assessed } from './assess.js'
import type { Report } from './notification.js'

/** What is counted of a batch, so that nobody has to be kept for it. */
export type QualityMeasure =
  | 'ITEMS'
  | 'ACCEPTED'
  | 'WARNED'
  | 'REPORTS'
  | 'PHONE_MISSING'
  | 'EMAIL_MISSING'
  | 'CONTACT_MISSING'
  | 'MISMATCHED'
  | 'REPEATS'
  | 'NOT_GROWN'
  | 'ERROR'
  | 'WARNING'
  | 'AGE_WEEKS'

/** How many items of a batch show something. */
export interface QualityCount {
  readonly creditor: string
  /** Empty where an item did not say one that can be read. */
  readonly sector: string
  readonly measure: QualityMeasure
  /** Item code, or whole weeks; empty for the other measures. */
  readonly code: string
  readonly count: number
}

const WEEK_DAYS = 7
/** Two years; what is older says no more. */
const MOST_WEEKS = 104

/**
 * Counts what a batch shows about its quality, per creditor and sector.
 *
 * @param today Day of acceptance.
 * @param isServed Whether the deliverer delivers for a creditor; items that name another count as the
 *   deliverer's own, so that nobody can spoil the numbers of a stranger.
 */
export function qualityOf(
  items: readonly Assessed[],
  today: Day,
  deliverer: string,
  isServed: (creditor: string) => boolean,
): QualityCount[] {
  const counts = new Map<string, { -readonly [Key in keyof QualityCount]: QualityCount[Key] }>()
  for (const item of items) {
    const { creditor: named } = item.name
    const { notification } = item
    const isOwn = named !== undefined && isServed(named)
    const creditor = isOwn ? named : deliverer
    // Nor do mistakes of an agent make it one of the creditors of a sector.
    const hasSector = isOwn && notification !== undefined && notification.kind !== 'WITHDRAWAL'
    const sector = hasSector ? notification.sector : ''
    const note = (measure: QualityMeasure, code = '') => {
      const key = `${creditor} ${sector} ${measure} ${code}`
      const known = counts.get(key)
      if (known === undefined) counts.set(key, { creditor, sector, measure, code, count: 1 })
      else known.count += 1
    }
    noteItem(item, today, note)
  }
  return [...counts.values()]
}

function noteItem(
  { notification, grounds, warnings, errors, repeat }: Assessed,
  today: Day,
  note: (measure: QualityMeasure, code?: string) => void,
): void {
  note('ITEMS')
  if (grounds === undefined) {
    // Each code once, however many members it is about.
    const codes = new Set(errors.map(({ code }) => code))
    for (const code of codes) note('ERROR', code)
    if (codes.has('MUNICIPALITY_MISMATCH')) note('MISMATCHED')
    return
  }
  note('ACCEPTED')
  if (warnings.length > 0) note('WARNED')
  for (const code of warnings) note('WARNING', code)
  if (warnings.includes('MUNICIPALITY_NOT_IN_POSTCODE_TABLE')) note('MISMATCHED')
  if (notification === undefined || notification.kind === 'WITHDRAWAL') return
  noteReport(notification, today, note)
  // An end of supply tells something new, whatever became of the amount.
  if (repeat === undefined || notification.kind === 'END_OF_SUPPLY') return
  note('REPEATS')
  if (!hasGrown(repeat)) note('NOT_GROWN')
}

function noteReport(
  { hasPhone, hasEmail, oldestDueOn }: Report,
  today: Day,
  note: (measure: QualityMeasure, code?: string) => void,
): void {
  note('REPORTS')
  if (!hasPhone) note('PHONE_MISSING')
  if (!hasEmail) note('EMAIL_MISSING')
  if (!hasPhone && !hasEmail) note('CONTACT_MISSING')
  const weeks = Math.floor(Math.max(0, daysBetween(oldestDueOn, today)) / WEEK_DAYS)
  note('AGE_WEEKS', String(Math.min(MOST_WEEKS, weeks)))
}
