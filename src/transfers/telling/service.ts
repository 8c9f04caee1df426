import type { components } from '../../generated/openapi.js'
import type { Month } from '../../kernel/calendar.js'
import {
  feedbackFor,
  type CaseOutcome,
  type FeedbackCode,
  type FeedbackPolicy,
  type Standing,
} from '../../outcomes/index.js'

type Schemas = components['schemas']

/** What is known of a notification when its transfer is offered. */
export interface Going {
  readonly standing: Standing | undefined
  readonly goes: boolean
}

/** What its creditor is told once the transfer is accepted. */
export interface Telling {
  readonly tell: FeedbackCode | null
  readonly isCorrection: boolean
  /** Whether it may know that the household moved, and so who has the notification. */
  readonly showsMove: boolean
}

/**
 * How a case ends at the municipality that hands it over, and what creditors learn of that: of what
 * goes, that it was transferred, where the policy lets a move be told at all; of what stays behind,
 * that the person is no resident, as the policy has it.
 *
 * @param last What was reported last about the case; attempts at contact stay in the report.
 */
export function tellings(
  item: Schemas['FeedItem'],
  month: Month,
  last: CaseOutcome | null,
  policy: FeedbackPolicy,
  goingOf: (one: Schemas['FeedNotification']) => Going,
): { readonly closing: CaseOutcome; readonly telling: readonly Telling[] } {
  const closing: CaseOutcome = {
    caseId: item.caseId,
    month,
    notifications: item.notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status: 'NOT_RESIDENT',
    })),
    contactAttempts: last?.contactAttempts ?? [],
    ...(last?.takenUpOn !== undefined && { takenUpOn: last.takenUpOn }),
    ...(last?.decision !== undefined && { decision: last.decision }),
  }
  const telling = item.notifications.map((one): Telling => {
    const { standing, goes } = goingOf(one)
    const told = standing?.told ?? null
    const about = { creditor: one.creditorId, status: 'NOT_RESIDENT' } as const
    const showsMove =
      feedbackFor(policy, closing, about, null) === 'NOT_RESIDENT' &&
      !policy.neutral.includes('TRANSFERRED')
    const ending = feedbackFor(policy, closing, about, told) ?? null
    const moved = showsMove && told !== 'TRANSFERRED' ? 'TRANSFERRED' : null
    const tell = goes ? moved : ending
    // Who took a notification back has no ground to learn anything more.
    return {
      tell: standing?.isGone === true ? null : tell,
      isCorrection: told !== null,
      showsMove,
    }
  })
  return { closing, telling }
}
