/** Somebody to be looked up in the population register (BRP), and nothing of why. */
export interface BrpQuestion {
  /** Random; says nothing of the case, and belongs to one request. */
  readonly questionId: string
  readonly surname: string
  readonly prefix?: string
  readonly initials?: string
  /** Only where the law of the sector lets the creditor give it. */
  readonly birthDate?: string
  readonly street?: string
  readonly houseNumber: number
  readonly addition?: string
  readonly postcode: string
  readonly city?: string
}

/** What the register has of somebody; what an answer leaves out is not compared. */
export interface BrpAnswer {
  readonly questionId: string
  /** NOT_UNIQUE: several people fit what was asked. */
  readonly result: 'FOUND' | 'NOT_FOUND' | 'NOT_UNIQUE'
  readonly surname?: string
  readonly prefix?: string
  readonly postcode?: string
  readonly houseNumber?: string
  readonly addition?: string
  /** Municipality of residence, as the national list numbers it. */
  readonly municipalityCode?: string
  readonly deceasedOn?: string
  /** The resident asked that the address is given to nobody ("geheimhouding"). */
  readonly isSecret?: boolean
}

/** A mistake in an answer: where, and what, never the value. */
export interface AnswerMistake {
  readonly row: number
  readonly column: string
  readonly what: string
}

/**
 * How a supplier of the register is asked and answers. Files are one way; a supplier with an API of its
 * own is another file like `csv.ts`.
 */
export interface BrpAdapter {
  /** The request as the supplier takes it. */
  writeRequest(questions: readonly BrpQuestion[]): string
  /** The answer as the supplier gave it; with a mistake anywhere nothing of it is used. */
  readAnswer(
    text: string,
  ): { readonly answers: readonly BrpAnswer[] } | { readonly mistakes: readonly AnswerMistake[] }
}
