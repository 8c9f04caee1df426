import { FIELD } from './field.js'

const { surname, initial, initials, birthDate, nearDate, postcode, area, given, number } = FIELD

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
  givenDate: { code: 15, proves: given | initial | birthDate },
  givenSurname: { code: 16, proves: given | initial | surname },
  givenNumber: { code: 17, proves: given | initial | number },
} as const satisfies Record<string, Kind>

/** Fields proved, by kind code; zero for contacts and for codes not in use. */
export const PROVES: readonly number[] = (() => {
  const proves = new Array<number>(256).fill(0)
  for (const kind of Object.values(KIND)) proves[kind.code] = kind.proves
  return proves
})()
