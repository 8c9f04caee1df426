import { addWorkingDays, daysBetween, type Day } from '../kernel/calendar.js'
import type { LegalBases } from '../legal-basis/rule.js'
import type { Authoriser } from '../parties/authorisation.js'
import { checkAttestations } from './attestations.js'
import type { Notification, Report, Withdrawal } from './notification.js'
import {
  checkPredecessor,
  checkRedelivery,
  pastOf,
  type Earlier,
  type Past,
} from './predecessor.js'
import { itemError, MOST_ITEM_ERRORS, type ItemError, type ItemWarningCode } from './reasons.js'

/** Where a postcode lies. */
export interface Place {
  readonly municipality: string
  /** Other municipalities that share the area. */
  readonly others: readonly string[]
  readonly district: string | null
}

/** Everything outside an item that decides about it, read once per batch. */
export interface Facts extends Past {
  /** Day of acceptance (Europe/Amsterdam): mandates and legal bases must hold on it. */
  readonly today: Day
  /** The batch's `createdAt`, a day less and a day more. */
  readonly reportedFrom: Day
  readonly reportedUntil: Day
  readonly authoriser: Authoriser
  readonly legalBases: LegalBases
  /** Municipalities that take part. */
  readonly isKnownMunicipality: (municipality: string) => boolean
  readonly hasSealingKey: (municipality: string) => boolean
  /** `undefined` when no postcode table is loaded; `null` for a postcode that is not in it. */
  readonly placeOf: (postcode: string) => Place | null | undefined
}

/** What an accepted item is accepted under. */
export interface Grounds {
  readonly mandateId: string
  readonly legalBasis: string
  readonly legalBasisVersion: number
  /** The predecessor's, for a withdrawal. */
  readonly sector: string
  readonly district: string | null
  /** The customer reference serves a pseudonym only and stays out of the envelope. */
  readonly withholdsReference: boolean
  /** Of a re-delivery: the notification whose envelope is replaced; else what it follows. */
  readonly earlier: Earlier | undefined
}

/** What the rules say of one item. */
export type Judgement =
  | {
      readonly accepted: true
      readonly grounds: Grounds
      readonly warnings: readonly ItemWarningCode[]
    }
  | { readonly accepted: false; readonly errors: readonly ItemError[] }

/** Working days between the report and the end of supply, below which a creditor is warned. */
const TERMINATION_WORKING_DAYS = 20
/** Days since the oldest due date, below which a creditor is warned. */
const USUAL_MINIMUM_AGE_DAYS = 30

/**
 * Judges one item against the rules. Default deny, and every reason at once, so that a creditor
 * corrects an item in one go.
 */
export function judge(item: Notification, facts: Facts): Judgement {
  // Who may not deliver for a creditor learns nothing about what that creditor sent.
  if (!facts.authoriser.mayDeliverFor(item.creditor, facts.today)) {
    return { accepted: false, errors: [itemError('NO_MANDATE', '/creditorId')] }
  }
  const errors: ItemError[] = []
  const judgement =
    item.kind === 'WITHDRAWAL'
      ? judgeWithdrawal(item, facts, errors)
      : item.kind === 'REDELIVERY'
        ? judgeRedelivery(item, facts, errors)
        : judgeReport(item, facts, errors)
  if (errors.length === 0 && judgement !== undefined) return { accepted: true, ...judgement }
  return { accepted: false, errors: errors.slice(0, MOST_ITEM_ERRORS) }
}

interface Accepted {
  readonly grounds: Grounds
  readonly warnings: readonly ItemWarningCode[]
}

/** Always possible, mandate or not: it spares a resident a visit. */
function judgeWithdrawal(
  item: Withdrawal,
  facts: Facts,
  errors: ItemError[],
): Accepted | undefined {
  checkReportedOn(item.reportedOn, facts, errors)
  const earlier = checkPredecessor(item, pastOf(item, facts, errors), errors)
  if (earlier === undefined) return undefined
  const { mandateId, legalBasis, legalBasisVersion, sector } = earlier
  return {
    grounds: {
      mandateId,
      legalBasis,
      legalBasisVersion,
      sector,
      district: null,
      withholdsReference: false,
      earlier,
    },
    warnings: [],
  }
}

/** Judged as what was accepted once: dates and grounds are those of then, only the envelope is new. */
function judgeRedelivery(item: Report, facts: Facts, errors: ItemError[]): Accepted | undefined {
  checkAttestations(item, errors)
  checkSealingKey(item, facts, errors)
  const earlier = checkRedelivery(item, facts, errors)
  const verdict = facts.legalBases.judge(claimOf(item, facts.today))
  if (!verdict.lawful) {
    for (const { code, pointer, legalReference } of verdict.refusals) {
      if (code === 'FIELD_NOT_ALLOWED') errors.push(itemError(code, pointer, legalReference))
    }
  }
  if (earlier === undefined) return undefined
  const { mandateId, legalBasis, legalBasisVersion, sector, district } = earlier
  const withholdsReference = !verdict.lawful || verdict.withheldFields.includes('customerReference')
  return {
    grounds: {
      mandateId,
      legalBasis,
      legalBasisVersion,
      sector,
      district,
      withholdsReference,
      earlier,
    },
    warnings: [],
  }
}

function judgeReport(item: Report, facts: Facts, errors: ItemError[]): Accepted | undefined {
  const warnings: ItemWarningCode[] = []
  const past = pastOf(item, facts, errors)
  checkReportedOn(item.reportedOn, facts, errors)
  if (item.oldestDueOn >= item.reportedOn) {
    errors.push(itemError('REPORTED_ON_OUT_OF_RANGE', '/oldestDueOn'))
  }
  checkCrisis(item, errors)
  checkAttestations(item, errors)
  const earlier = checkPredecessor(item, past, errors)
  warnOfSequence(item, earlier, warnings)
  if (!item.hasPhoneOrEmail) warnings.push('NO_PHONE_OR_EMAIL')
  if (daysBetween(item.oldestDueOn, item.reportedOn) < USUAL_MINIMUM_AGE_DAYS) {
    warnings.push('AGE_UNDER_30_DAYS')
  }
  const district = checkPlace(item, facts, errors, warnings)
  const mandateId = checkMandate(item, facts, errors)
  const verdict = facts.legalBases.judge(claimOf(item, facts.today))
  if (!verdict.lawful) {
    for (const { code, pointer, legalReference } of verdict.refusals) {
      // Several rules may ask for the same attestation.
      if (errors.some((known) => known.code === code && known.pointer === pointer)) continue
      errors.push(itemError(code, pointer, legalReference))
    }
    return undefined
  }
  warnings.push(...verdict.warnings)
  if (mandateId === undefined) return undefined
  return {
    grounds: {
      mandateId,
      legalBasis: verdict.basis.legalBasis,
      legalBasisVersion: verdict.basis.version,
      sector: item.sector,
      district,
      withholdsReference: verdict.withheldFields.includes('customerReference'),
      earlier,
    },
    warnings,
  }
}

function claimOf(item: Report, day: Day) {
  const { creditor, municipality, sector, kind, arrearsCents, oldestDueOn, reportedOn } = item
  return {
    creditor,
    municipality,
    sector,
    kind,
    day,
    arrearsCents,
    oldestDueOn,
    reportedOn,
    writtenRemindersSent: item.attestations.writtenRemindersSent,
    restrictedFields: item.restrictedFields,
  }
}

function checkReportedOn(reportedOn: Day, facts: Facts, errors: ItemError[]): void {
  if (reportedOn < facts.reportedFrom || reportedOn > facts.reportedUntil) {
    errors.push(itemError('REPORTED_ON_OUT_OF_RANGE', '/reportedOn'))
  }
}

function checkCrisis({ crisis, crisisGround }: Report, errors: ItemError[]): void {
  if (crisis === (crisisGround !== undefined)) return
  errors.push(itemError('CRISIS_GROUND_MISSING', crisis ? '/crisisGround' : '/crisis'))
}

function warnOfSequence(
  item: Report,
  earlier: Earlier | undefined,
  warnings: ItemWarningCode[],
): void {
  if (item.kind === 'UPDATE' && earlier?.arrearsCents !== undefined) {
    if (item.arrearsCents <= earlier.arrearsCents) warnings.push('AMOUNT_NOT_INCREASED')
  }
  if (item.kind !== 'END_OF_SUPPLY') return
  if (item.predecessorId === undefined) warnings.push('END_OF_SUPPLY_WITHOUT_EARLY')
  if (item.plannedTerminationOn === undefined) warnings.push('TERMINATION_DATE_MISSING')
  else if (item.plannedTerminationOn < earliestTermination(item.reportedOn)) {
    warnings.push('TERMINATION_WITHIN_20_WORKING_DAYS')
  }
}

/** The last answer: the items of a batch are reported on two or three different days. */
let termination: { reportedOn: Day; earliest: Day } | undefined

function earliestTermination(reportedOn: Day): Day {
  if (termination?.reportedOn !== reportedOn) {
    termination = { reportedOn, earliest: addWorkingDays(reportedOn, TERMINATION_WORKING_DAYS) }
  }
  return termination.earliest
}

/** @returns The district of the postcode, when a table is loaded that knows it. */
function checkPlace(
  { municipality, postcode }: Report,
  facts: Facts,
  errors: ItemError[],
  warnings: ItemWarningCode[],
): string | null {
  const place = facts.placeOf(postcode)
  if (place === undefined) return null
  if (place === null) {
    warnings.push('MUNICIPALITY_NOT_IN_POSTCODE_TABLE')
    return null
  }
  if (place.municipality === municipality) return place.district
  if (!place.others.includes(municipality)) {
    errors.push(itemError('MUNICIPALITY_MISMATCH', '/municipalityCode'))
  }
  return null
}

function checkMandate(item: Report, facts: Facts, errors: ItemError[]): string | undefined {
  const { creditor, municipality, sector } = item
  if (!checkSealingKey(item, facts, errors)) return undefined
  const answer = facts.authoriser.authorise({ creditor, municipality, sector, day: facts.today })
  if (answer.allowed) return answer.mandate.mandateId
  errors.push(itemError(answer.code, '/municipalityCode'))
  return undefined
}

/** @returns Whether the municipality takes part at all. */
function checkSealingKey({ municipality }: Report, facts: Facts, errors: ItemError[]): boolean {
  if (!facts.isKnownMunicipality(municipality)) {
    errors.push(itemError('UNKNOWN_MUNICIPALITY', '/municipalityCode'))
    return false
  }
  if (!facts.hasSealingKey(municipality)) {
    errors.push(itemError('SEALING_KEY_MISSING', '/municipalityCode'))
  }
  return true
}
