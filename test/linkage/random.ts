/** A small seeded generator (sfc32), so that every population can be made again. */
export class Random {
  #a: number
  #b = 0x9e3779b9
  #c = 0x243f6a88
  #d = 1

  constructor(seed: number) {
    this.#a = seed | 0
    for (let round = 0; round < 16; round += 1) this.next()
  }

  /** Uniform in [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + sum) | 0
    return (sum >>> 0) / 4294967296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number from 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }

  /** An item by weight. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
    let total = 0
    for (const [, weight] of items) total += weight
    let rest = this.next() * total
    for (const [item, weight] of items) {
      rest -= weight
      if (rest < 0) return item
    }
    return items.at(-1)![0]
  }

  /** Puts items in a random order, in place. */
  shuffle<Item>(items: Item[]): Item[] {
    for (let at = items.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1)
      ;[items[at], items[other]] = [items[other]!, items[at]!]
    }
    return items
  }
}
