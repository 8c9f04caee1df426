import { FIELD, hasAll } from './field.js'

const F = FIELD
const NAME = F.surname | F.initial
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
}

/**
 * The decision table, version 1. Changing a line changes who is taken for whom: measure it with
 * `match evaluate` on populations with known truth, and raise the version.
 */
export const EVIDENCE_RULES: readonly EvidenceRule[] = [
  rule(1, NAME | F.birthDate, F.address | F.postcode | F.area | CONTACT | F.initials),
  rule(1, F.initial | F.birthDate, F.address | F.postcode | CONTACT),
  rule(2, F.surname | F.birthDate, CONTACT),
  rule(2, NAME | F.address, CONTACT | F.initials, true),
  rule(2, NAME, CONTACT, true),
  rule(2, NAME | F.nearDate | F.address, CONTACT),
  rule(2, NAME | F.nearDate | F.postcode, CONTACT),
  rule(3, F.surname | F.birthDate | F.address),
  rule(3, NAME | F.address, 0, true),
  rule(3, NAME | F.nearDate | F.address),
]

/** The version of the table above, kept with every match run. */
export const EVIDENCE_RULES_VERSION = 1

function rule(tier: Tier, all: number, any = 0, dateMissing = false): EvidenceRule {
  return { tier, all, any, dateMissing }
}

/**
 * Where a pair stands in the table.
 *
 * @param agreement Fields on which the two agree.
 * @param isDateMissing Whether one of them has no birth date.
 * @returns 0 when no line applies: nothing speaks for one person.
 */
export function tierOf(agreement: number, isDateMissing: boolean): Tier | 0 {
  for (const { tier, all, any, dateMissing } of EVIDENCE_RULES) {
    if (!hasAll(agreement, all)) continue
    if (any !== 0 && (agreement & any) === 0) continue
    if (dateMissing && !isDateMissing) continue
    return tier
  }
  return 0
}
