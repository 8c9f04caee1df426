/** Finds many byte strings in one pass over any number of bytes (Aho and Corasick, 1975). */
export class ByteSearch {
  /** Next state by state and byte. */
  readonly #next: Int32Array
  /** By state: index of the longest pattern that ends there plus one, or 0. */
  readonly #found: Int32Array

  /** @param patterns What to look for; each at least one byte. */
  constructor(patterns: readonly Uint8Array[]) {
    const most = patterns.reduce((total, pattern) => total + pattern.length, 1)
    const next = new Int32Array(most * 256)
    const found = new Int32Array(most)
    let states = 1
    patterns.forEach((pattern, index) => {
      let state = 0
      for (const byte of pattern) {
        const at = state * 256 + byte
        if (next[at] === 0) next[at] = states++
        state = next[at]!
      }
      found[state] = index + 1
    })
    this.#next = next
    this.#found = found
    link(next, found)
  }

  /** Where to go on in the next piece of the same stream; 0 at its start. */
  scan(bytes: Uint8Array, from: number, hit: (pattern: number, end: number) => void): number {
    const next = this.#next
    const found = this.#found
    let state = from
    for (let at = 0; at < bytes.length; at += 1) {
      state = next[(state << 8) | bytes[at]!]!
      if (found[state] !== 0) hit(found[state]! - 1, at)
    }
    return state
  }
}

/** Turns the tree of patterns into an automaton that never goes back. */
function link(next: Int32Array, found: Int32Array): void {
  const fallback = new Int32Array(found.length)
  const queue: number[] = []
  for (let byte = 0; byte < 256; byte += 1) if (next[byte] !== 0) queue.push(next[byte]!)
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head]!
    const back = fallback[state]!
    if (found[state] === 0) found[state] = found[back]!
    for (let byte = 0; byte < 256; byte += 1) {
      const at = state * 256 + byte
      const child = next[at]!
      if (child === 0) {
        next[at] = next[back * 256 + byte]!
      } else {
        fallback[child] = next[back * 256 + byte]!
        queue.push(child)
      }
    }
  }
}
