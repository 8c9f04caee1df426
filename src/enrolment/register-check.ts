/** What an applicant says of itself. */
export interface Claimed {
  readonly organisationNumber: string | null
  readonly name: string
  readonly kvk: string | null
}

/** Why an operator has to look closer before accepting. */
export type Doubt =
  | 'NOT_IN_REGISTER'
  | 'OTHER_NAME_IN_REGISTER'
  | 'OTHER_KVK_IN_REGISTER'
  | 'NO_NUMBER'
  | 'TAKES_PART_ALREADY'

/** What each doubt means, for the operator. */
export const DOUBTS: Readonly<Record<Doubt, string>> = {
  NOT_IN_REGISTER: 'The register that was loaded does not know this number.',
  OTHER_NAME_IN_REGISTER: 'The register knows the number under another name.',
  OTHER_KVK_IN_REGISTER: 'The register knows another KvK number with it.',
  NO_NUMBER: 'There is neither an organisation number nor a KvK number to look up.',
  TAKES_PART_ALREADY:
    'A party of this number takes part already: make sure that it asked for further certificates.',
}

/**
 * Compares what an applicant says with the register that an operator loaded.
 *
 * @param registered Rows with its number, or with its KvK number when it has no other.
 * @param takesPart Whether a party of this number is registered at the hub.
 * @returns None when everything agrees. Case, white space and punctuation make no difference.
 */
export function doubtsAbout(
  claimed: Claimed,
  registered: readonly Claimed[],
  takesPart: boolean,
): Doubt[] {
  const doubts: Doubt[] = takesPart ? ['TAKES_PART_ALREADY'] : []
  if (claimed.organisationNumber === null && claimed.kvk === null) return [...doubts, 'NO_NUMBER']
  if (registered.length === 0) return [...doubts, 'NOT_IN_REGISTER']
  if (!registered.some(({ name }) => folded(name) === folded(claimed.name))) {
    doubts.push('OTHER_NAME_IN_REGISTER')
  }
  const isOther = ({ kvk }: Claimed) => kvk !== null && claimed.kvk !== null && kvk !== claimed.kvk
  if (registered.every(isOther)) doubts.push('OTHER_KVK_IN_REGISTER')
  return doubts
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
