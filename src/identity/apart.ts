import type { KeyRing } from './keys.js'
import type { Resident } from './person.js'
import { KeyedTokens } from './pseudonym.js'
import { normaliseResident } from './resident.js'

/** By what notifications of one epoch tell a resident from somebody of the same name next door. */
export interface ApartMarks {
  readonly epoch: number
  /** Name, birth date and address; null when no birth date is known. */
  readonly dated: Buffer | null
  /** The same of a notification that holds no birth date. */
  readonly undated: Buffer
  /** The dwelling within the building; null when no addition is known. */
  readonly addition: Buffer | null
}

/**
 * Computes, in each epoch whose secret is at hand, by what a resident is told from others who have the
 * name, the first initial and the house number in common. The resident is not kept.
 *
 * @param today `YYYY-MM-DD`.
 */
export function apartMarksOf(
  ring: KeyRing,
  municipality: string,
  resident: Resident,
  today: string,
): readonly ApartMarks[] {
  const normal = normaliseResident(resident, today)
  const bare = { ...normal, birthDate: undefined, dateDigits: '' }
  return ring.heldEpochs().map((epoch) => {
    const tokens = new KeyedTokens(ring.key(epoch, 'match', municipality))
    return {
      epoch,
      dated: normal.birthDate === undefined ? null : tokens.subjectPseudonym(normal),
      undated: tokens.subjectPseudonym(bare),
      addition: tokens.additionPseudonym(normal),
    }
  })
}
