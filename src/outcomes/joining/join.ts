import { canonicalText } from '../../kernel/canonical.js'
import type { CaseOutcome, Listed } from '../judge.js'

type DayMember = 'takenUpOn' | 'planMadeOn' | 'offerAcceptedOn' | 'firstConversationOn'

const EARLIEST: readonly DayMember[] = [
  'takenUpOn',
  'planMadeOn',
  'offerAcceptedOn',
  'firstConversationOn',
]

/**
 * What was reported about urgent cases that turn out to be of one household, as one report. Every attempt
 * is in it, each once; of each step the first day; of each notification what was said first. It ended
 * when all had ended, and as the last of them: a household that somebody is still working on is not done.
 *
 * @param caseId Of the case that stays.
 * @param reports Those about the case that stays first; one at least.
 * @param listed Notifications of that case: what it does not hold is not reported about.
 */
export function joinReports(
  caseId: string,
  reports: readonly CaseOutcome[],
  listed: readonly Listed[],
): CaseOutcome {
  const byEnd = reports.toSorted((left, right) => compare(left.closedOn, right.closedOn))
  const last = byEnd.at(-1)!
  const isEnded = reports.every(({ outcome }) => outcome !== undefined)
  const { outcome, closedOn, referral, ...open } = Object.assign({}, ...byEnd) as CaseOutcome
  const days = EARLIEST.flatMap((name) => {
    const day = reports.flatMap((one) => one[name] ?? []).sort()[0]
    return day === undefined ? [] : [[name, day] as const]
  })
  const decision = reports
    .flatMap((one) => one.decision ?? [])
    .sort((left, right) => compare(left.on, right.on))[0]
  return {
    ...open,
    ...Object.fromEntries(days),
    caseId,
    notifications: notificationsOf(reports, listed),
    contactAttempts: attemptsOf(reports),
    ...(decision !== undefined && { decision }),
    ...(reports.some(({ planMade }) => planMade === true) && { planMade: true }),
    ...(isEnded && outcome !== undefined && closedOn !== undefined && { outcome, closedOn }),
    ...(isEnded && referral !== undefined && last.referral !== undefined && { referral }),
  }
}

function notificationsOf(reports: readonly CaseOutcome[], listed: readonly Listed[]) {
  const left = new Set(listed.map((one) => `${one.creditor} ${one.notificationId}`))
  return reports
    .flatMap(({ notifications }) => notifications)
    .filter((one) => left.delete(`${one.creditorId} ${one.notificationId.toLowerCase()}`))
}

function attemptsOf(reports: readonly CaseOutcome[]) {
  const attempts = reports.flatMap(({ contactAttempts }) => contactAttempts)
  const each = new Map(attempts.map((one) => [canonicalText(one), one]))
  return [...each.values()].sort((left, right) => compare(left.on, right.on))
}

function compare(left = '', right = ''): number {
  return left < right ? -1 : left > right ? 1 : 0
}
