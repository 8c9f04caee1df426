/**
 * Fields on which two records can agree. A mask is the sum of such bits; it says which fields a
 * token proves equal, which fields a record has, or on which fields a pair agrees.
 */
export const FIELD = {
  /** Sound of a family name. */
  surname: 1 << 0,
  /** First initial. */
  initial: 1 << 1,
  /** All initials, two or more. */
  initials: 1 << 2,
  /** Birth date; day and month may be swapped. */
  birthDate: 1 << 3,
  /** Two of the three parts of the birth date. */
  nearDate: 1 << 4,
  /** Postcode and house number. */
  address: 1 << 5,
  postcode: 1 << 6,
  /** First four characters of the postcode. */
  area: 1 << 7,
  phone: 1 << 8,
  email: 1 << 9,
  /** Sound of a first name that is written out. */
  given: 1 << 10,
  /** House number. */
  number: 1 << 11,
  /** A telephone number or e-mail address that nobody of another name uses. */
  ownContact: 1 << 12,
  /** An address or contact that many people share, such as a guardian's. */
  office: 1 << 13,
  /** Such an address or contact with no more people than one guardian has clients. */
  smallOffice: 1 << 22,
  /** Family name but for one letter. */
  nearSurname: 1 << 14,
  /** First name but for one letter. */
  nearGiven: 1 << 15,
  /** Postcode but for one character, or two in the wrong order. */
  nearPostcode: 1 << 16,
  /** House number but for one digit. */
  nearNumber: 1 << 18,
  /** A surname or first name but for one letter, as either of the two. */
  nearName: 1 << 19,
  /** One name that no more records have than an average name tag; see `rarity.ts`. */
  rareName: 1 << 20,
  /** Only in presence: the birth date is what registers fill in when it is unknown. */
  placeholder: 1 << 21,
  /** Only in presence: first name written out or foreign postcode, so that weights decide. */
  weighed: 1 << 17,
} as const

/** Whether every bit of `wanted` is set. */
export function hasAll(mask: number, wanted: number): boolean {
  return (mask & wanted) === wanted
}
