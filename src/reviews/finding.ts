import { HubError } from '../kernel/errors.js'

/** How far an item has come. */
export type ReviewStatus = 'OPEN' | 'ASSIGNED' | 'ASKED' | 'ANSWERED' | 'DECIDED' | 'CLOSED'

/** What officers do with an item; `ANSWER` is done by whom was asked. */
export const OFFICER_STEPS = ['ASSIGN', 'ASK', 'DECIDE', 'RETURN', 'CLOSE'] as const

/** One thing that was done with an item. */
export type ReviewStep = (typeof OFFICER_STEPS)[number] | 'ANSWER'

/** What an officer makes of it. */
export const DECISIONS = ['JUSTIFIED', 'UNCLEAR', 'UNJUSTIFIED', 'BREACH'] as const

/** A decision. */
export type Decision = (typeof DECISIONS)[number]

/** Longest question, answer or explanation. */
export const LONGEST_TEXT = 2000

const NEXT: Readonly<Record<ReviewStatus, Readonly<Partial<Record<ReviewStep, ReviewStatus>>>>> = {
  OPEN: { ASSIGN: 'ASSIGNED' },
  ASSIGNED: { ASSIGN: 'ASSIGNED', ASK: 'ASKED', DECIDE: 'DECIDED' },
  ASKED: { ASSIGN: 'ASKED', ANSWER: 'ANSWERED', DECIDE: 'DECIDED' },
  ANSWERED: { ASSIGN: 'ANSWERED', ASK: 'ASKED', DECIDE: 'DECIDED' },
  DECIDED: { RETURN: 'ASSIGNED', CLOSE: 'CLOSED' },
  CLOSED: {},
}

/** What can be done with an item of a status, in the order in which people do it. */
export function stepsFrom(status: ReviewStatus): readonly ReviewStep[] {
  return (['ASSIGN', 'ASK', 'ANSWER', 'DECIDE', 'RETURN', 'CLOSE'] as const).filter(
    (step) => NEXT[status][step] !== undefined,
  )
}

/**
 * The status after a step.
 *
 * @throws {HubError} `review.not_now` when the item has not come so far, or has come further.
 */
export function statusAfter(status: ReviewStatus, step: ReviewStep): ReviewStatus {
  const next = NEXT[status][step]
  if (next === undefined) {
    throw new HubError('review.not_now', 'That cannot be done with an item in this state.')
  }
  return next
}

/** Who did something: organisation, role pseudonym and certificate. */
export interface Doer {
  readonly party: string
  readonly holder: string
  readonly fingerprint: string
}

/**
 * Four eyes: whoever decided neither closes nor sends back. Another certificate of the same person is
 * the same person.
 *
 * @throws {HubError} `review.second_person`.
 */
export function requireSecond(decided: Doer | undefined, doer: Doer): void {
  if (decided === undefined) return
  const isSame = decided.party === doer.party && decided.holder === doer.holder
  if (!isSame && decided.fingerprint !== doer.fingerprint) return
  throw new HubError('review.second_person', 'Another officer than the one who decided closes it.')
}

/**
 * Nobody judges the own look: whoever did what an item is about decides nothing about it, with this
 * certificate or with another.
 *
 * @param own Whether the entry of the item was made with a certificate of the doer.
 * @throws {HubError} `review.second_person`.
 */
export function requireOther(own: boolean, step: ReviewStep): void {
  if (!own || step === 'ASK') return
  throw new HubError('review.second_person', 'Somebody else reviews what you did yourself.')
}
