interface Waiting {
  readonly party: string
  readonly weight: number
  readonly enter: () => void
}

/**
 * Lets work through up to a total weight; bounds the memory that batches in the making take together.
 * Of those who wait, the party goes first that has the least under way, each party's own work in the
 * order of arrival: who sends a hundred batches at once waits for its own, and nobody else does.
 * Something heavier than the whole gate goes through alone.
 */
export class Gate {
  readonly #capacity: number
  #used = 0
  /** Weight under way by party; parties without are not in it. */
  readonly #usedBy = new Map<string, number>()
  readonly #waiting: Waiting[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Runs `work` of a party once there is room for it. */
  async through<Result>(
    party: string,
    weight: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (this.#waiting.length > 0 || !this.#fits(weight)) {
      await new Promise<void>((enter) => this.#waiting.push({ party, weight, enter }))
    } else this.#take(party, weight)
    try {
      return await work()
    } finally {
      this.#giveBack(party, weight)
      this.#admit()
    }
  }

  #fits(weight: number): boolean {
    return this.#used === 0 || this.#used + weight <= this.#capacity
  }

  #take(party: string, weight: number): void {
    this.#used += weight
    this.#usedBy.set(party, (this.#usedBy.get(party) ?? 0) + weight)
  }

  #giveBack(party: string, weight: number): void {
    this.#used -= weight
    const left = (this.#usedBy.get(party) ?? 0) - weight
    if (left > 0) this.#usedBy.set(party, left)
    else this.#usedBy.delete(party)
  }

  /** Whoever is next and does not fit holds the others back, or it would never get in. */
  #admit(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const [place, { party, weight, enter }] = next
      if (!this.#fits(weight)) return
      this.#waiting.splice(place, 1)
      this.#take(party, weight)
      enter()
    }
  }

  #next(): readonly [place: number, waiting: Waiting] | undefined {
    let least = Number.POSITIVE_INFINITY
    let found: readonly [number, Waiting] | undefined
    for (const [place, waiting] of this.#waiting.entries()) {
      const used = this.#usedBy.get(waiting.party) ?? 0
      if (used >= least) continue
      least = used
      found = [place, waiting]
    }
    return found
  }
}

/** Lets one at a time do work under a key; the others wait and then look for themselves. */
export class SingleFlight {
  readonly #flying = new Map<string, Promise<unknown>>()

  /** Runs `work` when no other work of this key is under way any more. */
  async alone<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    for (let other = this.#flying.get(key); other !== undefined;) {
      await other
      other = this.#flying.get(key)
    }
    const flight = work()
    const landed = flight.then(ignore, ignore)
    this.#flying.set(key, landed)
    try {
      return await flight
    } finally {
      this.#flying.delete(key)
    }
  }
}

function ignore(): void {
  // Whether it succeeded is for the one who asked.
}
