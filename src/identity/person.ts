/** A resident as the contract sends one. In clear, so imported inside `identity/` only. */
export interface Person {
  readonly initials: string
  readonly prefix?: string | undefined
  readonly surname: string
  /** `2001-12-31` when the creditor may know it. */
  readonly birthDate?: string | undefined
  readonly bsn?: string | undefined
}

/** Where the resident lives, or where the creditor writes to. */
export interface PersonAddress {
  readonly street?: string | undefined
  readonly postcode: string
  readonly houseNumber: number | string
  readonly addition?: string | undefined
  readonly city?: string | undefined
}

/** Everything personal in one notification. */
export interface Resident {
  readonly person: Person
  readonly address: PersonAddress
  readonly phone?: readonly string[] | undefined
  readonly email?: readonly string[] | undefined
}
