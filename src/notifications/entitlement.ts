import type { Facts } from './facts.js'
import type { Report } from './notification.js'
import { itemError, type ItemError, type ItemWarningCode } from './reasons.js'

/**
 * Checks the municipality against the postcode.
 *
 * @returns The district of the postcode, when a table is loaded that knows it.
 */
export function checkPlace(
  { municipality, postcode }: Report,
  facts: Facts,
  errors: ItemError[],
  warnings: ItemWarningCode[],
): string | null {
  const place = facts.placeOf(postcode)
  if (place === undefined) return null
  if (place === null) {
    warnings.push('MUNICIPALITY_NOT_IN_POSTCODE_TABLE')
    return null
  }
  if (place.municipality === municipality) return place.district
  if (!place.others.includes(municipality)) {
    errors.push(itemError('MUNICIPALITY_MISMATCH', '/municipalityCode'))
  }
  return null
}

/**
 * Checks that an agreement covers creditor, municipality and sector today.
 *
 * @returns The mandate's id, or `undefined` when there is none.
 */
export function checkMandate(item: Report, facts: Facts, errors: ItemError[]): string | undefined {
  const { creditor, municipality, sector } = item
  if (!checkSealingKey(item, facts, errors)) return undefined
  const answer = facts.authoriser.authorise({ creditor, municipality, sector, day: facts.today })
  if (answer.allowed) return answer.mandate.mandateId
  errors.push(itemError(answer.code, '/municipalityCode'))
  return undefined
}

/**
 * Checks that the municipality takes part and that there is a key to seal for.
 *
 * @returns Whether it takes part at all.
 */
export function checkSealingKey(
  { municipality }: Report,
  facts: Facts,
  errors: ItemError[],
): boolean {
  if (!facts.isKnownMunicipality(municipality)) {
    errors.push(itemError('UNKNOWN_MUNICIPALITY', '/municipalityCode'))
    return false
  }
  if (!facts.hasSealingKey(municipality)) {
    errors.push(itemError('SEALING_KEY_MISSING', '/municipalityCode'))
  }
  return true
}
