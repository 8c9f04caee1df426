import { createHash } from 'node:crypto'

/** Operations that answer about one resident after the other, or nearly so. */
export type LookedBy = 'traceDataSubject' | 'searchAccessLog' | 'validateNotificationBatch'

/**
 * What makes lookups of one certificate look like trying who is there. The hub cannot see whether
 * house numbers or names follow upon each other, because it sees pseudonyms: it counts.
 */
export const ENUMERATION_RULES = {
  version: 1,
  /** Different households traced within an hour. */
  MANY_HOUSEHOLDS: 12,
  /** Different households of a day about which nothing was found, and the share of all that is much. */
  NOTHING_FOUND: 8,
  nothingFoundShare: 0.75,
  /** Different people at one household within a day: names are being tried. */
  MANY_NAMES: 4,
  /** Different cases searched for within an hour. */
  MANY_CASES: 30,
  /** Dry runs within an hour of so few items that they are guesses. */
  SMALL_TRIALS: 20,
  smallTrialItems: 5,
  /** Residents with an open request whom the dry runs of a day met. */
  TRIALS_FOUND: 5,
} as const

/** Name of a rule. */
export type EnumerationRule =
  | 'MANY_HOUSEHOLDS'
  | 'NOTHING_FOUND'
  | 'MANY_NAMES'
  | 'MANY_CASES'
  | 'SMALL_TRIALS'
  | 'TRIALS_FOUND'

/** What one certificate looked up by one operation, the newest lookup included. */
export interface Looked {
  /** Different subjects within the hour, and within the day. */
  readonly subjectsOfHour: number
  readonly subjectsOfDay: number
  /** Those of the day about which the first lookup found nothing. */
  readonly emptyOfDay: number
  /** The most people that were tried at one household within the day. */
  readonly mostPersons: number
  /** Dry runs of few items within the hour. */
  readonly smallOfHour: number
  /** Found in all within the day. */
  readonly foundOfDay: number
}

/** Which rules match. */
export function matchingRules(operation: LookedBy, looked: Looked): EnumerationRule[] {
  const rules = ENUMERATION_RULES
  const matches: Readonly<Record<LookedBy, readonly (readonly [EnumerationRule, boolean])[]>> = {
    traceDataSubject: [
      ['MANY_HOUSEHOLDS', looked.subjectsOfHour >= rules.MANY_HOUSEHOLDS],
      [
        'NOTHING_FOUND',
        looked.emptyOfDay >= rules.NOTHING_FOUND &&
          looked.emptyOfDay >= rules.nothingFoundShare * looked.subjectsOfDay,
      ],
      ['MANY_NAMES', looked.mostPersons >= rules.MANY_NAMES],
    ],
    searchAccessLog: [['MANY_CASES', looked.subjectsOfHour >= rules.MANY_CASES]],
    validateNotificationBatch: [
      ['SMALL_TRIALS', looked.smallOfHour >= rules.SMALL_TRIALS],
      ['TRIALS_FOUND', looked.foundOfDay >= rules.TRIALS_FOUND],
    ],
  }
  return matches[operation].filter(([, isSo]) => isSo).map(([rule]) => rule)
}

/** What tells one subject from another for one certificate, and joins with nothing else; 8 bytes. */
export function subjectMark(actorKey: string, subject: Buffer | string): Buffer {
  return createHash('sha256').update(`${actorKey}\n`).update(subject).digest().subarray(0, 8)
}
