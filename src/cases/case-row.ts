import { createHash } from 'node:crypto'
import type { MatchClass } from './case.js'
import type { CaseStatus, MatchedCase } from './match.js'
import type { Urgency } from './urgency.js'

/** A case as it is stored: lists as texts, so that a column of them is one array. */
export interface CaseRow {
  readonly caseId: string
  readonly matchClass: MatchClass
  /** Separated by spaces, as codes have none. */
  readonly sectors: string
  readonly notificationCount: number
  readonly consecutiveMonths: number
  readonly totalArrearsCents: number
  readonly urgency: Urgency
  readonly deadlineOn: string | null
  readonly workBin: string
  /** JSON. */
  readonly reasons: string
  readonly ruleVersion: string
  /** Separated by spaces. */
  readonly quality: string
  readonly district: string | null
  readonly status: CaseStatus
  /** JSON: who belongs to the case, and what the run found out about each. */
  readonly notifications: string
}

/** Turns a case into its row. Equal cases give equal texts: members are written in a fixed order. */
export function caseRow(found: MatchedCase): CaseRow {
  return {
    caseId: found.caseId,
    matchClass: found.matchClass,
    sectors: found.sectors.join(' '),
    notificationCount: found.notificationCount,
    consecutiveMonths: found.consecutiveMonths,
    totalArrearsCents: found.totalArrearsCents,
    urgency: found.urgency,
    deadlineOn: found.deadlineOn,
    workBin: found.workBin,
    reasons: JSON.stringify(found.reasons),
    ruleVersion: found.ruleVersion,
    quality: found.quality.join(' '),
    district: found.district,
    status: found.status,
    notifications: JSON.stringify(
      found.notifications.map((listed) => ({
        creditor: listed.notified.creditor,
        notificationId: listed.notified.notificationId,
        month: listed.notified.month,
        person: listed.person ?? undefined,
        repeatOf: listed.repeatOf ?? undefined,
        amountTrendCents: listed.amountTrendCents ?? undefined,
        status: listed.isWithdrawn ? 'WITHDRAWN' : 'CURRENT',
      })),
    ),
  }
}

/**
 * SHA-256 over the rows in their order: equal for equal notifications, whatever their order of
 * arrival. 32 bytes.
 */
export function digestOf(rows: readonly CaseRow[]): Buffer {
  const digest = createHash('sha256')
  for (const row of rows) digest.update(`${Object.values(row).join('\u001f')}\u001e`)
  return digest.digest()
}
