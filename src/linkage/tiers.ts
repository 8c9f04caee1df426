import { FIELD, hasAll } from './field.js'

const F = FIELD
const NAME = F.surname | F.initial
const PLACE = F.address | F.postcode | F.area
const CONTACT = F.phone | F.email

/** How sure it is that two records are one person. Only 1 and 2 merge. */
export type Tier = 1 | 2 | 3

/** The last tier that merges people; what lies above is doubt, and doubt never merges. */
export const LAST_MERGING_TIER = 2

/**
 * One line of the decision table: a pair falls in `tier` when it agrees on all of `all` and on at
 * least one of `any`. The first line that applies decides.
 */
export interface EvidenceRule {
  readonly tier: Tier
  readonly all: number
  /** Zero: nothing more is asked. */
  readonly any: number
  /** Applies only when at least one of the two records has no birth date. */
  readonly dateMissing: boolean
  /** Does not apply when both records have one of these fields and they differ. */
  readonly unless: number
}

/**
 * The decision table, version 2. Changing a line changes who is taken for whom: measure it with
 * `match evaluate` on populations with known truth, and raise the version.
 */
export const EVIDENCE_RULES: readonly EvidenceRule[] = [
  rule(1, NAME | F.birthDate, { any: PLACE | CONTACT | F.initials | F.office }),
  rule(1, F.initial | F.birthDate, { any: F.address | F.postcode | CONTACT }),
  rule(2, F.surname | F.birthDate, { any: CONTACT }),
  rule(2, NAME | F.birthDate | F.rareName, { unless: CONTACT }),
  // Without a birth date, parent and child of one name differ in their own contact data only.
  rule(2, NAME | F.address, { any: F.ownContact | F.initials, dateMissing: true, unless: CONTACT }),
  rule(2, NAME | CONTACT, { dateMissing: true }),
  // A guardian has couples and families among the clients: one initial in common does not do.
  rule(2, NAME | F.initials | F.smallOffice, { dateMissing: true }),
  rule(2, NAME, { any: F.ownContact, dateMissing: true, unless: CONTACT }),
  rule(2, NAME | F.nearDate | F.address, { any: CONTACT }),
  rule(2, NAME | F.nearDate | F.postcode, { any: CONTACT }),
  rule(3, F.surname | F.birthDate | F.address),
  rule(3, NAME | F.address, { dateMissing: true }),
  rule(3, NAME | F.nearDate | F.address),
]

/** The version of the table above, the weights and the household rules, kept with every match run. */
export const EVIDENCE_RULES_VERSION = 3

function rule(
  tier: Tier,
  all: number,
  { any = 0, dateMissing = false, unless = 0 }: Partial<EvidenceRule> = {},
): EvidenceRule {
  return { tier, all, any, dateMissing, unless }
}

/** What two records say of each other. */
export interface Comparison {
  /** Fields on which they agree. */
  readonly agree: number
  /** Fields that both have and that are known to differ. */
  readonly differ: number
  /** Whether one of them has no birth date. */
  readonly isDateMissing: boolean
}

/**
 * Where a pair stands in the table. Full initials that differ always mean two people; another
 * telephone number and another e-mail address as well are doubt, unless full initials agree: twins and
 * newcomers' families share all the rest.
 *
 * @returns 0 when no line applies: nothing speaks for one person.
 */
export function tierOf({ agree, differ, isDateMissing }: Comparison): Tier | 0 {
  if ((differ & F.initials) !== 0) return 0
  const hasOtherContacts = hasAll(differ, CONTACT) && (agree & F.initials) === 0
  for (const { tier, all, any, dateMissing, unless } of EVIDENCE_RULES) {
    if (!hasAll(agree, all)) continue
    if (any !== 0 && (agree & any) === 0) continue
    if (dateMissing && !isDateMissing) continue
    if ((differ & unless) !== 0) continue
    return hasOtherContacts && tier <= LAST_MERGING_TIER ? 3 : tier
  }
  return 0
}
