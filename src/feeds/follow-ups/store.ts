import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Foldable } from '../../cases/index.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'

interface FollowUpRow {
  creditor: string
  notification_id: string
  month: string
  kind: Foldable['kind']
  reported_on: Day
  predecessor_id: string
  withdrawal_reason: Foldable['withdrawalReason']
}

/**
 * What says something about another notification, from a month on: corrections, withdrawals, …; what
 * stands before that month between a withdrawal and the rest of its debt; and withdrawals and
 * corrections, which came in elsewhere, of what was taken over.
 */
export async function selectFollowUps(
  tx: Tx,
  municipality: MunicipalityCode,
  from: Month,
): Promise<Foldable[]> {
  const rows = await bulk<FollowUpRow>(
    tx,
    `WITH RECURSIVE debt AS (
       SELECT creditor, predecessor_id AS notification_id FROM notification
        WHERE municipality = $1 AND month >= $2::date AND kind = 'WITHDRAWAL'
        UNION
       SELECT d.creditor, x.notification_id
         FROM debt d
        CROSS JOIN LATERAL (
          SELECT n.predecessor_id AS notification_id
            FROM notification_key k
            JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
             AND n.creditor = k.creditor AND n.notification_id = k.notification_id
           WHERE k.creditor = d.creditor AND k.notification_id = d.notification_id
             AND n.predecessor_id IS NOT NULL
           UNION ALL
          SELECT s.notification_id FROM notification s
           WHERE s.predecessor_id = d.notification_id AND s.creditor = d.creditor
             AND s.municipality = $1 AND s.month < $2::date AND s.kind <> 'WITHDRAWAL') x)
     SELECT creditor, notification_id, month, kind, reported_on, predecessor_id, withdrawal_reason
       FROM notification
      WHERE municipality = $1 AND month >= $2::date AND predecessor_id IS NOT NULL
      UNION ALL
     SELECT n.creditor, n.notification_id, n.month, n.kind, n.reported_on, n.predecessor_id,
            n.withdrawal_reason
       FROM debt d
       JOIN notification_key k ON k.creditor = d.creditor AND k.notification_id = d.notification_id
       JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
        AND n.creditor = k.creditor AND n.notification_id = k.notification_id
      WHERE n.municipality = $1 AND n.month < $2::date AND n.predecessor_id IS NOT NULL
      UNION ALL
     SELECT creditor, notification_id, month, kind, reported_on, predecessor_id, withdrawal_reason
       FROM transferred_withdrawals($1)`,
    [municipality, firstDayOf(from)],
  )
  return rows.map((row) => ({
    creditor: row.creditor,
    notificationId: row.notification_id,
    month: row.month.slice(0, 7) as Month,
    kind: row.kind,
    reportedOn: row.reported_on,
    predecessorId: row.predecessor_id,
    withdrawalReason: row.withdrawal_reason,
  }))
}
