import { bytesArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { RightsSubject } from '../../identity/index.js'
import { monthOf, type Day } from '../../kernel/calendar.js'
import type { Reached } from '../requests/store.js'

/**
 * What the municipality took over from others that is about a person. Its notifications stand with
 * whoever received them; they are found by the logs of those, under the keys of those.
 */
export async function selectTakenOver(
  tx: Tx,
  municipality: string,
  { elsewhere }: Pick<RightsSubject, 'elsewhere'>,
): Promise<Reached[]> {
  const found: Reached[] = []
  const senders = await bulk<{ municipality: string }>(
    tx,
    'SELECT municipality FROM transferred_from($1) ORDER BY 1',
    [municipality],
  )
  for (const sender of senders) {
    const persons = elsewhere(sender.municipality)
    const rows = await bulk<{
      creditor: string
      notification_id: string
      month: Day
      case_id: string | null
    }>(
      tx,
      `SELECT r.creditor, r.notification_id, r.month, i.case_id
         FROM transferred_reached($1, $2, $3::bytea[], $4::bytea[]) r
         LEFT JOIN LATERAL (SELECT i.case_id FROM feed_item i
                             WHERE i.municipality = $1 AND i.month = r.month
                               AND r.notification_id = ANY (i.notification_ids) LIMIT 1) i ON true
        ORDER BY r.month, r.creditor, r.notification_id`,
      [
        municipality,
        sender.municipality,
        bytesArray(persons.map(({ household }) => household)),
        bytesArray(persons.map(({ person }) => person)),
      ],
    )
    found.push(
      ...rows.map((row) => ({
        creditor: row.creditor,
        notificationId: row.notification_id,
        month: monthOf(row.month),
        caseId: row.case_id,
        // It was opened there before it was accepted.
        isTold: true,
      })),
    )
  }
  return found
}
