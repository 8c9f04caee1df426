import { hasGrown, type Repeat } from '../debts/index.js'
import type { Household, Placed } from './household.js'

/** What a municipality should mind before a visit. */
export type QualityCode =
  | 'ADDITION_MISSING'
  | 'AMOUNT_NOT_INCREASED'
  | 'BUSINESS_NAME_SUSPECTED'
  | 'NAME_VARIANTS'
  | 'NO_EMAIL'
  | 'NO_PHONE'
  | 'OTHER_PERSONS_AT_ADDRESS'
  | 'SHARED_ADDRESS'

/**
 * Quality codes of a case, in alphabetical order.
 *
 * @param listed Notifications that the case shows.
 * @param repeats What those still standing repeat, where known.
 */
export function qualityOf(
  listed: readonly Placed[],
  repeats: readonly (Repeat | undefined)[],
  { isShared, hasNeighbours }: Pick<Household, 'isShared' | 'hasNeighbours'>,
): QualityCode[] {
  const notified = listed.map((placed) => placed.notified)
  const codes: QualityCode[] = []
  if (hasNeighbours && notified.some(({ addition }) => addition === null)) {
    codes.push('ADDITION_MISSING')
  }
  if (repeats.length > 0 && repeats.every((repeat) => repeat !== undefined && !hasGrown(repeat))) {
    codes.push('AMOUNT_NOT_INCREASED')
  }
  if (notified.some((one) => one.isBusinessSuspected)) codes.push('BUSINESS_NAME_SUSPECTED')
  if (hasNameVariants(listed)) codes.push('NAME_VARIANTS')
  if (!notified.some(({ hasEmail }) => hasEmail)) codes.push('NO_EMAIL')
  if (!notified.some(({ hasPhone }) => hasPhone)) codes.push('NO_PHONE')
  if (hasNeighbours || hasSeveralPersons(listed)) codes.push('OTHER_PERSONS_AT_ADDRESS')
  if (isShared) codes.push('SHARED_ADDRESS')
  return codes
}

/** One person, written in several ways. */
function hasNameVariants(listed: readonly Placed[]): boolean {
  const subjects = new Map<number, string>()
  return listed.some(({ person, notified: { subject } }) => {
    if (person === null || subject === null) return false
    const known = subjects.get(person)
    subjects.set(person, known ?? subject)
    return known !== undefined && known !== subject
  })
}

function hasSeveralPersons(listed: readonly Placed[]): boolean {
  const persons = new Set(listed.map(({ person }) => person))
  persons.delete(null)
  return persons.size > 1
}
