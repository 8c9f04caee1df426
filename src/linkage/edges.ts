import { FIELD } from './field.js'
import { IntColumn } from './growable.js'
import type { PairTable } from './pair-table.js'
import type { RecordSet } from './record-set.js'
import { dateTagOf, initialsTagOf } from './tags.js'
import { tierOf } from './tiers.js'

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
  const columns = [new IntColumn(), new IntColumn(), new IntColumn(), new IntColumn()] as const
  pairs.forEach((one, other, agreement) => {
    const both = presence[one]! & presence[other]!
    const initialsDiffer =
      (both & FIELD.initials) !== 0 && initialsTagOf(tags[one]!) !== initialsTagOf(tags[other]!)
    if (initialsDiffer) return
    const tier = tierOf(agreement, (both & FIELD.birthDate) === 0)
    if (tier === 0) return
    columns[0].push(Math.min(rank[one]!, rank[other]!))
    columns[1].push(Math.max(rank[one]!, rank[other]!))
    columns[2].push(tier)
    columns[3].push(agreement)
  })
  return sorted(columns)
}

/** Whether two records have birth dates that differ and were not proved near. */
export function datesDiffer(records: RecordSet, one: number, other: number): boolean {
  const presence = records.presence.values()
  const tags = records.tags.values()
  if ((presence[one]! & presence[other]! & FIELD.birthDate) === 0) return false
  return dateTagOf(tags[one]!) !== dateTagOf(tags[other]!)
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
