import { FIELD } from './field.js'

const { surname, initial, initials, birthDate, nearDate, postcode, area, given, number } = FIELD
const { nearSurname, nearGiven, nearPostcode, nearNumber, nearName } = FIELD

/** What a token kind is: its code in stored evidence, and the fields that a shared token proves. */
export interface Kind {
  /** One byte, never reused for another meaning. */
  readonly code: number
  readonly proves: number
}

/**
 * The kinds of evidence tokens. Every kind that pairs records is over two fields or more, so no
 * token stands for a name or a birth date alone.
 *
 * A telephone number and an e-mail address stand alone because shared ones must be counted
 * (`hubs.ts`); kinds over a contact prove only the other fields, since the contact itself is compared
 * after the shared ones are known.
 */
export const KIND = {
  phone: { code: 1, proves: 0 },
  email: { code: 2, proves: 0 },
  nameDate: { code: 3, proves: surname | initial | birthDate },
  surnameDate: { code: 4, proves: surname | birthDate },
  fullNameDate: { code: 5, proves: surname | initial | initials | birthDate },
  surnameDateArea: { code: 6, proves: surname | birthDate | area },
  namePostcode: { code: 7, proves: surname | initial | postcode | area },
  fullNamePostcode: { code: 8, proves: surname | initial | initials | postcode | area },
  initialDatePostcode: { code: 9, proves: initial | birthDate | postcode | area },
  nameNearDateArea: { code: 10, proves: surname | initial | nearDate | area },
  namePhone: { code: 11, proves: surname | initial },
  nameEmail: { code: 12, proves: surname | initial },
  initialDatePhone: { code: 13, proves: initial | birthDate },
  initialDateEmail: { code: 14, proves: initial | birthDate },
  // The kinds below are written for weighed records only; see `weights.ts`.
  givenSurname: { code: 32, proves: given | surname },
  givenDate: { code: 33, proves: given | birthDate },
  givenPostcode: { code: 34, proves: given | postcode },
  givenNumber: { code: 35, proves: given | number },
  surnamePostcode: { code: 36, proves: surname | postcode },
  surnameNumber: { code: 37, proves: surname | number },
  datePostcode: { code: 38, proves: birthDate | postcode },
  dateNumber: { code: 39, proves: birthDate | number },
  nearSurnameDate: { code: 40, proves: nearSurname | birthDate },
  nearSurnamePostcode: { code: 41, proves: nearSurname | postcode },
  nearSurnameGiven: { code: 42, proves: nearSurname | given },
  nearGivenDate: { code: 43, proves: nearGiven | birthDate },
  nearGivenPostcode: { code: 44, proves: nearGiven | postcode },
  nearGivenSurname: { code: 45, proves: nearGiven | surname },
  nearDateSurname: { code: 46, proves: nearDate | surname },
  nearDateGiven: { code: 47, proves: nearDate | given },
  nearDatePostcode: { code: 48, proves: nearDate | postcode },
  nearPostcodeSurname: { code: 49, proves: nearPostcode | surname },
  nearPostcodeGiven: { code: 50, proves: nearPostcode | given },
  nearNumberPostcode: { code: 52, proves: nearNumber | postcode },
  nearNameDate: { code: 53, proves: nearName | birthDate },
  nearNamePostcode: { code: 54, proves: nearName | postcode },
  nearPostcodeDate: { code: 51, proves: nearPostcode | birthDate },
} as const satisfies Record<string, Kind>

/** Fields proved, by kind code; zero for contacts and for codes not in use. */
export const PROVES: readonly number[] = (() => {
  const proves = new Array<number>(256).fill(0)
  for (const kind of Object.values(KIND)) proves[kind.code] = kind.proves
  return proves
})()
