import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { PauseRefusal } from '../pause.js'

/** What a creditor answered: until when it waits, or why it does not. */
export type GivenAnswer =
  | { readonly status: 'CONFIRMED'; readonly untilOn: Day }
  | { readonly status: 'DECLINED'; readonly refusal: PauseRefusal }

/** Keeps an answer; false when the ask does not stand any more. */
export async function updateAnswer(
  tx: Tx,
  pauseId: string,
  answer: GivenAnswer,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE collection_pause
        SET status = $2, until_on = $3::date, decline_reason = $4, answered_at = $5::timestamptz,
            read_at = coalesce(read_at, $5::timestamptz)
      WHERE pause_id = $1::uuid AND status = 'ASKED' RETURNING pause_id`,
    [
      pauseId,
      answer.status,
      answer.status === 'CONFIRMED' ? answer.untilOn : null,
      answer.status === 'DECLINED' ? answer.refusal : null,
      at,
    ],
  )
  return rows.length === 1
}
