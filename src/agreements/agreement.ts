import { addDays, type Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import type { Sector } from '../kernel/sector.js'

/** How far an agreement has come. Only an accepted one gives a mandate, and within its period. */
export const STATES = ['OFFERED', 'ACCEPTED', 'SUSPENDED', 'ENDED'] as const
/** How far one agreement has come. */
export type AgreementState = (typeof STATES)[number]

/** What somebody can say about an agreement that is there. */
export const ANSWERS = ['ACCEPT', 'SUSPEND', 'RESUME', 'END'] as const
/** One thing to say about an agreement. */
export type Answer = (typeof ANSWERS)[number]

/** Who speaks: the creditor's side (itself or its agent), or the municipality's (or the operator). */
export type Side = 'CREDITOR' | 'MUNICIPALITY'

/** One agreement: creditor, municipality and sector for a period. */
export interface Agreement {
  readonly agreementId: string
  /** The document between the parties, as they call it. */
  readonly reference: string
  readonly creditor: string
  readonly municipality: string
  readonly sector: Sector
  readonly validFrom: Day
  /** Last day; `null` while open. */
  readonly validUntil: Day | null
  readonly entitledFields: readonly string[]
  readonly state: AgreementState
  /** Party id, or `hub` for an operator; so are the other two. */
  readonly offeredBy: string
  readonly acceptedBy: string | null
  readonly authority: string | null
  readonly offeredAt: Date
  readonly acceptedAt: Date | null
  readonly suspendedAt: Date | null
  readonly endedAt: Date | null
  readonly endedBy: string | null
}

/** What an answer makes of an agreement. */
export interface Outcome {
  readonly state: AgreementState
  readonly validUntil: Day | null
  /** False when it was so already: a repeat changes nothing. */
  readonly isNew: boolean
}

const NEXT: Readonly<
  Record<Answer, { readonly from: readonly AgreementState[]; readonly to: AgreementState }>
> = {
  ACCEPT: { from: ['OFFERED'], to: 'ACCEPTED' },
  SUSPEND: { from: ['ACCEPTED'], to: 'SUSPENDED' },
  RESUME: { from: ['SUSPENDED'], to: 'ACCEPTED' },
  END: { from: ['OFFERED', 'ACCEPTED', 'SUSPENDED'], to: 'ENDED' },
}

/**
 * What becomes of an agreement by an answer. The creditor's side can only end: whether its
 * notifications are welcome is for the municipality to say.
 *
 * @param fromOn With END alone: first day on which it no longer holds. Left out, it ends at once; so
 *   it does when that day has come.
 * @throws {HubError} `party.role_not_allowed` for an answer of the wrong side, `agreement.conflict`
 *   when its state does not allow the answer, `request.invalid` for a day without END.
 */
export function outcomeOf(
  agreement: Pick<Agreement, 'state' | 'validFrom' | 'validUntil'>,
  answer: Answer,
  side: Side,
  today: Day,
  fromOn?: Day,
): Outcome {
  const { state, validUntil } = agreement
  if (side === 'CREDITOR' && answer !== 'END') {
    throw new HubError('party.role_not_allowed', 'Only the municipality can answer this.')
  }
  if (fromOn !== undefined && answer !== 'END') {
    throw new HubError('request.invalid', 'Only an end has a first day.', {
      places: [{ pointer: '/fromOn', code: 'NOT_ALLOWED', detail: 'Only END has a first day.' }],
    })
  }
  const { from, to } = NEXT[answer]
  if (state === to && answer !== 'RESUME') return { state, validUntil, isNew: false }
  if (!from.includes(state)) {
    // An accepted agreement that was never suspended has nothing to resume, and is as wished.
    if (answer === 'RESUME' && state === 'ACCEPTED') return { state, validUntil, isNew: false }
    throw new HubError('agreement.conflict', `An agreement that is ${state} cannot ${answer}.`)
  }
  if (answer === 'ACCEPT' && validUntil !== null && validUntil < today) {
    throw new HubError('agreement.conflict', 'The period of this offer is over.')
  }
  if (answer === 'END' && fromOn !== undefined && fromOn > today && state !== 'OFFERED') {
    return endingWith(agreement, addDays(fromOn, -1))
  }
  return { state: to, validUntil, isNew: true }
}

/** An end can be brought forward; prolonging takes a new agreement. */
function endingWith(
  { state, validFrom, validUntil }: Pick<Agreement, 'state' | 'validFrom' | 'validUntil'>,
  lastDay: Day,
): Outcome {
  if (validUntil !== null && validUntil < lastDay) {
    throw new HubError('agreement.conflict', 'It ends before that day already.')
  }
  if (lastDay < validFrom) {
    throw new HubError('agreement.conflict', 'It has not begun by then; end it at once.')
  }
  return { state, validUntil: lastDay, isNew: validUntil !== lastDay }
}
