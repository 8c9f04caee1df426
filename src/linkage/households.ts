import { gather } from './groups.js'
import type { Compared } from './pairs.js'
import type { RecordSet } from './record-set.js'

/**
 * Groups records into households by address.
 *
 * @param person Lowest rank of each rank's person.
 * @returns For each rank, the lowest rank of its household; a record without usable address is alone.
 */
export function clusterHouseholds(
  records: RecordSet,
  compared: Compared,
  byRank: Int32Array,
  rank: Int32Array,
): Int32Array {
  const household = new Int32Array(records.size).map((_, index) => index)
  const { addresses } = compared
  const owner = records.addresses.owner.values()
  const additionOf = new Int32Array(records.size).fill(-1)
  const additionGroups = gather(new Int32Array(0), 0)
  void additionGroups
  void byRank
  void additionOf
  for (let group = 0; group < addresses.groups.count; group += 1) {
    if (addresses.isHub[group] === 1) continue
    let lowest = records.size
    for (let at = addresses.groups.starts[group]!; at < addresses.groups.starts[group + 1]!; at++) {
      lowest = Math.min(lowest, rank[owner[addresses.groups.order[at]!]!]!)
    }
    for (let at = addresses.groups.starts[group]!; at < addresses.groups.starts[group + 1]!; at++) {
      household[rank[owner[addresses.groups.order[at]!]!]!] = lowest
    }
  }
  return household
}
