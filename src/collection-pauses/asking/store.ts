import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'

/** No request of a resident is registered at the municipality until the transaction ends. */
export async function lockRights(tx: Tx, municipality: MunicipalityCode): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock_shared(hashtext('rights'), hashtext($1))`, [
    municipality,
  ])
}

/** Whether a resident had a notification of the municipality's erased. */
export async function isErased(
  tx: Tx,
  { creditor, notificationId }: { readonly creditor: string; readonly notificationId: string },
): Promise<boolean> {
  const [row] = await bulk<{ erased: boolean }>(
    tx,
    'SELECT pause_is_erased($1, $2::uuid) AS erased',
    [creditor, notificationId],
  )
  return row?.erased === true
}

/** Writes down what days went by about a notification, so that it can be asked about anew. */
export async function updateOverdue(
  tx: Tx,
  municipality: MunicipalityCode,
  { creditor, notificationId }: { readonly creditor: string; readonly notificationId: string },
  today: Day,
): Promise<void> {
  await bulk(
    tx,
    `UPDATE collection_pause SET status = CASE status WHEN 'ASKED' THEN 'EXPIRED' ELSE 'ENDED' END
      WHERE municipality = $1 AND creditor = $2 AND notification_id = $3::uuid
        AND (status = 'ASKED' AND answer_by < $4::date
          OR status = 'CONFIRMED' AND until_on < $4::date)`,
    [municipality, creditor, notificationId, today],
  )
}

/** An ask as it is kept. */
export interface NewPause {
  readonly pauseId: string
  readonly askedBy: PartyId
  readonly month: Month
  readonly caseId: string
  readonly creditor: string
  readonly notificationId: string
  readonly shownAs: MunicipalityCode | null
  readonly months: number
  readonly digest: Buffer
  readonly askedAt: Date
  readonly answerBy: Day
}

/** Keeps an ask; false when its id was used, or something stands about the notification already. */
export async function insertPause(
  tx: Tx,
  municipality: MunicipalityCode,
  one: NewPause,
): Promise<boolean> {
  const kept = await bulk(
    tx,
    `INSERT INTO collection_pause (pause_id, municipality, asked_by, month, case_id, creditor,
                                   notification_id, shown_municipality, months, digest, status,
                                   asked_at, answer_by)
     VALUES ($1::uuid, $2, $3, $4::date, $5::uuid, $6, $7::uuid, $8, $9::smallint, $10::bytea, 'ASKED',
             $11::timestamptz, $12::date)
     ON CONFLICT DO NOTHING RETURNING pause_id`,
    [
      one.pauseId,
      municipality,
      one.askedBy,
      firstDayOf(one.month),
      one.caseId,
      one.creditor,
      one.notificationId,
      one.shownAs,
      one.months,
      one.digest,
      one.askedAt,
      one.answerBy,
    ],
  )
  return kept.length === 1
}

/** Takes a pause back; false when it does not stand any more. */
export async function withdrawPause(
  tx: Tx,
  municipality: MunicipalityCode,
  pauseId: string,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE collection_pause
        SET status = 'WITHDRAWN', withdrawn_at = $3::timestamptz, withdrawn_for = 'MUNICIPALITY'
      WHERE municipality = $1 AND pause_id = $2::uuid AND status IN ('ASKED', 'CONFIRMED')
      RETURNING pause_id`,
    [municipality, pauseId, at],
  )
  return rows.length === 1
}
