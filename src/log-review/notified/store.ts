import { plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Agreement, NotifiedMarks } from './apart.js'

/** A notification about a household, as its officer sees it: how far it has come, and no person. */
export interface NotifiedFact {
  readonly creditor: string
  readonly notificationId: string
  readonly sector: string
  readonly acceptedAt: Date
  /** How far it has come at the municipality. */
  readonly status: 'RECEIVED' | 'DELIVERED' | 'CLOSED' | 'WITHDRAWN' | 'STOPPED'
  /** Case that it was delivered in; null while it is in none. */
  readonly caseId: string | null
  /** The place of that case as the log names it, `feed/2026-08/3`; null while it is in none. */
  readonly place: string | null
  /** Whether it is about the resident who was asked about; `OTHER` of everybody with another name. */
  readonly agrees: Agreement
}

/** A notification as it is kept, before it is said whom it is about. */
export type KeptNotification = Omit<NotifiedFact, 'agrees'> & NotifiedMarks

/**
 * Notifications by name, as far as the transaction's officer reviews their municipality; oldest first.
 *
 * @param names `creditor/notification`, as entries of intake refer to them.
 */
export async function selectNotified(
  tx: Tx,
  names: readonly string[],
): Promise<KeptNotification[]> {
  if (names.length === 0) return []
  const pairs = names.map((name) => name.split('/'))
  const rows = await bulk<{
    creditor: string
    notification_id: string
    sector: string
    accepted_at: string
    status: NotifiedFact['status']
    case_id: string | null
    place: string | null
    epoch: number | null
    subject: Buffer | null
    addition: Buffer | null
  }>(
    tx,
    `SELECT n.creditor, n.notification_id, n.sector, n.accepted_at,
            CASE WHEN EXISTS (SELECT FROM rights_hold h
                               WHERE h.municipality = n.municipality AND h.creditor = n.creditor
                                 AND h.notification_id = n.notification_id
                                 AND h.lifted_at IS NULL AND h.withheld IS NOT NULL) THEN 'STOPPED'
                 WHEN EXISTS (SELECT FROM notification w
                               WHERE w.municipality = n.municipality AND w.creditor = n.creditor
                                 AND w.predecessor_id = n.notification_id
                                 AND w.kind = 'WITHDRAWAL') THEN 'WITHDRAWN'
                 WHEN o.closed_on IS NOT NULL THEN 'CLOSED'
                 WHEN i.case_id IS NOT NULL THEN 'DELIVERED' ELSE 'RECEIVED' END AS status,
            i.case_id, 'feed/' || to_char(i.month, 'YYYY-MM') || '/' || i.position AS place,
            n.epoch, n.subject_pseudonym AS subject, n.addition_pseudonym AS addition
       FROM unnest($1::text[], $2::uuid[]) AS u (creditor, id)
       JOIN notification n ON n.creditor = u.creditor AND n.notification_id = u.id
        AND n.municipality IN (SELECT reviewed_municipalities())
       LEFT JOIN LATERAL (SELECT i.case_id, i.month, i.position FROM feed_item i
                           WHERE i.municipality = n.municipality AND i.month = n.month
                             AND n.notification_id = ANY (i.notification_ids) LIMIT 1) i ON true
       LEFT JOIN LATERAL (SELECT o.closed_on FROM outcome o
                           WHERE o.municipality = n.municipality AND o.month = n.month
                             AND o.case_id = i.case_id ORDER BY o.version DESC LIMIT 1) o ON true
      ORDER BY n.accepted_at, n.creditor, n.notification_id`,
    [
      textArray(pairs.map(([creditor = '']) => creditor)),
      plainArray(pairs.map(([, id = '']) => id)),
    ],
  )
  return rows.map((row) => ({
    creditor: row.creditor,
    notificationId: row.notification_id,
    sector: row.sector,
    acceptedAt: new Date(row.accepted_at),
    status: row.status,
    caseId: row.case_id,
    place: row.place,
    epoch: row.epoch,
    subject: row.subject,
    addition: row.addition,
  }))
}
