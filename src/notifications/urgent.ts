import { Chains, keyOf, predecessorKeyOf, type Foldable, type Named } from '../debts/index.js'
import { addWorkingDays, type Month } from '../kernel/calendar.js'
import type { NotificationRow, UrgentRow } from './rows/row.js'

/** Working days in which a municipality takes up a crisis (Wgs article 4, second paragraph). */
const CRISIS_WORKING_DAYS = 3

/** Why, and by when, something is urgent. */
export type Urgent = Pick<UrgentRow, 'reason' | 'ground' | 'deadlineOn'>

/** Why a notification is urgent by itself. */
export function urgencyOf(kind: string, crisis: boolean): 'CRISIS' | 'END_OF_SUPPLY' | undefined {
  if (crisis) return 'CRISIS'
  return kind === 'END_OF_SUPPLY' ? 'END_OF_SUPPLY' : undefined
}

/** What an urgent item depends on, of all that it changes. */
export interface Followed {
  /** The first of the corrections that it is one of, or takes back. */
  readonly first: Named
  /** Whether anything of it is of an earlier month. */
  readonly isOver: boolean
  /** Why anything of it went to the municipality at once. */
  readonly urgency: 'CRISIS' | 'END_OF_SUPPLY' | undefined
}

/** A notification of a debt, as far as it says what the municipality was told, and when. */
export type Told = Foldable & { readonly crisis: boolean }

/** Whether a notification changes what others said; only then it matters what these were. */
export function changesOthers({ kind }: Pick<NotificationRow, 'kind'>): boolean {
  return kind === 'WITHDRAWAL' || kind === 'CORRECTION'
}

/**
 * What notifications change: not only what they name. Who paid has paid the whole debt, also the part
 * of it that an earlier feed or the urgent lane told of; and a correction of a correction changes what
 * the first one corrected.
 *
 * @param debts All notifications that are connected with those that will be asked about.
 * @param month The month in which these are accepted.
 */
export function followedIn(
  debts: readonly Told[],
  month: Month,
): (row: NotificationRow) => Followed {
  const chains = new Chains(debts)
  const byKey = new Map(debts.map((one) => [keyOf(one), one]))
  return (row) => {
    const changed = chains.takenBackBy(row).flatMap((key) => byKey.get(key) ?? [])
    const urgencies = new Set(changed.map(({ kind, crisis }) => urgencyOf(kind, crisis)))
    return {
      first: firstOf(row, byKey),
      isOver: changed.some((one) => one.month < month),
      urgency: (['CRISIS', 'END_OF_SUPPLY'] as const).find((urgency) => urgencies.has(urgency)),
    }
  }
}

/** What a correction, or the notification that is taken back, was before it was corrected. */
function firstOf(row: NotificationRow, byKey: ReadonlyMap<string, Told>): Named {
  let first = byKey.get(predecessorKeyOf(row) ?? '')
  for (let one = first; one?.kind === 'CORRECTION';) {
    one = byKey.get(predecessorKeyOf(one) ?? '')
    first = one ?? first
  }
  return first ?? row
}

/**
 * Why a notification goes to the municipality at once and not only with the month's feed: a crisis,
 * an end of supply, or a change to what the municipality was told before, by an earlier feed or by
 * this lane, so that no visit is made on it. An earlier month counts also in the hours before its
 * feed is closed: that feed tells how the month ended. What takes back or corrects something urgent is
 * urgent for the reason that this was.
 *
 * @param followed What this one changes, when it changes anything.
 * @returns `undefined` when it can wait for the feed.
 */
export function urgentReason(
  row: NotificationRow,
  followed: Followed | undefined,
): Urgent | undefined {
  const { kind, crisis, crisisGround: ground, plannedTerminationOn, reportedOn } = row
  const deadlineOn = crisis ? addWorkingDays(reportedOn, CRISIS_WORKING_DAYS) : plannedTerminationOn
  const isOver = followed?.isOver === true
  if (kind === 'WITHDRAWAL') {
    const reason = isOver ? 'WITHDRAWAL_AFTER_CLOSE' : followed?.urgency
    return reason && { reason, ground: null, deadlineOn: null }
  }
  if (kind === 'CORRECTION' && isOver) {
    return { reason: 'CORRECTION_AFTER_CLOSE', ground, deadlineOn }
  }
  const reason = urgencyOf(kind, crisis) ?? (kind === 'CORRECTION' ? followed?.urgency : undefined)
  return reason && { reason, ground, deadlineOn }
}
