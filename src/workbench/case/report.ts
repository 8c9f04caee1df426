import type { components } from '../../generated/openapi.js'
import type { Month } from '../../kernel/calendar.js'
import type { CaseOutcome, NotificationStatus } from '../../outcomes/index.js'

type Schemas = components['schemas']

/** A case as a report about it names it. */
export interface ReportedCase {
  readonly caseId: string
  readonly month: Month
  readonly notifications: readonly {
    readonly creditorId: string
    readonly notificationId: string
  }[]
}

/** What a report says beside its name, its attempts and how its notifications stand. */
type Said = Omit<CaseOutcome, 'caseId' | 'month' | 'contactAttempts' | 'notifications'>

/**
 * How a case ended, as a person filled it in: a value, `null` for what is no longer true, and left out
 * for what the person was not asked about.
 */
export type Ending = {
  readonly [Name in keyof Said]?: Exclude<Said[Name], undefined> | null
} & {
  /** In the order of the case's notifications; `undefined` for one that was not asked about. */
  readonly statuses: readonly (NotificationStatus | undefined)[]
}

/**
 * The report after one more attempt. The first one says that the case was taken up, unless it says
 * already when.
 *
 * @param before What was reported last; `undefined` when nothing.
 */
export function withAttempt(
  found: ReportedCase,
  before: CaseOutcome | undefined,
  attempt: Schemas['ContactAttempt'],
): CaseOutcome {
  const attempts = [...(before?.contactAttempts ?? []), attempt]
  return {
    ...(before ?? empty(found)),
    takenUpOn: before?.takenUpOn ?? attempt.on,
    contactAttempts: attempts.toSorted((left, right) =>
      left.on < right.on ? -1 : left.on > right.on ? 1 : 0,
    ),
    notifications: standingOf(found, before, [], 'TAKEN_UP'),
  }
}

/**
 * The report with what was filled in about the ending in place of what was said about that before.
 * Whatever was not asked about stays as software or somebody else reported it: the contract takes a
 * member that is left out for one that is no longer true.
 *
 * @param before What was reported last; `undefined` when nothing.
 */
export function withEnding(
  found: ReportedCase,
  before: CaseOutcome | undefined,
  { statuses, ...ending }: Ending,
): CaseOutcome {
  const notifications = standingOf(found, before, statuses, 'NOT_TAKEN_UP_YET')
  const report = { ...(before ?? empty(found)), ...ending, notifications }
  const left = Object.entries(report).filter(([, value]) => value !== null)
  // Without what is no longer true, of which `null` was the sign, it is a report again.
  return Object.fromEntries(left) as unknown as CaseOutcome
}

/**
 * How each notification of the case stands: as said now, else as said before. Named member by member:
 * a case as it was pulled holds sealed identities, which have no place in a report.
 */
function standingOf(
  { notifications }: ReportedCase,
  before: CaseOutcome | undefined,
  statuses: Ending['statuses'],
  otherwise: NotificationStatus,
): CaseOutcome['notifications'] {
  const stood = new Map(before?.notifications.map((one) => [keyOf(one), one.status]))
  // Who reported before and left one out said that it was not taken up yet.
  const unsaid = before === undefined ? otherwise : 'NOT_TAKEN_UP_YET'
  return notifications.map((one, at) => ({
    creditorId: one.creditorId,
    notificationId: one.notificationId,
    status: statuses[at] ?? stood.get(keyOf(one)) ?? unsaid,
  }))
}

function keyOf({ creditorId, notificationId }: ReportedCase['notifications'][number]): string {
  return `${creditorId} ${notificationId.toLowerCase()}`
}

function empty({ caseId, month }: ReportedCase): CaseOutcome {
  return { caseId, month, notifications: [], contactAttempts: [] }
}
