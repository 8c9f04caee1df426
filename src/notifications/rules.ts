import { repetition, type Repeat } from '../debts/index.js'
import type { Day } from '../kernel/calendar.js'
import { checkAttestations } from './attestations.js'
import { checkMandate, checkPlace, checkSealingKey } from './entitlement.js'
import type { Facts } from './facts.js'
import type { Notification, Report, Withdrawal } from './notification.js'
import { checkPredecessor, checkRedelivery, pastOf, type Earlier } from './predecessor.js'
import { itemError, MOST_ITEM_ERRORS, type ItemError, type ItemWarningCode } from './reasons.js'
import { warnOf } from './warnings.js'

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
      readonly repeat?: Repeat | undefined
    }
  | { readonly accepted: false; readonly errors: readonly ItemError[] }

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
  readonly repeat?: Repeat | undefined
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
  const repeat = repeatedBy(item, earlier, facts)
  warnOf(item, repeat, warnings)
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
    repeat,
  }
}

/** A correction stands in the place of what it names; everything else repeats it. */
function repeatedBy(item: Report, earlier: Earlier | undefined, facts: Facts): Repeat | undefined {
  if (item.kind === 'CORRECTION') return undefined
  if (item.predecessorId === undefined) return facts.repeatedBy(item)
  if (earlier?.arrearsCents === undefined) return undefined
  const { arrearsCents } = earlier
  return repetition(item, { notificationId: item.predecessorId, arrearsCents })
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
