import { gather, type Groups } from './groups.js'

/** How well clusters agree with the truth, over pairs of records after closure. */
export interface PairScore {
  readonly truePairs: number
  /** Pairs in one cluster. */
  readonly pairs: number
  readonly correctPairs: number
  /** 1 when no pair was found, since then none is false. */
  readonly precision: number
  /** 1 when there was no pair to find. */
  readonly recall: number
  readonly f1: number
}

/**
 * Counts pairs in clusters, in truth and in both.
 *
 * @param clusters Cluster of each record.
 * @param truth True group of each record; both are numbered from 0 below the number of records.
 */
export function scorePairs(clusters: Int32Array, truth: Int32Array): PairScore {
  const groups = gather(clusters, clusters.length)
  let foundPairs = 0
  let correctPairs = 0
  eachGroup(groups, (members) => {
    foundPairs += pairsOf(members.length)
    for (const count of countBy(members, truth).values()) correctPairs += pairsOf(count)
  })
  let truePairs = 0
  eachGroup(gather(truth, truth.length), (members) => {
    truePairs += pairsOf(members.length)
  })
  return scoreOf(truePairs, foundPairs, correctPairs)
}

/** Precision, recall and F1 from counts of pairs. */
export function scoreOf(truePairs: number, pairs: number, correctPairs: number): PairScore {
  const precision = pairs === 0 ? 1 : correctPairs / pairs
  const recall = truePairs === 0 ? 1 : correctPairs / truePairs
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { truePairs, pairs, correctPairs, precision, recall, f1 }
}

/** People who share a cluster with somebody else, per million people: what an average hides. */
export function mixedPerMillion(clusters: Int32Array, truth: Int32Array): number {
  const mixed = new Set<number>()
  eachGroup(gather(clusters, clusters.length), (members) => {
    const people = countBy(members, truth)
    if (people.size > 1) for (const person of people.keys()) mixed.add(person)
  })
  const people = new Set(truth).size
  return people === 0 ? 0 : (mixed.size / people) * 1_000_000
}

/** Share of the pairs of one person that are in one person cluster or in one household cluster. */
export function coverage(people: Int32Array, households: Int32Array, truth: Int32Array): number {
  let all = 0
  let covered = 0
  eachGroup(gather(truth, truth.length), (members) => {
    members.forEach((one, at) => {
      for (const other of members.subarray(at + 1)) {
        all += 1
        if (people[one] === people[other] || households[one] === households[other]) covered += 1
      }
    })
  })
  return all === 0 ? 1 : covered / all
}

function eachGroup({ starts, order, count }: Groups, visit: (members: Int32Array) => void): void {
  for (let group = 0; group < count; group += 1) {
    const [start, end] = [starts[group]!, starts[group + 1]!]
    if (end > start) visit(order.subarray(start, end))
  }
}

function countBy(members: Int32Array, truth: Int32Array): Map<number, number> {
  const counts = new Map<number, number>()
  for (const member of members) counts.set(truth[member]!, (counts.get(truth[member]!) ?? 0) + 1)
  return counts
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2
}
