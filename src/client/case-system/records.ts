import type { components } from '../../generated/openapi.js'
import type { BrpMark } from '../brp/index.js'
import type { OpenedCase, OpenedNotification } from '../feed.js'
import type { Correction, OpenedUrgent } from '../urgent.js'

type Schemas = components['schemas']

/** A notification in a record, with what became of it since. */
export type RecordNotification = (OpenedNotification | OpenedUrgent['notification']) & {
  /** Why it was taken back, when it was. */
  readonly withdrawalReason?: string
  readonly isCorrected?: boolean
  /** What a check against the population register found. */
  readonly brp?: BrpMark
}

/** What a case system holds of one household: a case of a month, or an urgent item before that. */
export interface CaseRecord {
  /** Of the case, or of the urgent item; random, says nothing of anybody. */
  readonly id: string
  readonly kind: 'CASE' | 'URGENT'
  readonly month: string
  readonly status: Schemas['StatusAtPull']
  readonly notifications: readonly RecordNotification[]
  /** The case; of an urgent item the one of its month, once that is closed. */
  readonly found?: OpenedCase
  readonly urgent?: OpenedUrgent
  /** Records of urgent items whose notification this case holds. */
  readonly urgentIds: readonly string[]
  /** What the hub asked after a resident did, latest last: STOP, DISPUTED or RESUME. */
  readonly corrections: readonly Correction['action'][]
}

/** What a municipality pulled and opened. */
export interface Pulled {
  readonly months: ReadonlyMap<string, readonly OpenedCase[]>
  readonly urgent: readonly OpenedUrgent[]
  readonly corrections: readonly Correction[]
}

const CHANGES = new Set(['WITHDRAWAL', 'CORRECTION'])

/**
 * Brings together what a case system is to hold: each case of the months and each urgent item once,
 * with what came later about their notifications (paid, withdrawn, corrected, stopped) in its place.
 */
export function recordsOf({ months, urgent, corrections }: Pulled): CaseRecord[] {
  const later = new Map<string, OpenedUrgent>()
  for (const item of urgent) {
    const { kind, creditorId, predecessorId } = item.notification
    if (!CHANGES.has(kind) || predecessorId === undefined) continue
    for (const notificationId of [predecessorId, ...(item.takesBack ?? [])]) {
      later.set(keyOf({ creditorId, notificationId }), item)
    }
  }
  const urgentBy = new Map(urgent.map((item) => [keyOf(item.notification), item]))
  const asked = actionsBy(corrections)
  const holding = new Map<string, OpenedCase>()
  const cases = [...months].flatMap(([month, found]) =>
    found.map((one): CaseRecord => {
      for (const { creditorId, notificationId } of one.notifications) {
        holding.set(keyOf({ creditorId, notificationId }), one)
      }
      const notifications = one.notifications.flatMap((notification) =>
        followed(withUrgent(notification, urgentBy), later),
      )
      return {
        id: one.caseId,
        kind: 'CASE',
        month,
        status: statusOf(one.statusAtPull, notifications),
        notifications,
        found: one,
        urgentIds: one.notifications.flatMap((n) => urgentBy.get(keyOf(n))?.urgentId ?? []),
        corrections: notifications.flatMap((n) => asked.get(keyOf(n)) ?? []),
      }
    }),
  )
  const known = { later, asked, holding, urgent: urgentBy }
  return [...cases, ...urgent.flatMap((item) => urgentRecord(item, known))]
}

interface Known {
  readonly later: ReadonlyMap<string, OpenedUrgent>
  readonly asked: ReadonlyMap<string, readonly Correction['action'][]>
  readonly holding: ReadonlyMap<string, OpenedCase>
  readonly urgent: ReadonlyMap<string, OpenedUrgent>
}

/** A withdrawal is no case, nor is a correction of something that is a record already. */
function urgentRecord(item: OpenedUrgent, known: Known): CaseRecord[] {
  const { notification, urgentId, issuedAt, statusAtPull } = item
  const { kind, creditorId, predecessorId } = notification
  const { later, asked, holding, urgent } = known
  if (kind === 'WITHDRAWAL') return []
  if (kind === 'CORRECTION' && predecessorId !== undefined) {
    const key = keyOf({ creditorId, notificationId: predecessorId })
    if (item.caseId !== undefined || holding.has(key) || urgent.has(key)) return []
  }
  const notifications = followed(notification, later)
  const found = holding.get(keyOf(notification))
  return [
    {
      id: urgentId,
      kind: 'URGENT',
      month: issuedAt.slice(0, 7),
      status: statusOf(statusAtPull, notifications),
      notifications,
      ...(found !== undefined && { found }),
      urgent: item,
      urgentIds: [],
      corrections: asked.get(keyOf(notification)) ?? [],
    },
  ]
}

/** The month does not hand out again what was acknowledged in the lane: there it was opened. */
function withUrgent(
  notification: OpenedNotification,
  urgent: ReadonlyMap<string, OpenedUrgent>,
): OpenedNotification {
  if (notification.identity !== undefined || notification.withheld !== 'DELIVERED_URGENT') {
    return notification
  }
  const identity = urgent.get(keyOf(notification))?.notification.identity
  if (identity === undefined) return notification
  const { withheld: _, ...rest } = notification
  return { ...rest, identity }
}

/** A notification with what changed it: taken back, or corrected by another that stands beside it. */
function followed(
  notification: RecordNotification,
  later: ReadonlyMap<string, OpenedUrgent>,
): RecordNotification[] {
  const change = later.get(keyOf(notification))
  if (change === undefined) return [notification]
  const { identity: _, ...rest } = notification
  const by = change.notification
  if (by.kind === 'WITHDRAWAL') {
    return [{ ...rest, withdrawalReason: by.withdrawalReason ?? 'ERROR', withheld: 'WITHDRAWN' }]
  }
  return [{ ...rest, isCorrected: true, withheld: 'CORRECTED' }, ...followed(by, later)]
}

function statusOf(
  pulled: Schemas['StatusAtPull'],
  notifications: readonly RecordNotification[],
): Schemas['StatusAtPull'] {
  const isGone = (one: RecordNotification) =>
    one.withdrawalReason !== undefined ||
    one.isCorrected === true ||
    one.withheld === 'WITHDRAWN' ||
    one.withheld === 'OBJECTION'
  if (notifications.every(isGone)) return 'WITHDRAWN'
  return notifications.some((one) => one.withdrawalReason !== undefined || one.isCorrected)
    ? 'UPDATED'
    : pulled
}

function actionsBy(
  corrections: readonly Correction[],
): ReadonlyMap<string, readonly Correction['action'][]> {
  const found = new Map<string, Correction['action'][]>()
  const inOrder = [...corrections].sort((a, b) => (a.issuedAt < b.issuedAt ? -1 : 1))
  for (const { action, notifications } of inOrder) {
    for (const one of notifications) {
      const key = keyOf(one)
      found.set(key, [...(found.get(key) ?? []), action])
    }
  }
  return found
}

function keyOf({
  creditorId,
  notificationId,
}: {
  readonly creditorId: string
  readonly notificationId: string
}): string {
  return `${creditorId} ${notificationId.toLowerCase()}`
}
