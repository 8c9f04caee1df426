/** What an item of a plan is about: it was drawn, or a rule matched. */
export type ReviewKind = 'SAMPLE' | AnomalyKind

/** Rules that look for what is out of the ordinary. */
export const ANOMALY_KINDS = [
  'ENUMERATION',
  'OWN_ADDRESS',
  'AFTER_CLOSING',
  'SAME_PERSON',
  'BULK',
  'OUT_OF_HOURS',
  'NO_CONTACT',
] as const

/** Name of a rule. */
export type AnomalyKind = (typeof ANOMALY_KINDS)[number]

/**
 * What the rules go by. A changed number is a new version: plans say by which version they were made,
 * and are never made again.
 */
export const REVIEW_RULES = {
  version: 2,
  /** Entries drawn for each month. */
  sampleSize: 25,
  /** Items that one rule may add to a plan; how often it matched in all stands beside them. */
  mostPerRule: 25,
  /** Of one party in a day: more than so many times its usual day, and so many more, is much. */
  bulkTimes: 4,
  bulkMargin: 200,
  /** Weeks before the month that the usual day is taken from. */
  usualWeeks: 8,
  /** People work from this hour up to that one (Amsterdam), from Monday to Friday. */
  worksFromHour: 7,
  worksUntilHour: 19,
  /** So many looks of one person at one household in a month are many. */
  samePersonTimes: 5,
  /** Days within which something is to be reported about a household whose data was pulled. */
  contactWithinDays: 42,
} as const

/** One match of a rule, with the entry to begin with. */
export interface Match {
  readonly entry: string
  readonly number: number
  /** Party id of who acted. */
  readonly actor: string
  /** Counts, days and months that the rule went by. */
  readonly facts: Readonly<Record<string, number | string>>
}
