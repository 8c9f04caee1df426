import { byKey } from '../debts/index.js'
import type { Notified } from './notified.js'

/** A notification with what linkage made of it; both null for the look-back. */
export interface Placed {
  readonly notified: Notified
  /** Equal for what is surely one person. */
  readonly person: number | null
  /** Equal for what is one household by address and addition. */
  readonly home: number | null
}

/** Notifications that concern one household, as far as it can be told; one at least. */
export interface Household {
  /** By creditor and notification id. */
  readonly members: readonly Placed[]
  /** The address is one of many people who do not live together, or of nobody at all. */
  readonly isShared: boolean
  /** Other households were found in the same building. */
  readonly hasNeighbours: boolean
}

/**
 * Brings what was reported at one building in earlier months to the households that linkage found
 * there this month.
 *
 * With one household, everything earlier belongs to it unless the additions differ: matching goes by
 * address. With several, the addition decides, then the creditor's customer, then the surname; what
 * fits more than one of them stays out. Doubt never merges: a case that is called single although it
 * is consecutive harms nobody, another household's history does.
 *
 * @param building Notifications with one address pseudonym, or all those without any.
 * @param isShared The address says nothing about who lives with whom: each person is a household.
 */
export function splitHouseholds(building: readonly Placed[], isShared: boolean): Household[] {
  if (building.length === 1) {
    return [{ members: building, isShared, hasNeighbours: false }]
  }
  const homes = homesOf(building, isShared)
  const strangers: Placed[][] = []
  for (const placed of building) {
    if (markOf(placed, isShared) !== null) continue
    const home = homeOf(placed, homes, isShared)
    if (home === undefined) strangers.push([placed])
    else home.push(placed)
  }
  return [...homes, ...strangers].map((home) => ({
    members: home.sort((left, right) => byKey(left.notified, right.notified)),
    isShared,
    hasNeighbours: homes.length > 1 && !isShared,
  }))
}

function homesOf(building: readonly Placed[], isShared: boolean): Placed[][] {
  const homes = new Map<number, Placed[]>()
  for (const placed of building) {
    const mark = markOf(placed, isShared)
    if (mark === null) continue
    const home = homes.get(mark)
    if (home === undefined) homes.set(mark, [placed])
    else home.push(placed)
  }
  return [...homes.values()]
}

function markOf({ person, home }: Placed, isShared: boolean): number | null {
  return isShared ? person : home
}

function homeOf(
  { notified }: Placed,
  homes: readonly Placed[][],
  isShared: boolean,
): Placed[] | undefined {
  const [first] = homes
  if (homes.length === 1 && first !== undefined && !isShared) {
    return haveOtherAdditions(first, notified) ? undefined : first
  }
  for (const trait of isShared ? CUSTOMER : TRAITS) {
    const mark = notified[trait]
    if (mark === null) continue
    const fitting = homes.filter((home) =>
      home.some((there) => there.home !== null && there.notified[trait] === mark),
    )
    if (fitting.length > 0) return fitting.length === 1 ? fitting[0] : undefined
    // An addition that no household has is another household's.
    if (trait === 'addition') return undefined
  }
  return undefined
}

const TRAITS = ['addition', 'customer', 'subject'] as const

/** Where many people share an address, many share a surname too. */
const CUSTOMER = ['customer'] as const

function haveOtherAdditions(home: readonly Placed[], { addition }: Notified): boolean {
  if (addition === null) return false
  const known = home.filter((there) => there.home !== null && there.notified.addition !== null)
  return known.length > 0 && known.every((there) => there.notified.addition !== addition)
}
