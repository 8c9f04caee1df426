import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { CaseStatus, Foldable } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import type { Day, Month } from '../../kernel/calendar.js'
import type { Sector } from '../../kernel/sector.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { PlacedNotification } from '../release/page.js'
import { CAME_AGAIN, PLACED_NOTIFICATIONS } from '../release/store.js'

/** One item of the lane with its notification, its envelope and what is known around it. */
export interface UrgentRow {
  readonly urgent_id: string
  readonly intake_number: string
  readonly position: number
  readonly reason: 'CRISIS' | 'END_OF_SUPPLY' | 'CORRECTION_AFTER_CLOSE' | 'WITHDRAWAL_AFTER_CLOSE'
  readonly ground: string | null
  readonly deadline_on: Day | null
  readonly issued_at: string
  readonly month: string
  /** The case under which it is worked on until its month is closed. */
  readonly case_id: string | null
  readonly is_closed: boolean
  readonly creditor: string
  readonly notification_id: string
  /** The agreement that its mandate came from, also when that has ended since. */
  readonly agreement_id: string | null
  /** The name that others may see, when the mandate entitles to it. */
  readonly creditor_name: string | null
  readonly entitled_fields: readonly string[]
  readonly kind: Foldable['kind']
  readonly sector: Sector
  readonly predecessor_id: string | null
  readonly withdrawal_reason: Foldable['withdrawalReason']
  readonly arrears_cents: string | null
  readonly oldest_due_on: Day | null
  readonly reported_on: Day
  readonly crisis: boolean
  readonly crisis_ground: string | null
  readonly planned_termination_on: Day | null
  readonly delivery_key: string | null
  readonly jwe: string | null
  /** Hexadecimal; null for a withdrawal, which has no envelope. */
  readonly digest: string | null
}

/**
 * Items of a municipality's lane that are not acknowledged, or whose envelope came once more since,
 * after a place, in order of commit.
 */
export function selectUrgent(
  tx: Tx,
  municipality: MunicipalityCode,
  afterNumber: number,
  afterPosition: number,
  limit: number,
): Promise<UrgentRow[]> {
  return bulk<UrgentRow>(
    tx,
    `SELECT u.urgent_id, u.intake_number, u.position, u.reason, u.ground, u.deadline_on,
            u.issued_at, u.month, u.case_id,
            EXISTS (SELECT FROM feed f WHERE f.municipality = u.municipality
                                         AND f.month = u.month) AS is_closed, u.creditor, u.notification_id, p.name AS creditor_name,
            m.agreement_id, coalesce(m.entitled_fields, '{}') AS entitled_fields, n.kind, n.sector,
            n.predecessor_id, n.withdrawal_reason, n.arrears_cents, n.oldest_due_on,
            n.reported_on, n.crisis, n.crisis_ground, n.planned_termination_on,
            e.delivery_key, e.jwe, encode(e.digest, 'hex') AS digest
       FROM urgent_item u
       JOIN notification n ON n.municipality = u.municipality AND n.month = u.month
        AND n.creditor = u.creditor AND n.notification_id = u.notification_id
       LEFT JOIN envelope e ON e.municipality = u.municipality AND e.month = u.month
        AND e.creditor = u.creditor AND e.notification_id = u.notification_id
       LEFT JOIN agreement m ON m.agreement_id = n.mandate_id
       LEFT JOIN party p ON p.id = u.creditor
      WHERE u.municipality = $1 AND (u.acknowledged_at IS NULL OR ${CAME_AGAIN})
        AND (u.intake_number, u.position) > ($2::bigint, $3::integer)
      ORDER BY u.intake_number, u.position LIMIT $4::integer`,
    [municipality, afterNumber, afterPosition, limit],
  )
}

/** A case of a closed feed, with what its standing depends on. */
export interface ClosedCase {
  readonly caseId: string
  readonly month: Month
  /** At closing. */
  readonly status: CaseStatus
  readonly notifications: readonly PlacedNotification[]
}

/** In which case of a closed feed a notification stands; those in none are left out. */
export async function selectCasesOf(
  tx: Tx,
  municipality: MunicipalityCode,
  named: readonly { readonly creditor: string; readonly notificationId: string }[],
): Promise<ReadonlyMap<string, ClosedCase>> {
  if (named.length === 0) return new Map()
  const rows = await bulk<{
    creditor: string
    notification_id: string
    case_id: string
    month: string
    status: CaseStatus
    notifications: PlacedNotification[]
  }>(
    tx,
    `SELECT DISTINCT ON (n.creditor, n.notification_id) n.creditor, n.notification_id, i.case_id,
            i.month, i.status, ${PLACED_NOTIFICATIONS} AS notifications
       FROM unnest($2::text[], $3::uuid[]) AS g (creditor, notification_id)
       JOIN notification n ON n.municipality = $1 AND n.creditor = g.creditor
        AND n.notification_id = g.notification_id
       JOIN feed_item i ON i.municipality = $1 AND i.month = n.month
        AND n.notification_id = ANY (i.notification_ids)
      ORDER BY n.creditor, n.notification_id, i.position`,
    [
      municipality,
      plainArray(named.map(({ creditor }) => creditor)),
      plainArray(named.map(({ notificationId }) => notificationId)),
    ],
  )
  return new Map(
    rows.map((row) => [
      `${row.creditor} ${row.notification_id}`,
      {
        caseId: row.case_id,
        month: row.month.slice(0, 7) as Month,
        status: row.status,
        notifications: row.notifications,
      },
    ]),
  )
}

type Notice = components['schemas']['RightsNotice']

/** Signed corrections that the municipality did not acknowledge yet, in order. */
export async function selectNotices(tx: Tx, municipality: MunicipalityCode): Promise<Notice[]> {
  const rows = await bulk<{ notice_id: string; statement: string; signature: string }>(
    tx,
    `SELECT notice_id, statement, signature FROM rights_notice
      WHERE municipality = $1 AND acknowledged_at IS NULL
      ORDER BY seq LIMIT 1000`,
    [municipality],
  )
  return rows.map(({ notice_id: noticeId, statement, signature }) => ({
    noticeId,
    statement: JSON.parse(statement) as Notice['statement'],
    signature,
  }))
}

/** Takes items and notices out of the lane; returns how many of the ids are in it or ever were. */
export async function acknowledgeUrgent(
  tx: Tx,
  municipality: MunicipalityCode,
  urgentIds: readonly string[],
  at: Date,
): Promise<number> {
  const ids = plainArray(urgentIds)
  await bulk(
    tx,
    `UPDATE urgent_item u SET acknowledged_at = $3::timestamptz
      WHERE u.municipality = $1 AND u.urgent_id IN (SELECT unnest($2::uuid[]))
        AND (u.acknowledged_at IS NULL OR ${CAME_AGAIN})`,
    [municipality, ids, at],
  )
  const noticed = await bulk(
    tx,
    `UPDATE rights_notice SET acknowledged_at = $3::timestamptz
      WHERE municipality = $1 AND notice_id IN (SELECT unnest($2::uuid[]))
        AND acknowledged_at IS NULL RETURNING notice_id`,
    [municipality, ids, at],
  )
  if (noticed.length > 0) {
    await bulk(tx, 'SELECT rights_acknowledged($1::uuid[], $2::timestamptz)', [ids, at])
  }
  const [row] = await bulk<{ known: string }>(
    tx,
    `SELECT (SELECT count(*) FROM urgent_item
              WHERE municipality = $1 AND urgent_id IN (SELECT unnest($2::uuid[])))
          + (SELECT count(*) FROM rights_notice
              WHERE municipality = $1 AND notice_id IN (SELECT unnest($2::uuid[]))) AS known`,
    [municipality, ids],
  )
  return Number(row?.known ?? 0)
}
