/** A column of 32-bit integers that grows as it is filled; a million rows need no boxed number. */
export class IntColumn {
  #values: Int32Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.#values.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length] = value
    this.length += 1
  }

  /** The values so far; a view, valid until the next push. */
  values(): Int32Array {
    return this.#values.subarray(0, this.length)
  }
}
