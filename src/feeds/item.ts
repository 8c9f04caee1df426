import type { MatchedCase, Notified } from '../cases/index.js'
import type { components } from '../generated/openapi.js'
import { canonicalText } from '../kernel/canonical.js'
import { type Day, firstDayOf, lastDayOf, type Month } from '../kernel/calendar.js'
import { leafHash } from '../log-tree/tree.js'

type Schemas = components['schemas']

/** A case as it is closed: what may differ from pull to pull is left out. */
export type ClosedItem = Omit<Schemas['FeedItem'], 'statusAtPull'>

/** Members of a feed item that a mandate must name for the municipality to see them. */
export type EntitledField = 'creditorName' | 'arrearsCents' | 'oldestDueOn' | 'district'

/** What making an item asks of its surroundings. */
export interface ItemFacts {
  readonly month: Month
  /** The day of the run that the feed rests on. */
  readonly matchedOn: Day
  /** Whether the mandate of a notification entitles the municipality to a member. */
  readonly isEntitled: (notified: Notified, field: EntitledField) => boolean
  /** The agreement under which it was accepted: a mandate bears the id of its agreement. */
  readonly agreementOf: (notified: Notified) => string | undefined
  /** The name that other parties may see. */
  readonly nameOf: (creditor: string) => string | undefined
  /** SHA-256 of a notification's envelope, hexadecimal. */
  readonly digestOf: (notified: Notified) => string
  /** Euro cents that are owed in all, over notifications whose amount may be seen. */
  readonly totalOf: (notified: readonly Notified[]) => number
}

/**
 * The minimal item of a case: exactly what the contract names, and of that only what the mandates
 * entitle to. The identity is not in it; its envelope's digest is.
 */
export function feedItem(found: MatchedCase, facts: ItemFacts): ClosedItem {
  const { month, matchedOn, isEntitled } = facts
  const all = found.notifications.map(({ notified }) => notified)
  const isAllPriced = all.every((one) => isEntitled(one, 'arrearsCents'))
  const district = all.some((one) => isEntitled(one, 'district')) ? found.district : null
  return {
    caseId: found.caseId,
    matchPeriodStart: firstDayOf(month),
    matchPeriodEnd: lastDayOf(month),
    matchedOn,
    matchClass: found.matchClass,
    sectorCount: found.sectors.length,
    notificationCount: found.notificationCount,
    consecutiveMonths: found.consecutiveMonths,
    totalArrearsCents: isAllPriced ? found.totalArrearsCents : visibleTotal(found, facts),
    urgency: found.urgency,
    ...(found.deadlineOn !== null && { deadlineOn: found.deadlineOn }),
    workBin: found.workBin,
    reasons: found.reasons,
    ruleVersion: found.ruleVersion,
    notifications: found.notifications.map((listed): Schemas['FeedNotification'] => {
      const { notified } = listed
      const may = (field: EntitledField) => isEntitled(notified, field)
      const agreementId = facts.agreementOf(notified)
      const creditorName = may('creditorName') ? facts.nameOf(notified.creditor) : undefined
      return {
        notificationId: notified.notificationId,
        creditorId: notified.creditor,
        ...(agreementId !== undefined && { agreementId }),
        ...(creditorName !== undefined && { creditorName }),
        sector: notified.sector,
        kind: notified.kind,
        ...(may('arrearsCents') && { arrearsCents: notified.arrearsCents }),
        ...(may('oldestDueOn') &&
          notified.oldestDueOn !== null && { oldestDueOn: notified.oldestDueOn }),
        reportedOn: notified.reportedOn,
        crisis: notified.crisis,
        sealedIdentity: { digest: facts.digestOf(notified) },
      }
    }),
    quality: isAllPriced
      ? found.quality
      : found.quality.filter((code) => code !== 'AMOUNT_NOT_INCREASED'),
    ...(district !== null && { district }),
  }
}

/** What is owed over the amounts that the municipality may see. */
function visibleTotal({ notifications }: MatchedCase, { isEntitled, totalOf }: ItemFacts): number {
  const standing = notifications.filter(({ isWithdrawn }) => !isWithdrawn)
  return totalOf(
    standing.map(({ notified }) => notified).filter((one) => isEntitled(one, 'arrearsCents')),
  )
}

/** An item ready to be kept: its canonical text (RFC 8785) and the leaf over it. */
export interface ItemText {
  readonly text: string
  /** 32 bytes: the RFC 6962 leaf hash of the text. */
  readonly leaf: Buffer
}

/** Writes an item once, for the root and for every pull. */
export function itemText(item: ClosedItem): ItemText {
  const text = canonicalText(item)
  return { text, leaf: leafHash(Buffer.from(text, 'utf8')) }
}
