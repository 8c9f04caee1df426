import type { components } from '../../generated/openapi.js'
import type { Day, Month } from '../../kernel/calendar.js'
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

/** How a case ended, as a person filled it in. */
export interface Ending {
  readonly outcome?: Schemas['OutcomeCode']
  readonly closedOn?: Day
  readonly takenUpOn?: Day
  readonly planMade?: boolean
  readonly referral?: Schemas['Referral']
  readonly consentToShare?: Schemas['ConsentToShare']
  /** In the order of the case's notifications. */
  readonly statuses: readonly NotificationStatus[]
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
    notifications: before?.notifications ?? all(found, 'TAKEN_UP'),
  }
}

/** The report with how the case ended in place of what was said about that before. */
export function withEnding(
  found: ReportedCase,
  before: CaseOutcome | undefined,
  { statuses, ...ending }: Ending,
): CaseOutcome {
  const { caseId, month, contactAttempts } = before ?? empty(found)
  return {
    caseId,
    month,
    contactAttempts,
    notifications: found.notifications.map((one, at) => ({
      ...one,
      status: statuses[at] ?? 'NOT_TAKEN_UP_YET',
    })),
    ...ending,
  }
}

function empty({ caseId, month }: ReportedCase): CaseOutcome {
  return { caseId, month, notifications: [], contactAttempts: [] }
}

function all({ notifications }: ReportedCase, status: NotificationStatus) {
  return notifications.map((one) => ({ ...one, status }))
}
