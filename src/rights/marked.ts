/** A request that a new notification meets, and what that does. */
export interface MarkedRequest {
  readonly request: string
  readonly isBlocked: boolean
  /** What a pull says in the place of the envelope; null when delivery goes on. */
  readonly withheld: string | null
}

/** Compares new notifications with the residents who asked for something. */
export class Marked {
  /** By municipality, key year and token in hexadecimal. */
  readonly #requests = new Map<string, Map<number, Map<string, MarkedRequest[]>>>()
  readonly #newest = new Map<string, number>()

  /** @param markers Of those municipalities that the notifications are for. */
  constructor(
    markers: readonly {
      readonly municipality: string
      readonly request: string
      readonly key_year: number
      readonly tokens: readonly Buffer[]
      readonly intake: string
      readonly withheld: string | null
      readonly seq: number
    }[],
  ) {
    for (const { municipality, request, key_year: year, tokens, ...marker } of markers) {
      const { intake, withheld, seq } = marker
      this.#newest.set(municipality, Math.max(this.newest(municipality), seq))
      const years =
        this.#requests.get(municipality) ?? new Map<number, Map<string, MarkedRequest[]>>()
      this.#requests.set(municipality, years)
      const known = years.get(year) ?? new Map<string, MarkedRequest[]>()
      years.set(year, known)
      const marked = { request, isBlocked: intake === 'BLOCK', withheld }
      for (const token of tokens) {
        const key = token.toString('hex')
        const there = known.get(key)
        if (there === undefined) known.set(key, [marked])
        else there.push(marked)
      }
    }
  }

  /** Whether anybody of a municipality asked for something; then its notifications are compared. */
  knows(municipality: string): boolean {
    return this.#requests.has(municipality)
  }

  /** Place of the latest request of a municipality in the order of registration; 0 without any. */
  newest(municipality: string): number {
    return this.#newest.get(municipality) ?? 0
  }

  /**
   * Every request that a notification meets, the strictest first: refusal, then what an objection
   * withholds, what is otherwise withheld, and what only warns. Each counts by itself, so that
   * lifting one leaves the others in force.
   *
   * @param tokensOf The notification's tokens under the key of a year.
   */
  find(
    municipality: string,
    tokensOf: (year: number) => readonly Buffer[],
  ): readonly MarkedRequest[] {
    const found = new Set<MarkedRequest>()
    for (const [year, known] of this.#requests.get(municipality) ?? []) {
      for (const token of tokensOf(year)) {
        for (const marked of known.get(token.toString('hex')) ?? []) found.add(marked)
      }
    }
    return found.size === 0 ? NONE : [...found].sort(strictestFirst)
  }
}

const NONE: readonly MarkedRequest[] = []

function strictestFirst(left: MarkedRequest, right: MarkedRequest): number {
  return rankOf(left) - rankOf(right) || (left.request < right.request ? -1 : 1)
}

function rankOf({ isBlocked, withheld }: MarkedRequest): number {
  if (isBlocked) return 0
  if (withheld === null) return 3
  return withheld === 'OBJECTION' ? 1 : 2
}
