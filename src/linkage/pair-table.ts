/**
 * Pairs of records with the fields on which they agree: an open hash table over typed arrays, since
 * a million records give several million pairs.
 */
export class PairTable {
  #low = new Int32Array(1 << 12).fill(-1)
  #high = new Int32Array(1 << 12)
  #mask = new Int32Array(1 << 12)
  size = 0

  /** Adds agreement to a pair; the order of the two does not matter. */
  add(one: number, other: number, mask: number): void {
    if (this.size * 2 >= this.#low.length) this.#grow()
    this.#put(Math.min(one, other), Math.max(one, other), mask)
  }

  /** Visits every pair once, in no order that means anything. */
  forEach(visit: (low: number, high: number, mask: number) => void): void {
    for (let slot = 0; slot < this.#low.length; slot += 1) {
      if (this.#low[slot]! >= 0) visit(this.#low[slot]!, this.#high[slot]!, this.#mask[slot]!)
    }
  }

  #put(low: number, high: number, mask: number): void {
    const last = this.#low.length - 1
    let slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) & last
    while (this.#low[slot]! >= 0) {
      if (this.#low[slot] === low && this.#high[slot] === high) {
        this.#mask[slot]! |= mask
        return
      }
      slot = (slot + 1) & last
    }
    this.#low[slot] = low
    this.#high[slot] = high
    this.#mask[slot] = mask
    this.size += 1
  }

  #grow(): void {
    const [low, high, mask] = [this.#low, this.#high, this.#mask]
    this.#low = new Int32Array(low.length * 2).fill(-1)
    this.#high = new Int32Array(low.length * 2)
    this.#mask = new Int32Array(low.length * 2)
    this.size = 0
    for (let slot = 0; slot < low.length; slot += 1) {
      if (low[slot]! >= 0) this.#put(low[slot]!, high[slot]!, mask[slot]!)
    }
  }
}
