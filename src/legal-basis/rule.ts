import { daysBetween, type Day } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'

/** Members of a notification that only some legal bases allow. */
export const RESTRICTED_FIELDS = ['birthDate', 'bsn', 'customerReference'] as const
/** One member that needs to be allowed. */
export type RestrictedField = (typeof RESTRICTED_FIELDS)[number]

/**
 * What a basis can allow: a member, or the customer reference for a pseudonym only, which the hub
 * may compare with but the municipality is not given.
 */
export type AllowedField = RestrictedField | 'customerReference:pseudonym'

/** One row of the registry: what it allows, between whom, from when to when. */
export interface LegalBasis {
  /** Code that decisions name, `BGS_RENT`. */
  readonly legalBasis: string
  /** Rises when the row is replaced; the highest of a code is the one that counts. */
  readonly version: number
  readonly sector: Sector
  readonly article: string
  readonly gazette: string
  readonly validFrom: Day
  /** Last day on which it holds; `null` while in force. */
  readonly validUntil: Day | null
  /** Party ids; empty means any. */
  readonly creditors: readonly string[]
  /** CBS codes; empty means any. */
  readonly municipalities: readonly string[]
  /** Euro cents; 0 means no minimum. */
  readonly minimumCents: number
  /** Days since the oldest due date; `null` means no bound. */
  readonly minimumAgeDays: number | null
  readonly maximumAgeDays: number | null
  /** Whether a first notification above the maximum age is refused, or only warned about. */
  readonly maximumAgeRefuses: boolean
  /** Written reminders that must have been sent. */
  readonly reminders: number
  readonly remindersEndOfSupply: number
  readonly allowedFields: readonly AllowedField[]
}

/** What the rule needs to know of a notification; no person in it. WITHDRAWAL needs no basis. */
export interface Claim {
  readonly creditor: string
  readonly municipality: string
  readonly sector: Sector
  readonly kind: 'EARLY' | 'UPDATE' | 'END_OF_SUPPLY' | 'CORRECTION' | 'REDELIVERY'
  /** Day of acceptance: the basis must hold on it. */
  readonly day: Day
  readonly arrearsCents: number
  readonly oldestDueOn: Day
  readonly reportedOn: Day
  readonly writtenRemindersSent: number
  /** Restricted members that the notification carries. */
  readonly restrictedFields: readonly RestrictedField[]
}

/** Item codes that this rule gives. */
export type RefusalCode =
  | 'NO_LEGAL_BASIS'
  | 'AMOUNT_BELOW_LEGAL_MINIMUM'
  | 'TOO_YOUNG'
  | 'TOO_OLD'
  | 'FIELD_NOT_ALLOWED'
  | 'ATTESTATION_MISSING'

/** One reason why a notification is not lawful, with where it says so. */
export interface Refusal {
  readonly code: RefusalCode
  /** JSON Pointer into the item. */
  readonly pointer: string
  /** Article and gazette reference; `null` when no basis was ever known for the sector. */
  readonly legalReference: string | null
}

/** What the rule concludes. Refusals are never empty when the answer is no. */
export type Verdict =
  | {
      readonly lawful: true
      readonly basis: LegalBasis
      readonly warnings: readonly 'AGE_OVER_100_DAYS'[]
      /** Members that may be used for a pseudonym and must not reach the municipality. */
      readonly withheldFields: readonly RestrictedField[]
    }
  | { readonly lawful: false; readonly refusals: readonly Refusal[] }

/** The rows, arranged for many questions. */
export interface LegalBases {
  readonly judge: (claim: Claim) => Verdict
}

const POINTERS: Readonly<Record<RestrictedField, string>> = {
  birthDate: '/person/birthDate',
  bsn: '/person/bsn',
  customerReference: '/customerReference',
}

/** Above this age a notification is warned about, where the basis says nothing stricter. */
const USUAL_MAXIMUM_AGE_DAYS = 100

/**
 * Arranges the rows by sector, the highest version of each code only: a replaced row is history.
 *
 * @param rows Any order; the answers do not depend on it.
 */
export function compileLegalBases(rows: readonly LegalBasis[]): LegalBases {
  const newest = new Map<string, LegalBasis>()
  for (const row of rows) {
    const known = newest.get(row.legalBasis)
    if (known === undefined || known.version < row.version) newest.set(row.legalBasis, row)
  }
  const bySector = new Map<Sector, LegalBasis[]>()
  for (const row of [...newest.values()].sort(byCode)) {
    bySector.set(row.sector, [...(bySector.get(row.sector) ?? []), row])
  }
  return { judge: (claim) => judge(bySector.get(claim.sector) ?? [], claim) }
}

/**
 * Whether a notification is lawful on its day. Default deny: no row for its sector, creditor,
 * municipality and day means no. When several rows fit, one that allows it suffices; when none
 * does, the reasons of the one that comes closest are given.
 */
function judge(rows: readonly LegalBasis[], claim: Claim): Verdict {
  const fitting = rows.filter((row) => isInForce(row, claim.day) && concerns(row, claim))
  let closest: readonly Refusal[] | undefined
  for (const basis of fitting) {
    const refusals = refusalsUnder(basis, claim)
    if (refusals.length === 0) return lawful(basis, claim)
    if (closest === undefined || refusals.length < closest.length) closest = refusals
  }
  return { lawful: false, refusals: closest ?? [noBasis(rows, claim)] }
}

function lawful(basis: LegalBasis, claim: Claim): Verdict {
  const maximum = basis.maximumAgeDays ?? USUAL_MAXIMUM_AGE_DAYS
  const isOld = daysBetween(claim.oldestDueOn, claim.reportedOn) > maximum
  return {
    lawful: true,
    basis,
    warnings: isOld ? ['AGE_OVER_100_DAYS'] : [],
    withheldFields: claim.restrictedFields.filter((field) => !basis.allowedFields.includes(field)),
  }
}

/** Every reason at once, so that a creditor corrects an item in one go. */
function refusalsUnder(basis: LegalBasis, claim: Claim): Refusal[] {
  const age = daysBetween(claim.oldestDueOn, claim.reportedOn)
  const isTooOld = basis.maximumAgeDays !== null && age > basis.maximumAgeDays
  // Later messages about what was reported in time are not refused because time went by.
  const refusesAge = basis.maximumAgeRefuses && claim.kind === 'EARLY'
  const reminders = claim.kind === 'END_OF_SUPPLY' ? basis.remindersEndOfSupply : basis.reminders
  const found: (readonly [boolean, RefusalCode, string])[] = [
    [claim.arrearsCents < basis.minimumCents, 'AMOUNT_BELOW_LEGAL_MINIMUM', '/arrearsCents'],
    [basis.minimumAgeDays !== null && age < basis.minimumAgeDays, 'TOO_YOUNG', '/oldestDueOn'],
    [refusesAge && isTooOld, 'TOO_OLD', '/oldestDueOn'],
    [
      claim.writtenRemindersSent < reminders,
      'ATTESTATION_MISSING',
      '/attestations/writtenRemindersSent',
    ],
    ...claim.restrictedFields.map(
      (field) => [!allows(basis, field), 'FIELD_NOT_ALLOWED', POINTERS[field]] as const,
    ),
  ]
  return found
    .filter(([isRefused]) => isRefused)
    .map(([, code, pointer]) => ({ code, pointer, legalReference: referenceOf(basis) }))
}

function allows(basis: LegalBasis, field: RestrictedField): boolean {
  return (
    basis.allowedFields.includes(field) ||
    (field === 'customerReference' && basis.allowedFields.includes('customerReference:pseudonym'))
  )
}

/** Names the row that would have come closest, so that the reader sees what ended or is missing. */
function noBasis(rows: readonly LegalBasis[], claim: Claim): Refusal {
  const known = rows.find((row) => concerns(row, claim)) ?? rows[0]
  return {
    code: 'NO_LEGAL_BASIS',
    pointer: '/sector',
    legalReference: known === undefined ? null : referenceOf(known),
  }
}

function concerns(row: LegalBasis, { creditor, municipality }: Claim): boolean {
  return (
    (row.creditors.length === 0 || row.creditors.includes(creditor)) &&
    (row.municipalities.length === 0 || row.municipalities.includes(municipality))
  )
}

function isInForce(row: LegalBasis, day: Day): boolean {
  return row.validFrom <= day && (row.validUntil === null || day <= row.validUntil)
}

/** How a refusal names a basis: article, then gazette. */
export function referenceOf(basis: Pick<LegalBasis, 'article' | 'gazette'>): string {
  return `${basis.article}; ${basis.gazette}`
}

function byCode(left: LegalBasis, right: LegalBasis): number {
  return left.legalBasis < right.legalBasis ? -1 : 1
}
