import type { KeyRing } from './keys.js'
import type { Resident } from './person.js'
import { KeyedTokens } from './pseudonym.js'
import { normaliseResident } from './resident.js'

/**
 * By what the log can find a household and a person in it, under the key of each year that still
 * exists; empty when the address names no dwelling. The resident is not kept.
 *
 * @param today `YYYY-MM-DD`.
 */
export function logSubjectsOf(
  ring: KeyRing,
  municipality: string,
  resident: Resident,
  today: string,
): { readonly household: Buffer; readonly person: Buffer | null }[] {
  const normal = normaliseResident(resident, today)
  return ring.logSubjectYears().flatMap((year) => {
    const key = ring.logSubjectKey(year, municipality)
    const { household, person } = new KeyedTokens(key).logSubject(normal)
    return household === null ? [] : [{ household, person }]
  })
}
