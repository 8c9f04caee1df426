import type { MatchClass, Urgency } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import type { Day } from '../../kernel/calendar.js'
import type { Sector } from '../../kernel/sector.js'

type Schemas = components['schemas']

/** A notification that goes along, as far as the sending municipality was entitled to see it. */
export interface TransferredNotification {
  readonly creditorId: string
  readonly notificationId: string
  readonly sector: Sector
  readonly kind: Schemas['Kind']
  readonly arrearsCents?: number
  readonly oldestDueOn?: Day
  readonly reportedOn: Day
  readonly crisis: boolean
}

/** What a case is made from at the municipality that takes it over; no identity. */
export interface TransferFacts {
  readonly urgency: Urgency
  readonly deadlineOn?: Day
  /** Months in a row, as the sender's matching found it. */
  readonly consecutiveMonths: number
  /** Whether anything was reported in the six months before. */
  readonly isConsecutive: boolean
  readonly quality: Schemas['FeedItem']['quality']
  readonly notifications: readonly TransferredNotification[]
}

/** Whose name is not among them stays behind. */
export type GoesAlong = (creditorId: string, notificationId: string) => boolean

/**
 * What another municipality may be told of a case: the notifications that go along, and of those what
 * the sender itself was entitled to. The district is one of the sender's, so it stays.
 */
export function transferFacts(item: Schemas['FeedItem'], goes: GoesAlong): TransferFacts {
  const { urgency, deadlineOn, consecutiveMonths, matchClass, quality } = item
  return {
    urgency,
    ...(deadlineOn !== undefined && { deadlineOn: deadlineOn as Day }),
    consecutiveMonths,
    isConsecutive: matchClass.endsWith('CONSECUTIVE'),
    quality: quality.filter((code) => !OF_THE_ADDRESS.has(code)),
    notifications: item.notifications
      .filter(({ creditorId, notificationId }) => goes(creditorId, notificationId))
      .map((one) => ({
        creditorId: one.creditorId,
        notificationId: one.notificationId,
        sector: one.sector,
        kind: one.kind,
        ...(one.arrearsCents !== undefined && { arrearsCents: one.arrearsCents }),
        ...(one.oldestDueOn !== undefined && { oldestDueOn: one.oldestDueOn as Day }),
        reportedOn: one.reportedOn as Day,
        crisis: one.crisis,
      })),
  }
}

/** What says something about the address that the household left, and nothing about the new one. */
const OF_THE_ADDRESS: ReadonlySet<string> = new Set(['SHARED_ADDRESS', 'ADDITION_MISSING'])

/** Class of what goes along, in the definitions of the national monitor. */
export function transferredClass({ notifications, isConsecutive }: TransferFacts): MatchClass {
  if (notifications.length > 1) return isConsecutive ? 'MULTIPLE_CONSECUTIVE' : 'MULTIPLE'
  return isConsecutive ? 'CONSECUTIVE' : 'SINGLE'
}

/**
 * Euro cents that are owed in all over notifications whose amount may be seen: of each creditor and
 * sector the latest counts.
 */
export function transferredTotal(notifications: readonly TransferredNotification[]): number {
  const latest = new Map<string, TransferredNotification>()
  for (const one of notifications) {
    const key = `${one.creditorId} ${one.sector}`
    const before = latest.get(key)
    if (before === undefined || before.reportedOn <= one.reportedOn) latest.set(key, one)
  }
  return [...latest.values()].reduce((total, one) => total + (one.arrearsCents ?? 0), 0)
}
