import type { NoticeAction } from './notice.js'

/** How notifications stand at their municipality beside one request. Keys are `standingKey`. */
export interface Standing {
  /** Stopped by another open request, or erased. */
  readonly stopped: ReadonlySet<string>
  /** Disputed by another open request that stops nothing. */
  readonly disputed: ReadonlySet<string>
  /** What the municipality was last told. */
  readonly told: ReadonlyMap<string, NoticeAction>
}

/** A notification by name. */
export interface Named {
  readonly creditor: string
  readonly notificationId: string
}

/** Name of a notification among all of a municipality. */
export function standingKey({ creditor, notificationId }: Named): string {
  return `${creditor} ${notificationId}`
}

/**
 * What a municipality is told when a request is registered, by what is to be done: a dispute does not
 * take away the stop of another request.
 *
 * @param action Of the request by itself.
 * @param told Notifications that the municipality has.
 */
export function toldAtRegistration<One extends Named>(
  action: NoticeAction,
  told: readonly One[],
  { stopped }: Standing,
): Map<NoticeAction, One[]> {
  return grouped(told, (one) => (stopped.has(standingKey(one)) ? 'STOP' : action))
}

/**
 * What a municipality is told when a request is lifted: of what it heard of, and only what changes. What
 * another request disputes is disputed from then on; what another one stops stays stopped, unsaid.
 */
export function toldAtLifting<One extends Named>(
  lifted: readonly One[],
  { stopped, disputed, told }: Standing,
): Map<NoticeAction, One[]> {
  return grouped(lifted, (one) => {
    const key = standingKey(one)
    const last = told.get(key)
    if (last === undefined || stopped.has(key)) return undefined
    const next = disputed.has(key) ? 'DISPUTED' : 'RESUME'
    return next === last ? undefined : next
  })
}

function grouped<One>(
  all: readonly One[],
  actionOf: (one: One) => NoticeAction | undefined,
): Map<NoticeAction, One[]> {
  const found = new Map<NoticeAction, One[]>()
  for (const one of all) {
    const action = actionOf(one)
    if (action === undefined) continue
    const there = found.get(action)
    if (there === undefined) found.set(action, [one])
    else there.push(one)
  }
  return found
}
