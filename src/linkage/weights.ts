import { FIELD, hasAll } from './field.js'

const NAMES = FIELD.surname | FIELD.nearSurname | FIELD.given | FIELD.nearGiven

/** What one initial in common is worth. */
const INITIAL = 4

/** Bits for agreement on a field, on its near forms, and against when both have it and differ. */
interface Weight {
  readonly field: number
  readonly bits: number
  /** The first that applies counts. */
  readonly near: readonly (readonly [field: number, bits: number])[]
  readonly differ: number
}

/**
 * What agreement on a field is worth: the logarithm of how rarely two people agree on it by chance,
 * rounded down.
 */
const WEIGHTS: readonly Weight[] = [
  { field: FIELD.surname, bits: 10, near: [[FIELD.nearSurname, 8]], differ: 3 },
  {
    field: FIELD.given,
    bits: 7,
    near: [
      [FIELD.nearGiven, 6],
      [FIELD.initial, INITIAL],
    ],
    differ: 2,
  },
  { field: FIELD.birthDate, bits: 15, near: [[FIELD.nearDate, 8]], differ: 5 },
  { field: FIELD.postcode, bits: 9, near: [[FIELD.nearPostcode, 5]], differ: 2 },
  { field: FIELD.number, bits: 6, near: [[FIELD.nearNumber, 2]], differ: 1 },
  { field: FIELD.phone, bits: 20, near: [], differ: 0 },
  { field: FIELD.email, bits: 20, near: [], differ: 0 },
]

/** For a surname that is the other's first name but for a letter, when no name agrees otherwise. */
const SWAPPED_NAMES = 10

/** Bits that two of up to ten thousand weighed records need to be taken for one person. */
export const ENOUGH = 22
const RECORDS_OF_ENOUGH = 10_000

/**
 * The bits needed among so many weighed records: one more for each doubling, since whoever one record
 * might be confused with grows in number with the run. A small run asks no less than `ENOUGH`, because
 * relatives share more than chance.
 */
export function enoughAmong(records: number): number {
  return ENOUGH + Math.max(0, Math.ceil(Math.log2(records / RECORDS_OF_ENOUGH)))
}

const SURNAME = FIELD.surname | FIELD.nearSurname
const PLACE = FIELD.postcode | FIELD.number
const OWN = FIELD.given | FIELD.nearGiven | FIELD.initial | FIELD.birthDate | FIELD.nearDate

/**
 * Whether two weighed records agree on no more than a household does: a family name and an address,
 * with first names that differ. However much that weighs, it does not tell who of them is meant.
 *
 * @param agree Fields on which they agree.
 * @param both Fields that both have.
 */
export function isOnlyHousehold(agree: number, both: number): boolean {
  const isOneFamily = (agree & SURNAME) !== 0 && hasAll(agree, PLACE)
  return isOneFamily && (both & FIELD.given) !== 0 && (agree & OWN) === 0
}

/**
 * The evidence that two weighed records are one person, in bits: what they agree on, less what they
 * contradict each other in.
 *
 * @param agree Fields on which they agree.
 * @param both Fields that both have.
 */
export function weightOf(agree: number, both: number): number {
  let weight = 0
  for (const { field, bits, near, differ } of WEIGHTS) {
    if ((agree & field) !== 0) {
      // Where no first name was written, tokens of first names are over the initial.
      const isInitial = field === FIELD.given && (both & field) === 0
      weight += isInitial ? INITIAL : bits
      continue
    }
    const found = near.find(([form]) => (agree & form) !== 0)
    if (found !== undefined) weight += found[1]
    else if ((both & field) !== 0) weight -= differ
  }
  const isSwapped = (agree & FIELD.nearName) !== 0 && (agree & NAMES) === 0
  return isSwapped ? weight + SWAPPED_NAMES : weight
}
