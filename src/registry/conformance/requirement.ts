/** A report of the kit counts for so long: software changes, and so does the contract. */
export const REPORT_DAYS = 730

/** What the software of a role is tested as; roles that are not here need no report. */
const TESTED_AS: Readonly<Record<string, string>> = {
  creditor: 'creditor',
  agent: 'creditor',
  municipality: 'municipality',
}

/**
 * What a party still has to show before its software is let in.
 *
 * @param roles Of the party.
 * @param passed What its software passed lately.
 * @returns Empty when nothing is missing.
 */
export function missingTests(
  roles: readonly string[],
  passed: readonly string[],
): readonly string[] {
  const needed = new Set(roles.flatMap((role) => TESTED_AS[role] ?? []))
  return [...needed].filter((tested) => !passed.includes(tested)).sort()
}
