import { keyOf } from '../debts/index.js'
import { linkSet, MOST_NAMES_PER_ADDRESS, RecordSet } from '../linkage/index.js'
import type { Placed } from './household.js'
import type { Notified } from './notified.js'

/** Who is who among the notifications of a month. */
export interface People {
  /** In the order given. */
  readonly placed: readonly Placed[]
  /** Addresses of too many people to be one household's: guardians, care homes. */
  readonly sharedAddresses: ReadonlySet<string>
}

/**
 * Asks linkage who is who among the notifications that carry evidence. What it finds follows from
 * the set, not from its order, and so do the numbers here: only their equality means anything.
 */
export function findPeople(notified: readonly Notified[]): People {
  const records = new RecordSet()
  const linkedAt = new Int32Array(notified.length).fill(-1)
  notified.forEach((one, at) => {
    if (one.evidence === null) return
    linkedAt[at] = records.size
    records.add({ id: keyOf(one), ...one.evidence })
  })
  const { person, household } = linkSet(records)
  return {
    placed: notified.map((one, at) => {
      const linked = linkedAt[at]!
      return linked < 0
        ? { notified: one, person: null, home: null }
        : { notified: one, person: person[linked]!, home: household[linked]! }
    }),
    sharedAddresses: addressesOfMany(notified),
  }
}

/**
 * Addresses at which so many different people were reported over the month and the look-back that
 * they cannot be one household: in a single month a guardian may look like a large family.
 */
function addressesOfMany(notified: readonly Notified[]): ReadonlySet<string> {
  const names = new Map<string, Set<number>>()
  for (const { address, nameTag } of notified) {
    if (address === null || nameTag === null) continue
    const known = names.get(address)
    if (known === undefined) names.set(address, new Set([nameTag]))
    else known.add(nameTag)
  }
  const shared = new Set<string>()
  for (const [address, { size }] of names) if (size > MOST_NAMES_PER_ADDRESS) shared.add(address)
  return shared
}
