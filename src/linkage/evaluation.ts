import type { Linked } from './link.js'
import { coverage, mixedPerMillion, scorePairs, type PairScore } from './score.js'

/** True group of each record, -1 where it is not known; undefined when it is known of none. */
export interface Truth {
  readonly person: Int32Array | undefined
  readonly household: Int32Array | undefined
}

/** What a run on records with known truth shows; null where there is no truth to compare with. */
export interface ClusterScore {
  readonly personClusters: number
  readonly householdClusters: number
  readonly person: PairScore | null
  /** Household clusters against true households, all records. */
  readonly address: PairScore | null
  readonly mixedPersonsPerMillion: number | null
  /** Pairs of one person that are in one person cluster or one household cluster. */
  readonly coverage: number | null
}

/** Compares clusters with the truth; records of which it is not known are left out. */
export function scoreClusters(linked: Linked, truth: Truth): ClusterScore {
  const people = known(truth.person)
  const homes = known(truth.household)
  const person = people && numbered(linked.person, people)
  const household = people && numbered(linked.household, people)
  const trueOf = people && truth.person && numbered(truth.person, people)
  return {
    personClusters: new Set(linked.person).size,
    householdClusters: new Set(linked.household).size,
    person: person && trueOf ? scorePairs(person, trueOf) : null,
    address:
      homes && truth.household
        ? scorePairs(numbered(linked.household, homes), numbered(truth.household, homes))
        : null,
    mixedPersonsPerMillion: person && trueOf ? mixedPerMillion(person, trueOf) : null,
    coverage: person && household && trueOf ? coverage(person, household, trueOf) : null,
  }
}

function known(truth: Int32Array | undefined): Int32Array | undefined {
  if (truth === undefined) return undefined
  const records = new Int32Array(truth.length).map((_, record) => record)
  return records.filter((record) => truth[record]! >= 0)
}

/** The groups of the records kept, numbered from 0. */
function numbered(groups: Int32Array, kept: Int32Array): Int32Array {
  const numbers = new Map<number, number>()
  return kept.map((record) => {
    const group = groups[record]!
    const number = numbers.get(group) ?? numbers.size
    numbers.set(group, number)
    return number
  })
}
