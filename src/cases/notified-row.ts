import type { Kind, WithdrawalReason } from '../debts/index.js'
import type { Day, Month } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import { FIELD, nameTagOf } from '../linkage/index.js'
import type { Notified } from './notified.js'

/** What every statement reads; names and spellings are the database's. */
interface CommonRow {
  creditor: string
  notification_id: string
  month: string
  kind: Kind
  sector: Sector
  arrears_cents: string | null
  reported_on: Day
  predecessor_id: string | null
  withdrawal_reason: WithdrawalReason | null
  subject: string | null
  customer: string | null
}

/** A notification of an earlier month: no evidence, and pseudonyms as hexadecimal texts. */
export interface LookBackRow extends CommonRow {
  address: string | null
  addition: string | null
  /** Null when keyed under another epoch than the run's. */
  tags: number | null
  presence: number
}

/** A notification with everything that matching and feeds look at. */
export interface FullRow extends CommonRow {
  crisis: boolean
  crisis_ground: string | null
  planned_termination_on: Day | null
  oldest_due_on: Day | null
  address: Buffer | null
  addition: Buffer | null
  evidence: Buffer | null
  presence: number
  tags: number
  has_phone: boolean
  has_email: boolean
  district: string | null
  mandate_id: string
  business: boolean
}

/** Written out instead of spread: it runs for every notification of the look-back. */
export function lookBackNotified(row: LookBackRow): Notified {
  return {
    creditor: row.creditor,
    notificationId: row.notification_id,
    month: row.month.slice(0, 7) as Month,
    kind: row.kind,
    sector: row.sector,
    crisis: false,
    crisisGround: null,
    plannedTerminationOn: null,
    arrearsCents: Number(row.arrears_cents),
    oldestDueOn: null,
    reportedOn: row.reported_on,
    predecessorId: row.predecessor_id,
    withdrawalReason: row.withdrawal_reason,
    address: row.address,
    addition: row.addition,
    subject: row.subject,
    customer: row.customer,
    evidence: null,
    nameTag: nameTagFrom(row.presence, row.tags),
    hasPhone: false,
    hasEmail: false,
    isBusinessSuspected: false,
    district: null,
    mandateId: null,
  }
}

/** As `lookBackNotified`, with evidence. */
export function fullNotified(row: FullRow): Notified {
  const { address, addition, evidence, presence, tags } = row
  return {
    creditor: row.creditor,
    notificationId: row.notification_id,
    month: row.month.slice(0, 7) as Month,
    kind: row.kind,
    sector: row.sector,
    crisis: row.crisis,
    crisisGround: row.crisis_ground,
    plannedTerminationOn: row.planned_termination_on,
    arrearsCents: Number(row.arrears_cents),
    oldestDueOn: row.oldest_due_on,
    reportedOn: row.reported_on,
    predecessorId: row.predecessor_id,
    withdrawalReason: row.withdrawal_reason,
    address: address === null ? null : address.toString('hex'),
    addition: addition === null ? null : addition.toString('hex'),
    subject: row.subject,
    customer: row.customer,
    evidence: evidence === null ? null : { evidence, presence, tags, address, addition },
    nameTag: nameTagFrom(presence, tags),
    hasPhone: row.has_phone,
    hasEmail: row.has_email,
    isBusinessSuspected: row.business,
    district: row.district,
    mandateId: row.mandate_id,
  }
}

const NAME = FIELD.surname | FIELD.initial

function nameTagFrom(presence: number, tags: number | null): number | null {
  return tags === null || (presence & NAME) !== NAME ? null : nameTagOf(tags)
}
