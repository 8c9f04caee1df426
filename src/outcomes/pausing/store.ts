import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** An ask for a pause that a creditor has not answered. */
export interface OpenAsk {
  readonly pause_id: string
  readonly case_id: string
  readonly creditor: string
  /** Municipality that the creditor reported to, when it may not know that another has it by now. */
  readonly shown_municipality: MunicipalityCode | null
}

/** Asks about cases that nobody answered yet, in the order of asking. */
export function selectOpenAsks(
  tx: Tx,
  municipality: MunicipalityCode,
  caseIds: readonly string[],
): Promise<OpenAsk[]> {
  return bulk<OpenAsk>(
    tx,
    `SELECT pause_id, case_id, creditor, shown_municipality FROM collection_pause
      WHERE municipality = $1 AND case_id IN (SELECT unnest($2::uuid[])) AND status = 'ASKED'
      ORDER BY seq`,
    [municipality, plainArray(caseIds)],
  )
}

/** Ends asks that a consent no longer covers; those that were answered meanwhile stay. */
export function withdrawAsks(
  tx: Tx,
  municipality: MunicipalityCode,
  pauseIds: readonly string[],
  at: Date,
): Promise<{ readonly pause_id: string }[]> {
  return bulk<{ readonly pause_id: string }>(
    tx,
    `UPDATE collection_pause
        SET status = 'WITHDRAWN', withdrawn_at = $3::timestamptz, withdrawn_for = 'CONSENT'
      WHERE municipality = $1 AND pause_id IN (SELECT unnest($2::uuid[])) AND status = 'ASKED'
      RETURNING pause_id`,
    [municipality, plainArray(pauseIds), at],
  )
}
