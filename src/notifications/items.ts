import type { Place } from '../kernel/errors.js'
import { itemError, MOST_ITEM_ERRORS, type ItemError } from './reasons.js'

/**
 * Turns what the contract's schema found in one item into reasons of a refusal: by where it is, a
 * missing attestation, an unusable address, a member too many, a predecessor that is not named, or
 * simply not as the contract says.
 *
 * @param places From the schema validator: pointers end at the last known member, details hold no
 *   values.
 * @returns At most 20; each place and code once, because unknown members are not told apart.
 */
export function schemaErrors(places: readonly Place[]): ItemError[] {
  const errors: ItemError[] = []
  const seen = new Set<string>()
  for (const place of places) {
    const error = errorAt(place)
    const key = `${error.code} ${error.pointer}`
    if (seen.has(key)) continue
    seen.add(key)
    errors.push(error)
    if (errors.length === MOST_ITEM_ERRORS) break
  }
  return errors
}

const ATTESTATIONS = '/attestations'
const ADDRESS = '/address'

function errorAt({ pointer, code, detail }: Place): ItemError {
  if (code === 'schema.additionalProperties') return itemError('FIELD_NOT_ALLOWED', pointer)
  const isMissing = code === 'schema.required'
  if (isMissing && pointer.startsWith(ATTESTATIONS))
    return itemError('ATTESTATION_MISSING', pointer)
  if (isMissing && pointer === '/predecessorId') return itemError('PREDECESSOR_REQUIRED', pointer)
  if (pointer.startsWith(ADDRESS)) return itemError('ADDRESS_INVALID', pointer, undefined, detail)
  return itemError('SCHEMA_INVALID', pointer, undefined, detail)
}
