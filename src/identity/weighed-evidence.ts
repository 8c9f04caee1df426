import { KIND } from '../linkage/index.js'
import { END, type EvidenceSink } from './evidence-sink.js'
import { soundOf } from './phonetic.js'
import type { NormalResident } from './resident.js'

const DUTCH_POSTCODE = /^[1-9][0-9]{3}[A-Z]{2}$/

/**
 * Whether a record says more or other things than Dutch creditors' records do: a first name written
 * out, or a foreign postcode. Two such records are compared by weights, on more kinds of tokens.
 */
export function isWeighed({ initials, address }: NormalResident): boolean {
  const isForeign = address.postcode !== '' && !DUTCH_POSTCODE.test(address.postcode)
  return initials.given !== '' || isForeign
}

/**
 * Writes the tokens that only weighed records have: every two of first name, surname, birth date,
 * postcode and house number, and each of the first four with one slip in it beside another that is
 * right.
 *
 * @param date The birth date as `dateKey` gives it.
 */
export function writeWeighedEvidence(
  resident: NormalResident,
  date: string,
  sink: EvidenceSink,
): void {
  const { names, initials, address } = resident
  const given = initials.given === '' ? initials.first : soundOf(initials.given)
  const surname = names[0]?.sound ?? ''
  const { postcode, number } = address
  const both = (kind: { readonly code: number }, one: string, other: string) => {
    if (one !== '' && other !== '') sink.token(kind.code, one + END + other + END)
  }
  // In this order whichever of the two was written as the surname.
  const [first, last] = given < surname ? [given, surname] : [surname, given]
  both(KIND.givenSurname, first, last)
  both(KIND.givenDate, given, date)
  both(KIND.givenPostcode, given, postcode)
  both(KIND.givenNumber, given, number)
  both(KIND.surnamePostcode, surname, postcode)
  both(KIND.surnameNumber, surname, number)
  both(KIND.datePostcode, date, postcode)
  both(KIND.dateNumber, date, number)
  const core = names[0]?.core ?? ''
  for (const near of slipsOf(core)) {
    both(KIND.nearSurnameDate, near, date)
    both(KIND.nearSurnamePostcode, near, postcode)
    both(KIND.nearSurnameGiven, near, given)
    // Surname and first name may have been swapped.
    both(KIND.nearNameDate, near, date)
    both(KIND.nearNamePostcode, near, postcode)
  }
  for (const near of slipsOf(initials.given)) {
    both(KIND.nearGivenDate, near, date)
    both(KIND.nearGivenPostcode, near, postcode)
    both(KIND.nearGivenSurname, near, surname)
    both(KIND.nearNameDate, near, date)
    both(KIND.nearNamePostcode, near, postcode)
  }
  for (const near of slipsOf(resident.dateDigits)) {
    both(KIND.nearDateSurname, near, surname)
    both(KIND.nearDateGiven, near, given)
    both(KIND.nearDatePostcode, near, postcode)
  }
  for (const near of slipsOf(postcode)) {
    both(KIND.nearPostcodeSurname, near, surname)
    both(KIND.nearPostcodeGiven, near, given)
    both(KIND.nearPostcodeDate, near, date)
  }
  for (const near of slipsOf(number)) both(KIND.nearNumberPostcode, near, postcode)
}

/** The text without each of its letters in turn: two texts one slip apart have one of these in common. */
function slipsOf(text: string): ReadonlySet<string> {
  const slips = new Set<string>()
  slips.add(text)
  for (let at = 0; at < Math.min(text.length, 12); at += 1) {
    slips.add(text.slice(0, at) + text.slice(at + 1))
  }
  return slips
}
