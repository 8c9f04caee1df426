import type { NotifiedFact, TrailStep } from '../../log-review/index.js'

/** What of a trail is told to the resident, and what is held back. */
export interface OwnPart {
  readonly steps: readonly TrailStep[]
  readonly notifications: readonly NotifiedFact[]
  /** Notifications that may be about somebody else of that name at the same house number. */
  readonly heldBack: number
}

/**
 * Takes from the trail of a household what is about one person: named with name and first initial,
 * and not told from the resident by birth date or addition. What cannot be told apart, although
 * others of that name are known there, is held back until the officer has made sure.
 *
 * @param isSure Whether the officer says that all of it is about this resident, but for what differs.
 */
export function ownPart(
  steps: readonly TrailStep[],
  notifications: readonly NotifiedFact[],
  isSure: boolean,
): OwnPart {
  const named = new Set(steps.flatMap(({ own }) => own))
  const about = notifications.filter((fact) => named.has(nameOf(fact)))
  const isTold = ({ agrees }: NotifiedFact) =>
    agrees === 'YES' || agrees === 'UNKNOWN' || (isSure && agrees === 'DOUBTFUL')
  const told = about.filter(isTold)
  const toldNames = new Set(told.flatMap(namesOf))
  const heldNames = new Set(about.filter((fact) => !isTold(fact)).flatMap((fact) => namesOf(fact)))
  return {
    // What is named by nothing that was held back stands: also of what is not kept any more.
    steps: steps.filter(
      ({ own }) =>
        own.length > 0 && own.some((name) => toldNames.has(name) || !heldNames.has(name)),
    ),
    notifications: told,
    heldBack: about.length - told.length,
  }
}

function nameOf({ creditor, notificationId }: NotifiedFact): string {
  return `${creditor}/${notificationId}`
}

/** Under which names the log knows a notification: its own, its case, and the place in the feed. */
function namesOf(fact: NotifiedFact): string[] {
  const { caseId, place } = fact
  return [nameOf(fact), ...(caseId === null ? [] : [caseId]), ...(place === null ? [] : [place])]
}
