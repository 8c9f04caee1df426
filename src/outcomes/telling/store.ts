import { booleanArray, integerArray, plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { FeedbackCode } from '../feedback-policy.js'
import type { Listed } from '../judge.js'

/** Something that a creditor is told. */
export interface FeedbackRow extends Listed {
  readonly feedbackId: string
  /** Number of the entry in the creditor's partition of the log, and the place within it. */
  readonly number: number
  readonly position: number
  readonly code: FeedbackCode
  readonly isCorrection: boolean
  readonly shownAs: MunicipalityCode | null
}

/** Puts feedback where creditors read it. */
export async function insertFeedback(
  tx: Tx,
  municipality: MunicipalityCode,
  { on, policy }: { readonly on: Day; readonly policy: string },
  rows: readonly FeedbackRow[],
): Promise<void> {
  if (rows.length === 0) return
  await bulk(
    tx,
    `INSERT INTO feedback_item (municipality, reported_on, policy, creditor, number, position,
                                feedback_id, notification_id, code, is_correction,
                                shown_municipality)
     SELECT $1, $2::date, $3, * FROM unnest($4::text[], $5::bigint[], $6::integer[], $7::uuid[],
                                            $8::uuid[], $9::text[], $10::boolean[], $11::text[])`,
    [
      municipality,
      on,
      policy,
      plainArray(rows.map(({ creditor }) => creditor)),
      integerArray(rows.map(({ number }) => number)),
      integerArray(rows.map(({ position }) => position)),
      plainArray(rows.map(({ feedbackId }) => feedbackId)),
      plainArray(rows.map(({ notificationId }) => notificationId)),
      plainArray(rows.map(({ code }) => code)),
      booleanArray(rows.map(({ isCorrection }) => isCorrection)),
      plainArray(rows.map(({ shownAs }) => shownAs)),
    ],
  )
}
