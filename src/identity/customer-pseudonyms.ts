import type { Day } from '../kernel/calendar.js'
import type { KeyRing } from './keys.js'
import { MATCH } from './protect.js'
import { KeyedTokens } from './pseudonym.js'

/**
 * By which pseudonyms a creditor's customer can be found in what was received since a day: under the
 * running epoch, and under the one before while that is looked back at and its secret is at hand.
 * They are for looking up; what is stored is what `Protector` makes.
 */
export class CustomerPseudonyms {
  readonly #ring: KeyRing
  readonly #epochs: readonly number[]
  readonly #tokens = new Map<string, readonly KeyedTokens[]>()

  /**
   * @param day Day of acceptance.
   * @param since Day from which notifications are looked at; less than an epoch before.
   */
  constructor(ring: KeyRing, day: Day, since: Day) {
    const epochs = [ring.epochOn(day), ring.epochOn(since)]
    const held = epochs.flatMap((epoch) => (epoch && ring.holds(epoch.number) ? epoch.number : []))
    this.#ring = ring
    this.#epochs = [...new Set(held)]
  }

  /**
   * The running epoch's first; 16 bytes each, as latin-1 text. None when there is no epoch.
   */
  of(municipality: string, creditor: string, customerReference: string): string[] {
    return this.#tokensOf(municipality).map((tokens) =>
      tokens.customerPseudonymText(creditor, customerReference),
    )
  }

  #tokensOf(municipality: string): readonly KeyedTokens[] {
    let tokens = this.#tokens.get(municipality)
    if (tokens === undefined) {
      tokens = this.#epochs.map(
        (epoch) => new KeyedTokens(this.#ring.key(epoch, MATCH, municipality)),
      )
      this.#tokens.set(municipality, tokens)
    }
    return tokens
  }
}
