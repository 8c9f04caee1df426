import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Day, Month } from '../kernel/calendar.js'
import { firstDayOf } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/index.js'
import type { AskedRow, PauseRow } from './view.js'

const ASKED = `pause_id, seq, municipality, asked_by, creditor, notification_id, shown_municipality, months,
  status, asked_at, answer_by, read_at, answered_at, until_on, decline_reason, withdrawn_at`
const WHOLE = `${ASKED}, month, case_id, digest, withdrawn_for`

/** A pause of the municipality; `undefined` when it is none of its. */
export async function selectPause(
  tx: Tx,
  municipality: MunicipalityCode,
  pauseId: string,
): Promise<PauseRow | undefined> {
  const rows = await bulk<PauseRow>(
    tx,
    `SELECT ${WHOLE} FROM collection_pause WHERE municipality = $1 AND pause_id = $2::uuid`,
    [municipality, pauseId],
  )
  return rows[0]
}

/** What the municipality asked after a place, in the order of asking. */
export function selectPauses(
  tx: Tx,
  municipality: MunicipalityCode,
  after: number,
  limit: number,
): Promise<PauseRow[]> {
  return bulk<PauseRow>(
    tx,
    `SELECT ${WHOLE} FROM collection_pause WHERE municipality = $1 AND seq > $2::bigint
      ORDER BY seq LIMIT $3::integer`,
    [municipality, after, limit],
  )
}

/** What the municipality asked about one case, newest first. */
export function selectOfCase(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
): Promise<PauseRow[]> {
  return bulk<PauseRow>(
    tx,
    `SELECT ${WHOLE} FROM collection_pause
      WHERE municipality = $1 AND month = $2::date AND case_id = $3::uuid
      ORDER BY seq DESC LIMIT 1000`,
    [municipality, firstDayOf(month), caseId],
  )
}

/**
 * What stands with a creditor after a place: what can be answered, pauses that run, and what was
 * withdrawn of that which it had read. In a transaction that names the creditor or an agent of its.
 */
export function selectAsked(
  tx: Tx,
  creditor: string,
  { today, withdrawnSince }: { readonly today: Day; readonly withdrawnSince: Date },
  after: number,
  limit: number,
): Promise<AskedRow[]> {
  return bulk<AskedRow>(
    tx,
    `SELECT ${ASKED} FROM collection_pause
      WHERE creditor = $1 AND seq > $2::bigint
        AND (status = 'ASKED' AND answer_by >= $3::date
          OR status = 'CONFIRMED' AND until_on >= $3::date
          OR status = 'WITHDRAWN' AND read_at IS NOT NULL AND withdrawn_at >= $4::timestamptz)
      ORDER BY seq LIMIT $5::integer`,
    [creditor, after, today, withdrawnSince, limit],
  )
}

/** One of them, however it stands; `undefined` for whom it does not concern. */
export async function selectOneAsked(
  tx: Tx,
  creditors: readonly string[],
  pauseId: string,
): Promise<AskedRow | undefined> {
  const rows = await bulk<AskedRow>(
    tx,
    `SELECT ${ASKED} FROM collection_pause WHERE pause_id = $1::uuid`,
    [pauseId],
  )
  return rows.find(({ creditor }) => creditors.includes(creditor))
}
