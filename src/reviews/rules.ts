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
  version: 3,
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
  /** Days within which somebody is approached, or it is decided not to, once a case was handed out. */
  contactWithinDays: 42,
} as const

/** Operations that show a case or hand it out to whoever works on it; lists of many are not among them. */
export const CASE_LOOKS = [
  'getFeed',
  'getUrgentFeed',
  'workCase',
  'workSealed',
  'workAssigned',
  'listAssignedCases',
] as const

/** Of these, what a person does with one household at a time; the others fetch for everybody. */
export const HANDED_TO_PEOPLE = ['workSealed', 'workAssigned'] as const

/** Lists that name everybody on them: to read one again is no look at each of them. */
export const LISTS = [
  'workCases',
  'listOutcomes',
  'listFeedback',
  'listAskedPauses',
  'listAssignments',
] as const

/** Endings of a case that say why nobody was approached (values of the national data standard). */
export const ENDED_WITHOUT_APPROACH = [
  'NT_REPEAT',
  'NT_INCORRECT',
  'NT_OTHER',
  'DECEASED',
  'NOT_RESIDENT',
  'KNOWN_DEBT_HELP',
  'OTHER_TRAJECTORY',
  'ALREADY_PAID',
] as const

/** One match of a rule, with the entry to begin with. */
export interface Match {
  readonly entry: string
  readonly number: number
  /** Party id of who acted. */
  readonly actor: string
  /** Counts, days and months that the rule went by. */
  readonly facts: Readonly<Record<string, number | string>>
}
