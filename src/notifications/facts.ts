import type { Repeat } from '../debts/index.js'
import type { Day } from '../kernel/calendar.js'
import type { LegalBases } from '../legal-basis/rule.js'
import type { Authoriser } from '../parties/authorisation.js'
import type { Report } from './notification.js'
import type { Past } from './predecessor.js'

/** Where a postcode lies. */
export interface Place {
  readonly municipality: string
  /** Other municipalities that share the area. */
  readonly others: readonly string[]
  readonly district: string | null
}

/** Everything outside an item that decides about it, read once per batch. */
export interface Facts extends Past {
  /** Day of acceptance (Europe/Amsterdam): mandates and legal bases must hold on it. */
  readonly today: Day
  /** The batch's `createdAt`, a day less and a day more. */
  readonly reportedFrom: Day
  readonly reportedUntil: Day
  readonly authoriser: Authoriser
  readonly legalBases: LegalBases
  /** Municipalities that take part. */
  readonly isKnownMunicipality: (municipality: string) => boolean
  readonly hasSealingKey: (municipality: string) => boolean
  /** `undefined` when no postcode table is loaded; `null` for a postcode that is not in it. */
  readonly placeOf: (postcode: string) => Place | null | undefined
  /** What a report that names no predecessor repeats of what came before. */
  readonly repeatedBy: (item: Report) => Repeat | undefined
}
