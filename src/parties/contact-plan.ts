import { addDays, type Day } from '../kernel/calendar.js'
import type { ContactChannel, ContactStep } from './triage-profile.js'

/** One step of the contact strategy as it falls for one case. */
export interface PlannedContact {
  readonly channel: ContactChannel
  /** The day from which it is its turn. */
  readonly on: Day
  /**
   * PLANNED lies ahead, DUE has come, DONE was tried already; OFF is switched off on that day,
   * NO_NUMBER has nobody to call. What is off is left out and not postponed: the next step is taken
   * at its own time.
   */
  readonly state: 'PLANNED' | 'DUE' | 'DONE' | 'OFF' | 'NO_NUMBER'
}

/** What a plan depends on. */
export interface ContactFacts {
  /** From when the days count. */
  readonly takenUpOn: Day
  readonly isPhoneKnown: boolean
  /** Channels that were tried already. */
  readonly tried: ReadonlySet<ContactChannel>
}

/** The steps of a contact strategy for one case, a proposal that a person follows or not. */
export function contactPlan(
  strategy: readonly ContactStep[],
  { takenUpOn, isPhoneKnown, tried }: ContactFacts,
  today: Day,
): PlannedContact[] {
  return strategy.map((step) => {
    const on = addDays(takenUpOn, step.afterDays)
    const { channel } = step
    if (tried.has(channel)) return { channel, on, state: 'DONE' }
    if (step.when === 'PHONE_KNOWN' && !isPhoneKnown) return { channel, on, state: 'NO_NUMBER' }
    if (isOff(step, on > today ? on : today)) return { channel, on, state: 'OFF' }
    return { channel, on, state: on <= today ? 'DUE' : 'PLANNED' }
  })
}

function isOff({ offFrom, offUntil }: ContactStep, on: Day): boolean {
  return offFrom !== undefined && on >= offFrom && (offUntil === undefined || on <= offUntil)
}
