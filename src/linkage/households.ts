import { FIELD, hasAll } from './field.js'
import { groupTokens } from './groups.js'
import { isHub, MOST_NAMES_PER_ADDRESS } from './hubs.js'
import type { Compared } from './pairs.js'
import type { RecordSet } from './record-set.js'
import { nameTagOf } from './tags.js'
import { UnionFind } from './union-find.js'

const NO_ADDITION = -1

/** From how many records on each side an addition that one side lacks may tell two dwellings apart. */
const RECORDS_OF_A_DWELLING = 2

/**
 * Groups records into households: those at one postcode and number, whatever their addition, since
 * one creditor in five leaves it out.
 *
 * Where several additions occur, or more names than a household has, additions tell dwellings apart
 * and a record without one stays with the people of its own name. The only addition does so where
 * several records have it, several do not, and no name or person is in common. A shared
 * address without additions (a guardian's, a care home's) is nobody's household: there, only records
 * of one person belong together.
 *
 * @param person Lowest rank of each rank's person.
 * @returns For each rank, the lowest rank of its household; a record without address is alone.
 */
export function clusterHouseholds(
  records: RecordSet,
  { addresses }: Pick<Compared, 'addresses'>,
  person: Int32Array,
  rank: Int32Array,
): Int32Array {
  const households = new UnionFind(records.size)
  const additionOf = new Int32Array(records.size).fill(NO_ADDITION)
  const additions = groupTokens(records.additions)
  records.additions.owner.values().forEach((record, entry) => {
    additionOf[record] = additions.of[entry]!
  })
  const owner = records.addresses.owner.values()
  const { starts, order, count } = addresses.groups
  for (let group = 0; group < count; group += 1) {
    if (starts[group + 1]! - starts[group]! < 2) continue
    const members = order.subarray(starts[group]!, starts[group + 1]!).map((entry) => owner[entry]!)
    const isShared = isHub(addresses.use[group]!)
    const found = new Set<number>()
    for (const record of members) {
      if (additionOf[record] !== NO_ADDITION) found.add(additionOf[record]!)
    }
    const parts = { additionOf, person, rank, households, isShared }
    if (isShared || found.size > 1) joinDwellings(records, members, parts)
    else {
      const areTwo = isTwoDwellings(records, members, parts)
      const dwellingOf = (record: number): number =>
        areTwo && additionOf[record] !== NO_ADDITION ? 1 : 0
      joinBy(members, rank, households, dwellingOf)
    }
  }
  joinLonely(households, person)
  return households.labels()
}

/**
 * Whether the records with the one addition known at an address and those without any are of two
 * dwellings: several of each, and neither a name nor a person in common. One record without
 * addition is more likely of a creditor that leaves it out.
 */
function isTwoDwellings(
  records: RecordSet,
  members: Int32Array,
  { additionOf, person, rank }: Parts,
): boolean {
  const bare = members.filter((record) => additionOf[record] === NO_ADDITION)
  if (Math.min(bare.length, members.length - bare.length) < RECORDS_OF_A_DWELLING) return false
  const names = new Set<number>()
  const people = new Set<number>()
  for (const record of bare) {
    names.add(nameOf(records, record))
    people.add(person[rank[record]!]!)
  }
  return members.every(
    (record) =>
      additionOf[record] === NO_ADDITION ||
      (!names.has(nameOf(records, record)) && !people.has(person[rank[record]!]!)),
  )
}

/**
 * Lets a person who is alone at an address, mostly because postcode or number was mistyped or is a
 * former one, join the household where most of that person's other records are.
 */
function joinLonely(households: UnionFind, person: Int32Array): void {
  const labels = households.labels()
  const only = new Int32Array(labels.length).fill(-1)
  const sizes = new Int32Array(labels.length)
  for (let rank = 0; rank < labels.length; rank += 1) {
    const label = labels[rank]!
    only[label] = sizes[label] === 0 || only[label] === person[rank] ? person[rank]! : -1
    sizes[label]! += 1
  }
  // By person: the household with most of its records; the lowest rank decides between equals.
  const best = new Map<number, { label: number; records: number }>()
  const counts = new Map<number, Map<number, number>>()
  for (let rank = 0; rank < labels.length; rank += 1) {
    const own = counts.get(person[rank]!) ?? new Map<number, number>()
    if (own.size === 0) counts.set(person[rank]!, own)
    own.set(labels[rank]!, (own.get(labels[rank]!) ?? 0) + 1)
  }
  for (const [who, own] of counts) {
    if (own.size < 2) continue
    for (const [label, records] of own) {
      const known = best.get(who)
      if (known === undefined || records > known.records) best.set(who, { label, records })
    }
    for (const label of own.keys()) {
      if (only[label] === who) households.join(label, best.get(who)!.label)
    }
  }
}

interface Parts {
  readonly additionOf: Int32Array
  readonly person: Int32Array
  readonly rank: Int32Array
  readonly households: UnionFind
  readonly isShared: boolean
}

function joinDwellings(
  records: RecordSet,
  members: Int32Array,
  { additionOf, person, rank, households, isShared }: Parts,
): void {
  joinBy(members, rank, households, (record) => person[rank[record]!]!)
  const byAddition = new Map<number, number[]>()
  for (const record of members) {
    const addition = additionOf[record]!
    if (addition === NO_ADDITION) continue
    const dwellers = byAddition.get(addition)
    if (dwellers === undefined) byAddition.set(addition, [record])
    else dwellers.push(record)
  }
  for (const dwellers of byAddition.values()) {
    const names = new Set(dwellers.map((record) => nameOf(records, record)))
    if (names.size <= MOST_NAMES_PER_ADDRESS) joinBy(dwellers, rank, households, () => 0)
  }
  if (!isShared) joinBy(members, rank, households, (record) => nameOf(records, record))
}

/** Joins members with equal keys; a negative key joins nothing. */
function joinBy(
  members: Iterable<number>,
  rank: Int32Array,
  households: UnionFind,
  keyOf: (record: number) => number,
): void {
  const first = new Map<number, number>()
  for (const record of members) {
    const key = keyOf(record)
    if (key < 0) continue
    const known = first.get(key)
    if (known === undefined) first.set(key, rank[record]!)
    else households.join(known, rank[record]!)
  }
}

/** Tag of surname and initial; -1 without, which counts as one name and joins nothing. */
function nameOf(records: RecordSet, record: number): number {
  const isNamed = hasAll(records.presence.values()[record]!, FIELD.surname | FIELD.initial)
  return isNamed ? nameTagOf(records.tags.values()[record]!) : -1
}
