import type { Explanation, TriageFacts } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import { type Day, firstDayOf, lastDayOf, type Month } from '../../kernel/calendar.js'
import type { ClosedItem, EntitledField } from '../item.js'
import {
  transferredClass,
  transferredTotal,
  type TransferFacts,
  type TransferredNotification,
} from './facts.js'

type Schemas = components['schemas']

/** What making an item of an accepted transfer asks of its surroundings. */
export interface ReceivedFacts {
  readonly caseId: string
  readonly month: Month
  /** The day on which the feed is closed. */
  readonly matchedOn: Day
  /** How the receiving municipality weighs its cases. */
  readonly weigh: (facts: TriageFacts) => {
    readonly workBin: string
    readonly reasons: readonly Explanation[]
  }
  readonly ruleVersion: string
  readonly transferred: Schemas['TransferredFrom']
  readonly visible: VisibleFacts
}

/** What the receiving municipality may see of each notification. */
export interface VisibleFacts {
  /** Whether its own agreement with the creditor entitles it to a member. */
  readonly isEntitled: (one: TransferredNotification, field: EntitledField) => boolean
  readonly agreementOf: (one: TransferredNotification) => string | undefined
  readonly nameOf: (creditorId: string) => string | undefined
  readonly sealedOf: (one: TransferredNotification) => Schemas['SealedIdentity']
}

/**
 * The item of a case that was taken over: weighed anew by the receiver's own rules, over what went
 * along, and marked with where it came from.
 */
export function receivedItem(facts: TransferFacts, received: ReceivedFacts): ClosedItem {
  const { month, weigh, visible } = received
  const notifications = facts.notifications.map((one) => visibleNotification(one, visible))
  const sectors = [...new Set(facts.notifications.map(({ sector }) => sector))].sort()
  const seen = facts.notifications.filter((one) => visible.isEntitled(one, 'arrearsCents'))
  const matchClass = transferredClass(facts)
  const totalArrearsCents = transferredTotal(seen)
  const { workBin, reasons } = weigh({
    matchClass,
    sectors,
    totalArrearsCents,
    consecutiveMonths: facts.consecutiveMonths,
    urgency: facts.urgency,
    isPhoneKnown: !facts.quality.includes('NO_PHONE'),
    isEmailKnown: !facts.quality.includes('NO_EMAIL'),
    growthCents: 0,
    district: null,
    isWithdrawn: false,
  })
  return {
    caseId: received.caseId,
    matchPeriodStart: firstDayOf(month),
    matchPeriodEnd: lastDayOf(month),
    matchedOn: received.matchedOn,
    matchClass,
    sectorCount: sectors.length,
    notificationCount: notifications.length,
    consecutiveMonths: facts.consecutiveMonths,
    totalArrearsCents,
    urgency: facts.urgency,
    ...(facts.deadlineOn !== undefined && { deadlineOn: facts.deadlineOn }),
    workBin,
    reasons: [TAKEN_OVER, ...reasons].slice(0, MOST_REASONS),
    ruleVersion: received.ruleVersion,
    notifications,
    quality: facts.quality.filter((code) => code !== 'AMOUNT_NOT_INCREASED'),
    transferred: received.transferred,
  }
}

/** One notification with the members that the receiver's agreement entitles it to. */
export function visibleNotification(
  one: TransferredNotification,
  { isEntitled, agreementOf, nameOf, sealedOf }: VisibleFacts,
): Schemas['FeedNotification'] {
  const { creditorId, notificationId, sector, kind, reportedOn, crisis } = one
  const agreementId = agreementOf(one)
  const creditorName = isEntitled(one, 'creditorName') ? nameOf(creditorId) : undefined
  return {
    notificationId,
    creditorId,
    ...(agreementId !== undefined && { agreementId }),
    ...(creditorName !== undefined && { creditorName }),
    sector,
    kind,
    ...(one.arrearsCents !== undefined &&
      isEntitled(one, 'arrearsCents') && { arrearsCents: one.arrearsCents }),
    ...(one.oldestDueOn !== undefined &&
      isEntitled(one, 'oldestDueOn') && { oldestDueOn: one.oldestDueOn }),
    reportedOn,
    crisis,
    sealedIdentity: sealedOf(one),
  }
}

const MOST_REASONS = 20

const TAKEN_OVER: Explanation = {
  code: 'TRANSFERRED',
  nl: 'Overgenomen van een andere gemeente.',
  en: 'Taken over from another municipality.',
}
