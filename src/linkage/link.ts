import { decideEdges } from './edges.js'
import { clusterHouseholds } from './households.js'
import { compareRecords } from './pairs.js'
import { clusterPeople } from './people.js'
import { RecordSet, type LinkRecord } from './record-set.js'

/** Who belongs together. Arrays run parallel to the records given. */
export interface Linked {
  /** Index of the record with the smallest id among those of the same person. */
  readonly person: Int32Array
  /** Index of the record with the smallest id in the same household. */
  readonly household: Int32Array
}

/**
 * Links the records of one match run: one municipality's month with its look-back, or one file.
 *
 * The result follows from the set of records alone: the order in which they are given does not
 * matter, so batch, incremental and repeated runs agree, and deleting a record is running without it.
 */
export function linkRecords(records: readonly LinkRecord[]): Linked {
  const set = new RecordSet()
  for (const record of records) set.add(record)
  return linkSet(set)
}

/** As `linkRecords`, over a set that was filled column by column. */
export function linkSet(records: RecordSet): Linked {
  const { ids } = records
  const byRank = new Int32Array(records.size).map((_, index) => index)
  byRank.sort((one, other) => (ids[one]! < ids[other]! ? -1 : 1))
  const rank = new Int32Array(records.size)
  byRank.forEach((record, position) => {
    rank[record] = position
  })
  const compared = compareRecords(records, rank)
  const edges = decideEdges(records, compared.pairs, rank)
  const people = clusterPeople(records, edges, byRank)
  const households = clusterHouseholds(records, compared, people, rank)
  const toRecord = (clusters: Int32Array) =>
    new Int32Array(records.size).map((_, record) => byRank[clusters[rank[record]!]!]!)
  return { person: toRecord(people), household: toRecord(households) }
}
