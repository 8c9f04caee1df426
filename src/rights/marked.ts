/** A request that a new notification meets, and what that does. */
export interface MarkedRequest {
  readonly request: string
  readonly isBlocked: boolean
  readonly withheld: string | null
}

/** Compares new notifications with the residents who asked for something. */
export class Marked {
  /** By municipality, key year and token in hexadecimal. */
  readonly #requests = new Map<string, Map<number, Map<string, MarkedRequest>>>()

  /** @param markers Of those municipalities that the notifications are for. */
  constructor(
    markers: readonly {
      readonly municipality: string
      readonly request: string
      readonly key_year: number
      readonly tokens: readonly Buffer[]
      readonly intake: string
      readonly withheld: string | null
    }[],
  ) {
    for (const { municipality, request, key_year: year, tokens, intake, withheld } of markers) {
      const years =
        this.#requests.get(municipality) ?? new Map<number, Map<string, MarkedRequest>>()
      this.#requests.set(municipality, years)
      const known = years.get(year) ?? new Map<string, MarkedRequest>()
      years.set(year, known)
      const marked = { request, isBlocked: intake === 'BLOCK', withheld }
      for (const token of tokens) {
        const key = token.toString('hex')
        // Of several requests of one person the strictest counts.
        if (known.get(key)?.isBlocked !== true) known.set(key, marked)
      }
    }
  }

  /** Whether anybody of a municipality asked for something; then its notifications are compared. */
  knows(municipality: string): boolean {
    return this.#requests.has(municipality)
  }

  /**
   * The strictest request that a notification meets.
   *
   * @param tokensOf The notification's tokens under the key of a year.
   */
  find(
    municipality: string,
    tokensOf: (year: number) => readonly Buffer[],
  ): MarkedRequest | undefined {
    let found: MarkedRequest | undefined
    for (const [year, known] of this.#requests.get(municipality) ?? []) {
      for (const token of tokensOf(year)) {
        const marked = known.get(token.toString('hex'))
        if (marked !== undefined && found?.isBlocked !== true) found = marked
      }
    }
    return found
  }
}
