import { plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { NewRequest } from '../requests/store.js'

/**
 * Under which code the creditor of each notification reads of it, in the order given: null for the code
 * of the municipality itself, and for what was taken over without the creditor being let know, the
 * code of the one that it reported to.
 */
export async function selectShownAs(
  tx: Tx,
  municipality: string,
  reached: readonly { readonly creditor: string; readonly notificationId: string }[],
): Promise<(string | null)[]> {
  const rows = await bulk<{ shown_as: string | null }>(
    tx,
    `SELECT transfer_shown_as($1, n.creditor, n.id) AS shown_as
       FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS n (creditor, id, place)
      ORDER BY n.place`,
    [
      municipality,
      textArray(reached.map(({ creditor }) => creditor)),
      plainArray(reached.map(({ notificationId }) => notificationId)),
    ],
  )
  return rows.map((row) => row.shown_as)
}

/** Something that a creditor is told; `number` is that of the entry in its partition. */
export interface Telling {
  readonly creditor: string
  readonly number: number
  readonly position: number
  readonly feedbackId: string
  readonly notificationId: string
  /** Municipality that the creditor reads of instead, where it may not know of a transfer. */
  readonly shownAs: string | null
  readonly code: 'STOPPED_ON_REQUEST' | 'RESUMED_ON_REQUEST'
}

/** Puts it where creditors read what they are told. */
export async function insertTellings(
  tx: Tx,
  { municipality, policy }: Pick<NewRequest, 'municipality' | 'policy'>,
  on: Day,
  rows: readonly Telling[],
): Promise<void> {
  for (const row of rows) {
    await bulk(
      tx,
      `INSERT INTO feedback_item (municipality, reported_on, policy, creditor, number, position,
                                  feedback_id, notification_id, code, is_correction,
                                  shown_municipality)
       VALUES ($1, $2::date, $3, $4, $5::bigint, $6::integer, $7::uuid, $8::uuid, $9, $10::boolean,
               $11)`,
      [
        municipality,
        on,
        policy,
        row.creditor,
        row.number,
        row.position,
        row.feedbackId,
        row.notificationId,
        row.code,
        row.code === 'RESUMED_ON_REQUEST',
        row.shownAs,
      ],
    )
  }
}
