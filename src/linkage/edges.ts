import { FIELD } from './field.js'
import { IntColumn } from './growable.js'
import type { PairTable } from './pair-table.js'
import type { RecordSet } from './record-set.js'
import { initialsTagOf } from './tags.js'
import { tierOf } from './tiers.js'
import { enoughAmong, isOnlyHousehold, weightOf } from './weights.js'

/** Pairs that the table speaks of, in the fixed order: tier, then smaller and larger id. */
export interface Edges {
  readonly size: number
  /** Ranks of the two records by id, lower first. */
  readonly low: Int32Array
  readonly high: Int32Array
  readonly tier: Int32Array
  /** Fields on which the two agree. */
  readonly agreement: Int32Array
}

/**
 * Puts each pair in its tier and drops those without one, and those whose full initials contradict
 * each other.
 */
export function decideEdges(records: RecordSet, pairs: PairTable, rank: Int32Array): Edges {
  const presence = records.presence.values()
  const tags = records.tags.values()
  const enough = enoughAmong(countWeighed(presence))
  const columns = [new IntColumn(), new IntColumn(), new IntColumn(), new IntColumn()] as const
  pairs.forEach((one, other, agree) => {
    const both = presence[one]! & presence[other]!
    const isWeighed = (both & FIELD.weighed) !== 0
    const tier =
      isWeighed && weightOf(agree, both) >= enough && !isOnlyHousehold(agree, both)
        ? 2
        : tierOf({
            agree,
            differ: differences(both, agree, tags[one]!, tags[other]!),
            isDateMissing: (both & FIELD.birthDate) === 0,
          })
    if (tier === 0) return
    columns[0].push(Math.min(rank[one]!, rank[other]!))
    columns[1].push(Math.max(rank[one]!, rank[other]!))
    columns[2].push(tier)
    columns[3].push(agree)
  })
  return sorted(columns)
}

function countWeighed(presence: Int32Array): number {
  let count = 0
  for (const fields of presence) if ((fields & FIELD.weighed) !== 0) count += 1
  return count
}

/** Fields that both have and that are known to differ: by tag, or because no value is common. */
function differences(both: number, agree: number, tags: number, otherTags: number): number {
  // An office's number is agreement, though not on a contact of one's own.
  const isOffice = (agree & FIELD.office) !== 0
  const contacts = isOffice ? 0 : both & ~agree & (FIELD.phone | FIELD.email)
  const initials = initialsTagOf(tags) === initialsTagOf(otherTags) ? 0 : both & FIELD.initials
  return contacts | initials
}

function sorted(columns: readonly [IntColumn, IntColumn, IntColumn, IntColumn]): Edges {
  const [low, high, tier, agreement] = columns.map((column) => column.values()) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  const order = new Uint32Array(low.length).map((_, index) => index)
  order.sort((a, b) => tier[a]! - tier[b]! || low[a]! - low[b]! || high[a]! - high[b]!)
  const pick = (column: Int32Array) =>
    new Int32Array(order.length).map((_, at) => column[order[at]!]!)
  return {
    size: order.length,
    low: pick(low),
    high: pick(high),
    tier: pick(tier),
    agreement: pick(agreement),
  }
}
