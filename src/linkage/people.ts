import type { Edges } from './edges.js'
import { FIELD } from './field.js'
import type { RecordSet } from './record-set.js'
import { dateTagOf, initialsTagOf } from './tags.js'
import { LAST_MERGING_TIER } from './tiers.js'
import { UnionFind } from './union-find.js'

/** What a cluster must not contradict; null stands for nothing yet. */
interface Facts {
  /** Tags of its birth dates, all near one another. */
  dates: number[]
  initials: number | null
  /** Tags of the birth dates of every record that its date-less records might be, merged or not. */
  touched: number[]
}

/**
 * Merges records into people along the edges, in their fixed order, unless a merge would
 *
 * - put two birth dates that are not near into one person,
 * - put two contradicting full initials into one person, or
 * - decide a doubt: a person without birth date who could be either of two people with different
 *   ones stays alone.
 *
 * @param byRank Record of each rank.
 * @returns For each rank, the lowest rank of its person.
 */
export function clusterPeople(records: RecordSet, edges: Edges, byRank: Int32Array): Int32Array {
  const presence = records.presence.values()
  const tags = records.tags.values()
  const people = new UnionFind(records.size)
  const facts = new Map<number, Facts>()
  const near = new Set<number>()
  // What is near within one group of connected records says nothing about another group.
  const component = componentsOf(records.size, edges)

  const dateOf = (rank: number): number | null => {
    const record = byRank[rank]!
    return presence[record]! & FIELD.birthDate ? dateTagOf(tags[record]!) : null
  }
  const factsOf = (rank: number): Facts => {
    let known = facts.get(rank)
    if (known === undefined) {
      const record = byRank[rank]!
      const date = dateOf(rank)
      const initials = presence[record]! & FIELD.initials ? initialsTagOf(tags[record]!) : null
      known = { dates: date === null ? [] : [date], initials, touched: [] }
      facts.set(rank, known)
    }
    return known
  }
  const areCompatible = (rank: number, one: readonly number[], other: readonly number[]): boolean =>
    one.every((a) => other.every((b) => a === b || near.has(nearKey(component[rank]!, a, b))))

  for (let edge = 0; edge < edges.size; edge += 1) {
    const [low, high] = [edges.low[edge]!, edges.high[edge]!]
    const [one, other] = [dateOf(low), dateOf(high)]
    if (one !== null && other !== null) {
      if (edges.agreement[edge]! & FIELD.nearDate) near.add(nearKey(component[low]!, one, other))
    } else {
      if (one !== null) addOnce(factsOf(high).touched, one)
      if (other !== null) addOnce(factsOf(low).touched, other)
    }
  }

  for (let edge = 0; edge < edges.size; edge += 1) {
    if (edges.tier[edge]! > LAST_MERGING_TIER) break
    const low = people.find(edges.low[edge]!)
    const high = people.find(edges.high[edge]!)
    if (low === high) continue
    const [one, other] = [factsOf(low), factsOf(high)]
    if (one.initials !== null && other.initials !== null && one.initials !== other.initials)
      continue
    if (!areCompatible(low, one.dates, other.dates)) continue
    const dates = union(one.dates, other.dates)
    const touched = union(one.touched, other.touched)
    if ((one.dates.length === 0 || other.dates.length === 0) && touched.length > 0) {
      const possible = union(dates, touched)
      if (!areCompatible(low, possible, possible)) continue
    }
    const [root, leaf] = low < high ? [low, high] : [high, low]
    people.join(root, leaf)
    facts.delete(leaf)
    facts.set(root, { dates, initials: one.initials ?? other.initials, touched })
  }
  return people.labels()
}

function componentsOf(size: number, edges: Edges): Int32Array {
  const components = new UnionFind(size)
  for (let edge = 0; edge < edges.size; edge += 1) {
    components.join(edges.low[edge]!, edges.high[edge]!)
  }
  return components.labels()
}

/** A pair of 12-bit date tags within a component, as one whole number. */
function nearKey(component: number, one: number, other: number): number {
  return (component * 4096 + Math.min(one, other)) * 4096 + Math.max(one, other)
}

function union(one: readonly number[], other: readonly number[]): number[] {
  return [...new Set([...one, ...other])]
}

function addOnce(list: number[], value: number): void {
  if (!list.includes(value)) list.push(value)
}
