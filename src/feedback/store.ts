import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { FeedbackCode } from '../outcomes/index.js'
import type { Day } from '../kernel/calendar.js'

/** Something that a creditor is told, with its place in the order. */
export interface FeedbackRow {
  readonly number: string
  readonly position: number
  readonly feedback_id: string
  readonly municipality: string
  readonly notification_id: string
  readonly code: FeedbackCode
  readonly reported_on: Day
  readonly is_correction: boolean
}

/**
 * What a creditor is told after a place, in order of commit. In a transaction that names the creditor
 * or an agent of its; others find nothing.
 *
 * That help was accepted is told on the ground of a consent: once something else was said later, the
 * consent was withdrawn or the outcome corrected, and who had not read it yet does not learn it.
 */
export function selectFeedback(
  tx: Tx,
  creditor: string,
  afterNumber: number,
  afterPosition: number,
  limit: number,
): Promise<FeedbackRow[]> {
  return bulk<FeedbackRow>(
    tx,
    `SELECT number, position, feedback_id,
            coalesce(shown_municipality, municipality) AS municipality, notification_id, code, reported_on,
            is_correction
       FROM feedback_item f
      WHERE creditor = $1 AND (number, position) > ($2::bigint, $3::integer)
        AND (code <> 'HELP_ACCEPTED' OR NOT EXISTS (
              SELECT FROM feedback_item later
               WHERE later.creditor = $1 AND later.notification_id = f.notification_id
                 AND later.number > f.number))
      ORDER BY number, position LIMIT $4::integer`,
    [creditor, afterNumber, afterPosition, limit],
  )
}
