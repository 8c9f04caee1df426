/** Disjoint sets over numbers; the smallest member stands for its set. */
export class UnionFind {
  readonly #parent: Int32Array

  constructor(size: number) {
    this.#parent = new Int32Array(size).map((_, index) => index)
  }

  /** The smallest member of the set that `member` is in. */
  find(member: number): number {
    const parent = this.#parent
    let root = member
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!
      root = parent[root]!
    }
    return root
  }

  /** Joins two sets. */
  join(one: number, other: number): void {
    const [a, b] = [this.find(one), this.find(other)]
    this.#parent[Math.max(a, b)] = Math.min(a, b)
  }

  /** The smallest member of each number's set. */
  labels(): Int32Array {
    return this.#parent.map((_, member) => this.find(member))
  }
}
