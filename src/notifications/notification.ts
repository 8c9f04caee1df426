import type { components } from '../generated/openapi.js'
import type { RestrictedField } from '../legal-basis/rule.js'
import { isUuid } from '../kernel/identifiers.js'
import type { Day } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'

type Schemas = components['schemas']

/** An item that fits the schema of a kind with a person. */
export type ReportItem = Exclude<Schemas['Notification'], Schemas['NotificationWithdrawal']>
/** An item that fits the schema of a withdrawal. */
export type WithdrawalItem = Schemas['NotificationWithdrawal']
/** An item that fits the schema of its kind. */
export type Item = ReportItem | WithdrawalItem

/** What one notification is known by. */
export interface ItemName {
  readonly creditor: string
  readonly notificationId: string
}

/** Everything of an item that rules look at; no person in it. */
export interface Report extends ItemName {
  readonly kind: ReportItem['kind']
  readonly municipality: string
  readonly sector: Sector
  readonly predecessorId: string | undefined
  readonly crisis: boolean
  readonly crisisGround: string | undefined
  readonly plannedTerminationOn: Day | undefined
  readonly warmHandover: boolean
  readonly arrearsCents: number
  readonly oldestDueOn: Day
  readonly reportedOn: Day
  readonly attestations: Schemas['Attestations']
  /** For looking it up in the postcode table. */
  readonly postcode: string
  /** Members present that only some legal bases allow. */
  readonly restrictedFields: readonly RestrictedField[]
  readonly hasPhone: boolean
  readonly hasEmail: boolean
}

/** A withdrawal: ids, municipality, reason and day, and nothing else. */
export interface Withdrawal extends ItemName {
  readonly kind: 'WITHDRAWAL'
  readonly municipality: string
  readonly predecessorId: string
  readonly withdrawalReason: WithdrawalItem['withdrawalReason']
  readonly reportedOn: Day
}

/** One notification as the rules see it. */
export type Notification = Report | Withdrawal

const NONE: readonly RestrictedField[] = []

/** Reads an item that fits the contract's schema of its kind; days were checked there. */
export function toNotification(item: Item): Notification {
  if (item.kind === 'WITHDRAWAL') {
    return {
      creditor: item.creditorId,
      notificationId: item.notificationId,
      kind: item.kind,
      municipality: item.municipalityCode,
      predecessorId: item.predecessorId,
      withdrawalReason: item.withdrawalReason,
      reportedOn: item.reportedOn as Day,
    }
  }
  return {
    creditor: item.creditorId,
    notificationId: item.notificationId,
    kind: item.kind,
    municipality: item.municipalityCode,
    sector: item.sector,
    predecessorId: 'predecessorId' in item ? item.predecessorId : undefined,
    crisis: item.crisis,
    crisisGround: item.crisisGround,
    plannedTerminationOn: item.plannedTerminationOn as Day | undefined,
    warmHandover: item.warmHandover ?? false,
    arrearsCents: item.arrearsCents,
    oldestDueOn: item.oldestDueOn as Day,
    reportedOn: item.reportedOn as Day,
    attestations: item.attestations,
    postcode: item.address.postcode,
    restrictedFields: restrictedFieldsOf(item),
    hasPhone: (item.phone?.length ?? 0) > 0,
    hasEmail: (item.email?.length ?? 0) > 0,
  }
}

/**
 * What an item that does not fit its schema is called, as far as that can be read: an identifier is
 * given back only in the one form the contract allows.
 */
export function nameOf(item: unknown): Partial<ItemName> {
  if (typeof item !== 'object' || item === null) return {}
  const { notificationId, creditorId } = item as Record<string, unknown>
  return {
    ...(typeof notificationId === 'string' && isUuid(notificationId) && { notificationId }),
    ...(typeof creditorId === 'string' && PARTY.test(creditorId) && { creditor: creditorId }),
  }
}

const PARTY = /^([0-9A-Z]{20}|VS-[0-9A-HJKMNP-TV-Z]{12})$/

function restrictedFieldsOf(item: ReportItem): readonly RestrictedField[] {
  const { birthDate, bsn } = item.person
  if (birthDate === undefined && bsn === undefined && item.customerReference === undefined) {
    return NONE
  }
  const fields: RestrictedField[] = []
  if (birthDate !== undefined) fields.push('birthDate')
  if (bsn !== undefined) fields.push('bsn')
  if (item.customerReference !== undefined) fields.push('customerReference')
  return fields
}
