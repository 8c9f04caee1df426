import { matchAddress, type MatchAddress } from './address.js'
import { birthDateDigits, parseBirthDate, type BirthDate } from './birth-date.js'
import { normalEmail, normalPhone } from './contact.js'
import { parseInitials, type Initials } from './initials.js'
import { surnameParts, type NamePart } from './name.js'
import type { Resident } from './person.js'

/** Changed whenever a rule of normalisation changes, since tokens of two versions never meet. */
export const NORMALISER_VERSION = 1

/** A resident in the spelling that matching compares. Still in clear: never leaves `identity/`. */
export interface NormalResident {
  /** Family names, in alphabetical order. */
  readonly names: readonly NamePart[]
  readonly initials: Initials
  readonly birthDate: BirthDate | undefined
  /** Its digits, also when they name no day; see `birthDateDigits`. */
  readonly dateDigits: string
  readonly address: MatchAddress
  /** National digits, each once, sorted. */
  readonly phones: readonly string[]
  readonly emails: readonly string[]
}

/**
 * Brings a resident to the spelling that matching compares. Nothing is refused here: what cannot be
 * used counts as absent.
 *
 * @param today `YYYY-MM-DD`; a birth date after it counts as absent.
 */
export function normaliseResident(resident: Resident, today: string): NormalResident {
  const { person, address } = resident
  const birthDate = parseBirthDate(person.birthDate, today)
  return {
    names: surnameParts(person.surname),
    initials: parseInitials(person.initials),
    birthDate,
    dateDigits: birthDateDigits(person.birthDate, birthDate),
    address: matchAddress(address),
    phones: each(resident.phone, normalPhone),
    emails: each(resident.email, normalEmail),
  }
}

function each(
  values: readonly string[] | undefined,
  normalise: (text: string) => string,
): readonly string[] {
  if (values === undefined || values.length === 0) return []
  const found = new Set(values.map(normalise))
  found.delete('')
  return [...found].sort()
}
