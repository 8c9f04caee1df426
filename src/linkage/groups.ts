import type { TokenColumn } from './record-set.js'

/** Equal tokens gathered: entries of group `g` are `order[starts[g]]` to `order[starts[g + 1] - 1]`. */
export interface Groups {
  /** Group of each entry of the column. The numbering means nothing beyond equality. */
  readonly of: Int32Array
  readonly starts: Int32Array
  readonly order: Int32Array
  readonly count: number
}

/** Gathers the equal tokens of one kind with a hash table over typed arrays. */
export function groupTokens(column: TokenColumn): Groups {
  const high = column.high.values()
  const low = column.low.values()
  const size = high.length
  const slots = new Int32Array(tableSize(size)).fill(-1)
  const last = slots.length - 1
  const of = new Int32Array(size)
  let count = 0
  for (let entry = 0; entry < size; entry += 1) {
    let slot = Math.imul(low[entry]! ^ (high[entry]! >>> 7), 0x9e3779b1) & last
    for (;;) {
      const other = slots[slot]!
      if (other < 0) {
        slots[slot] = entry
        of[entry] = count
        count += 1
        break
      }
      if (low[other] === low[entry] && high[other] === high[entry]) {
        of[entry] = of[other]!
        break
      }
      slot = (slot + 1) & last
    }
  }
  return gather(of, count)
}

/** Lists the entries of each group by counting. */
export function gather(of: Int32Array, count: number): Groups {
  const starts = new Int32Array(count + 1)
  for (const group of of) starts[group + 1]! += 1
  for (let group = 0; group < count; group += 1) starts[group + 1]! += starts[group]!
  const next = starts.slice()
  const order = new Int32Array(of.length)
  for (let entry = 0; entry < of.length; entry += 1) {
    const group = of[entry]!
    order[next[group]!] = entry
    next[group]! += 1
  }
  return { of, starts, order, count }
}

/** A power of two at least twice as large, so that probing stays short. */
function tableSize(size: number): number {
  let slots = 16
  while (slots < size * 2) slots *= 2
  return slots
}
