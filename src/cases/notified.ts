import type { Reported } from '../debts/index.js'
import type { Day } from '../kernel/calendar.js'
import type { LinkRecord } from '../linkage/index.js'

/**
 * One notification as matching sees it: no person. Pseudonyms are texts that are equal when the
 * pseudonyms are; all of one run are of one epoch, and null when there is none in it.
 */
export interface Notified extends Reported {
  readonly crisis: boolean
  readonly crisisGround: string | null
  readonly plannedTerminationOn: Day | null
  readonly oldestDueOn: Day | null
  /** The building: postcode and house number. Null for a withdrawal and for a post office box. */
  readonly address: string | null
  /** The dwelling in the building; null when no addition was given. */
  readonly addition: string | null
  /** What linkage compares; null for the look-back, of which no evidence is read. */
  readonly evidence: Evidence | null
  /**
   * Short keyed tag of surname and first initial, to count how many people were reported at an
   * address over the months; null when a part is unknown or keyed under another epoch.
   */
  readonly nameTag: number | null
  readonly hasPhone: boolean
  readonly hasEmail: boolean
  /** The name looks like that of a business. */
  readonly isBusinessSuspected: boolean
  readonly district: string | null
  /** Mandate under which it came, which says what a feed may show of it. */
  readonly mandateId: string | null
}

/** Keyed tokens and tags, as `linkage` takes them. */
export type Evidence = Omit<LinkRecord, 'id'>
