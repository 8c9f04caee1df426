/**
 * Lets work through up to a total weight, in the order of arrival; bounds the memory that batches in
 * the making take together. Something heavier than the whole gate goes through alone.
 */
export class Gate {
  readonly #capacity: number
  #used = 0
  readonly #waiting: { weight: number; enter: () => void }[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Runs `work` once there is room for it. */
  async through<Result>(weight: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting.length > 0 || !this.#fits(weight)) {
      await new Promise<void>((enter) => this.#waiting.push({ weight, enter }))
    } else this.#used += weight
    try {
      return await work()
    } finally {
      this.#used -= weight
      this.#admit()
    }
  }

  #fits(weight: number): boolean {
    return this.#used === 0 || this.#used + weight <= this.#capacity
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.weight);) {
      this.#waiting.shift()
      this.#used += next.weight
      next.enter()
      next = this.#waiting[0]
    }
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
