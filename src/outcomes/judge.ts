import type { components } from '../generated/openapi.js'
import { firstDayOf, type Day, type Month } from '../kernel/calendar.js'

type Schemas = components['schemas']

/** What a municipality reports about one case. */
export type CaseOutcome = Schemas['CaseOutcome']
export type OutcomeCode = Schemas['OutcomeCode']
export type NotificationStatus = Schemas['NotificationStatus']

/** Something that is wrong, or that deserves a second look, with the place in the body. */
export type Remark = Schemas['OutcomeRemark']

/** A notification by who sent it and its identifier there. */
export interface Listed {
  readonly creditor: string
  readonly notificationId: string
}

/** What a report is judged against. */
export interface OutcomeFacts {
  readonly today: Day
  /**
   * Notifications of the case: in its closed feed, or before that in the urgent lane; `undefined` when
   * there is no such case.
   */
  readonly listed: readonly Listed[] | undefined
}

/** Errors keep a report out, warnings do not. */
export interface OutcomeJudgement {
  readonly errors: readonly Remark[]
  readonly warnings: readonly Remark[]
}

/** Endings that do not need the case to have been taken up. */
export const WITHOUT_TAKING_UP: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  'NT_REPEAT',
  'NT_INCORRECT',
  'NT_OTHER',
  'DECEASED',
  'NOT_RESIDENT',
  'KNOWN_DEBT_HELP',
])

/** Endings in which help goes on elsewhere, which the resident agreed to. */
const REFERRALS: ReadonlyMap<OutcomeCode, 'FINANCIAL' | 'NON_FINANCIAL' | undefined> = new Map([
  ['FOLLOW_UP', undefined],
  ['FOLLOW_UP_FIN', 'FINANCIAL'],
  ['FOLLOW_UP_NONFIN', 'NON_FINANCIAL'],
])

/** Endings that are only possible when somebody was reached. */
const REACHED: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  'LOST_CONTACT',
  'SELF_OR_NO_HELP',
  'QUICK_FIX',
  'FOLLOW_UP',
  'FOLLOW_UP_FIN',
  'FOLLOW_UP_NONFIN',
])

/**
 * Judges one report about a case. All errors at once; a report with an error changes nothing.
 *
 * @param at JSON Pointer of the report in its body.
 */
export function judgeOutcome(
  report: CaseOutcome,
  { today, listed }: OutcomeFacts,
  at: string,
): OutcomeJudgement {
  if (listed === undefined) {
    const detail = 'There is no such case in a closed feed of that month, nor in the urgent lane.'
    return { errors: [{ code: 'CASE_UNKNOWN', pointer: `${at}/caseId`, detail }], warnings: [] }
  }
  return {
    errors: [
      ...aboutNotifications(report, listed, at),
      ...aboutDays(report, today, at),
      ...aboutEnding(report, at),
      ...aboutReferral(report, at),
      ...aboutMilestones(report, at),
    ],
    warnings: [...aboutContact(report, at), ...aboutDecision(report, at)],
  }
}

function aboutNotifications(
  { notifications, consentToShare }: CaseOutcome,
  listed: readonly Listed[],
  at: string,
): Remark[] {
  const remarks: Remark[] = []
  const known = new Set(listed.map((one) => `${one.creditor} ${one.notificationId}`))
  const seen = new Set<string>()
  notifications.forEach(({ creditorId, notificationId }, index) => {
    const key = `${creditorId} ${notificationId.toLowerCase()}`
    const pointer = `${at}/notifications/${index}`
    if (!known.has(key)) {
      const detail = 'The case does not hold this notification.'
      remarks.push({ code: 'NOTIFICATION_UNKNOWN', pointer, detail })
    } else if (seen.has(key)) {
      const detail = 'The report names this notification before.'
      remarks.push({ code: 'NOTIFICATION_TWICE', pointer, detail })
    }
    seen.add(key)
  })
  const creditors = new Set(listed.map(({ creditor }) => creditor))
  consentToShare?.creditors.forEach((creditor, index) => {
    if (creditors.has(creditor)) return
    const pointer = `${at}/consentToShare/creditors/${index}`
    const detail = 'No notification of the case is of this creditor.'
    remarks.push({ code: 'CONSENT_OTHER_CREDITOR', pointer, detail })
  })
  return remarks
}

function aboutDays(report: CaseOutcome, today: Day, at: string): Remark[] {
  const { takenUpOn, contactAttempts, closedOn, referral, consentToShare } = report
  const { planMadeOn, offerAcceptedOn, firstConversationOn, helpAcceptedOn } = report
  const earliest = firstDayOf(report.month as Month)
  const days: [pointer: string, day: string | undefined, from: string][] = [
    [`${at}/takenUpOn`, takenUpOn, earliest],
    [`${at}/closedOn`, closedOn, takenUpOn ?? earliest],
    [`${at}/referral/agreedOn`, referral?.agreedOn, earliest],
    [`${at}/consentToShare/on`, consentToShare?.on, earliest],
    [
      `${at}/consentToShare/withdrawnOn`,
      consentToShare?.withdrawnOn,
      consentToShare?.on ?? earliest,
    ],
    [`${at}/decision/on`, report.decision?.on, earliest],
    [`${at}/planMadeOn`, planMadeOn, earliest],
    [`${at}/offerAcceptedOn`, offerAcceptedOn, earliest],
    [`${at}/firstConversationOn`, firstConversationOn, offerAcceptedOn ?? earliest],
    [`${at}/helpAcceptedOn`, helpAcceptedOn, earliest],
  ]
  contactAttempts.forEach(({ on }, index) => {
    days.push([`${at}/contactAttempts/${index}/on`, on, earliest])
  })
  return days.flatMap(([pointer, day, from]): Remark[] => {
    if (day === undefined) return []
    if (day > today) {
      return [{ code: 'DATE_IN_FUTURE', pointer, detail: 'This day has not come yet.' }]
    }
    if (day >= from) return []
    const detail = `This day lies before ${from}, which it has to follow.`
    return [{ code: 'DATE_ORDER', pointer, detail }]
  })
}

function aboutEnding({ outcome, closedOn, takenUpOn }: CaseOutcome, at: string): Remark[] {
  if ((outcome === undefined) !== (closedOn === undefined)) {
    const pointer = `${at}/${outcome === undefined ? 'outcome' : 'closedOn'}`
    const detail = 'An outcome and the day of closing come together.'
    return [{ code: 'CLOSING_INCOMPLETE', pointer, detail }]
  }
  if (outcome === undefined || WITHOUT_TAKING_UP.has(outcome) || takenUpOn !== undefined) return []
  const detail = 'This outcome needs the day on which the case was taken up.'
  return [{ code: 'TAKEN_UP_MISSING', pointer: `${at}/takenUpOn`, detail }]
}

/**
 * Somebody is referred only with consent. For the one exception the national standard has an outcome
 * of its own, REFERRED_WITHOUT_RESIDENT, which holds no referral.
 */
function aboutReferral({ outcome, referral }: CaseOutcome, at: string): Remark[] {
  const pointer = `${at}/referral`
  if (outcome === undefined || !REFERRALS.has(outcome)) {
    if (referral === undefined) return []
    const detail = 'Only a case that ends in follow-up help has a referral.'
    return [{ code: 'REFERRAL_NOT_ALLOWED', pointer, detail }]
  }
  if (referral === undefined) {
    const detail = 'Follow-up help needs what the resident agreed to, and when.'
    return [{ code: 'REFERRAL_MISSING', pointer, detail }]
  }
  const kind = REFERRALS.get(outcome)
  if (kind === undefined || referral.kind === kind) return []
  const detail = 'The outcome says otherwise about whether the help is financial.'
  return [{ code: 'REFERRAL_KIND', pointer: `${pointer}/kind`, detail }]
}

/** Endings in which help was not accepted, whatever was said before. */
const NO_HELP: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  ...WITHOUT_TAKING_UP,
  'NO_CONTACT',
  'SELF_OR_NO_HELP',
  'ALREADY_PAID',
])

/** What happened on the way may not contradict itself. */
function aboutMilestones(report: CaseOutcome, at: string): Remark[] {
  const { planMade, planMadeOn, offerAcceptedOn, firstConversationOn, outcome } = report
  const remarks: Remark[] = []
  if (planMadeOn !== undefined && planMade === false) {
    const detail = 'A plan cannot have a day and not have been made.'
    remarks.push({ code: 'PLAN_DENIED', pointer: `${at}/planMadeOn`, detail })
  }
  if (firstConversationOn !== undefined && offerAcceptedOn === undefined) {
    const detail = 'The first conversation follows on an offer that was accepted; say when.'
    remarks.push({ code: 'OFFER_MISSING', pointer: `${at}/offerAcceptedOn`, detail })
  }
  if (report.helpAcceptedOn !== undefined && outcome !== undefined && NO_HELP.has(outcome)) {
    const detail = 'The outcome says that no help was accepted.'
    remarks.push({ code: 'HELP_DENIED', pointer: `${at}/helpAcceptedOn`, detail })
  }
  return remarks
}

function aboutContact({ outcome, contactAttempts }: CaseOutcome, at: string): Remark[] {
  if (outcome === undefined) return []
  const pointer = `${at}/contactAttempts`
  const isReached = contactAttempts.some(({ reached }) => reached)
  if (REACHED.has(outcome) && !isReached) {
    const detail = 'The outcome says that somebody was reached; no contact attempt does.'
    return [{ code: 'REACHED_WITHOUT_CONTACT', pointer, detail }]
  }
  if (outcome === 'NO_CONTACT' && isReached) {
    const detail = 'The outcome says that nobody was reached; a contact attempt does.'
    return [{ code: 'NOT_REACHED_WITH_CONTACT', pointer, detail }]
  }
  return []
}

/** A bin proposes; nobody is approached because a rule said so (GDPR article 22). */
function aboutDecision({ decision, contactAttempts }: CaseOutcome, at: string): Remark[] {
  const first = contactAttempts.map(({ on }) => on).sort()[0]
  if (first === undefined || (decision !== undefined && decision.on <= first)) return []
  const detail = 'Say what a person decided about the proposal before the first approach, and when.'
  return [{ code: 'NOT_DECIDED', pointer: `${at}/decision`, detail }]
}
