import type { Lapse } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import { type Day, workingDaysBetween } from '../../kernel/calendar.js'
import type { ClosedCase, UrgentRow } from './store.js'

type Schemas = components['schemas']

/** What became of an urgent notification since it came. */
export interface SinceIntake {
  readonly lapse: Lapse | undefined
  /** A resident disputes it. */
  readonly isDisputed: boolean
}

/** A case as an item names it. */
type CaseNow = Pick<ClosedCase, 'caseId' | 'month'> & {
  readonly status: ClosedCase['status'] | undefined
}

/** What an item changes beside what it names. */
export interface Changed {
  /**
   * The case that it is worked on in, as it stands now: of a closed feed that of what it names, or else
   * of what it takes back; before that the one of the running month, which stands as the item does.
   */
  readonly inCase: CaseNow | undefined
  /** Of a withdrawal: ids of the same creditor. */
  readonly takesBack: readonly string[]
}

/** As the contract has it; no debt is reported that often. */
const MOST_TAKEN_BACK = 1000

/**
 * One item of the urgent lane as its municipality sees it: of the notification what the mandate
 * entitles to, its envelope unless it lost its ground, and how long there is.
 *
 * @param changed What the item changes beside what it names.
 */
export function urgentItem(
  row: UrgentRow,
  since: SinceIntake,
  { inCase, takesBack }: Changed,
  today: Day,
): Schemas['UrgentItem'] {
  const { deadline_on: deadlineOn } = row
  return {
    urgentId: row.urgent_id,
    intakeNumber: Number(row.intake_number),
    issuedAt: new Date(row.issued_at).toISOString(),
    reason: row.reason,
    ...(row.ground !== null && { ground: row.ground as Schemas['CrisisGround'] }),
    ...(deadlineOn !== null && {
      deadlineOn,
      deadlineWorkingDays: workingDaysBetween(today, deadlineOn),
    }),
    statusAtPull: statusOf(row, since.lapse),
    ...(inCase !== undefined && {
      caseId: inCase.caseId,
      caseMonth: inCase.month,
      caseStatus: inCase.status ?? statusOf(row, since.lapse),
    }),
    ...(takesBack.length > 0 && { takesBack: takesBack.slice(0, MOST_TAKEN_BACK) }),
    notification: notificationOf(row, since),
  }
}

/** Whether the item's envelope is handed out, and if not, why. */
export function withheldOf(
  row: UrgentRow,
  lapse: Lapse | undefined,
): Schemas['Withheld'] | undefined {
  return lapse ?? (row.jwe === null ? 'PURGED' : undefined)
}

function statusOf({ kind }: UrgentRow, lapse: Lapse | undefined): Schemas['StatusAtPull'] {
  if (kind === 'WITHDRAWAL' || (lapse !== undefined && lapse !== 'CORRECTED')) return 'WITHDRAWN'
  return kind === 'CORRECTION' || lapse === 'CORRECTED' ? 'UPDATED' : 'NEW'
}

function notificationOf(row: UrgentRow, since: SinceIntake): Schemas['UrgentNotification'] {
  const may = (field: string) => row.entitled_fields.includes(field)
  const identifying = {
    notificationId: row.notification_id,
    creditorId: row.creditor,
    ...(row.agreement_id !== null && { agreementId: row.agreement_id }),
    ...(row.creditor_name !== null && may('creditorName') && { creditorName: row.creditor_name }),
    kind: row.kind,
    ...(row.predecessor_id !== null && { predecessorId: row.predecessor_id }),
    reportedOn: row.reported_on,
  }
  if (row.kind === 'WITHDRAWAL') {
    const { withdrawal_reason: withdrawalReason } = row
    return { ...identifying, ...(withdrawalReason !== null && { withdrawalReason }) }
  }
  const { oldest_due_on: oldestDueOn, planned_termination_on: plannedTerminationOn } = row
  return {
    ...identifying,
    sector: row.sector,
    ...(may('arrearsCents') && { arrearsCents: Number(row.arrears_cents) }),
    ...(may('oldestDueOn') && oldestDueOn !== null && { oldestDueOn }),
    crisis: row.crisis,
    ...(row.crisis_ground !== null && {
      crisisGround: row.crisis_ground as Schemas['CrisisGround'],
    }),
    ...(plannedTerminationOn !== null && { plannedTerminationOn }),
    sealedIdentity: sealedOf(row, since),
  }
}

function sealedOf(row: UrgentRow, { lapse, isDisputed }: SinceIntake): Schemas['SealedIdentity'] {
  const withheld = withheldOf(row, lapse)
  const known = { digest: row.digest ?? '', ...(isDisputed && { disputed: true }) }
  if (withheld !== undefined) return { ...known, withheld }
  return { ...known, deliveryKeyId: row.delivery_key ?? '', jwe: row.jwe ?? '' }
}
