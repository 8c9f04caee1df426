import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'

/** What a hold covers: everything that is given must hold together. */
export interface HoldScope {
  readonly municipality?: string | undefined
  /** Creditor, deliverer, or who acted in the log. */
  readonly party?: string | undefined
  readonly caseId?: string | undefined
  /** 16 bytes, hexadecimal: of matching or of the log. */
  readonly pseudonym?: string | undefined
  readonly fromMonth?: Month | undefined
  readonly untilMonth?: Month | undefined
}

/** A hold as operators see it. The pseudonym is not shown again: only that there is one. */
export interface HoldRow {
  readonly holdId: string
  readonly municipality: string
  readonly party: string
  readonly caseId: string | null
  readonly hasPseudonym: boolean
  readonly fromMonth: string | null
  readonly untilMonth: string | null
  readonly reason: string
  readonly placedBy: string
  readonly placedAt: string
  readonly confirmedBy: string | null
  readonly endAskedBy: string | null
  readonly endReason: string | null
  readonly endedBy: string | null
  /** `PLACED` waits for a second person; `LAPSED` waited too long. */
  readonly status: 'PLACED' | 'LAPSED' | 'CONFIRMED' | 'END_ASKED' | 'ENDED'
}

/** Adds a hold, which works from then on. */
export async function insertHold(
  tx: Tx,
  holdId: string,
  scope: HoldScope,
  { reason, by, at }: { readonly reason: string; readonly by: string; readonly at: Date },
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO legal_hold (hold_id, municipality, party, case_id, pseudonym, from_month,
                             until_month, reason, placed_by, placed_at)
     VALUES ($1::uuid, $2, $3, $4::uuid, decode($5, 'hex'), $6::date, $7::date, $8, $9,
             $10::timestamptz)`,
    [
      holdId,
      scope.municipality ?? '',
      scope.party ?? '',
      scope.caseId ?? null,
      scope.pseudonym ?? null,
      scope.fromMonth === undefined ? null : firstDayOf(scope.fromMonth),
      scope.untilMonth === undefined ? null : firstDayOf(scope.untilMonth),
      reason,
      by,
      at,
    ],
  )
}

/** Every hold there ever was, oldest first, as it stands at an instant. */
export function selectHolds(tx: Tx, at: Date): Promise<HoldRow[]> {
  return bulk<HoldRow>(
    tx,
    `SELECT hold_id AS "holdId", municipality, party, case_id AS "caseId",
            pseudonym IS NOT NULL AS "hasPseudonym",
            to_char(from_month, 'YYYY-MM') AS "fromMonth",
            to_char(until_month, 'YYYY-MM') AS "untilMonth", reason,
            placed_by AS "placedBy", placed_at AS "placedAt", confirmed_by AS "confirmedBy",
            end_asked_by AS "endAskedBy", end_reason AS "endReason", ended_by AS "endedBy",
            CASE WHEN ended_at IS NOT NULL THEN 'ENDED'
                 WHEN NOT hold_stands(legal_hold, $1::timestamptz) THEN 'LAPSED'
                 WHEN end_asked_at IS NOT NULL THEN 'END_ASKED'
                 WHEN confirmed_at IS NOT NULL THEN 'CONFIRMED'
                 ELSE 'PLACED' END AS status
       FROM legal_hold ORDER BY placed_at, hold_id`,
    [at],
  )
}

/** A second person confirms a hold; false unless somebody else placed it and nobody did before. */
export async function confirm(tx: Tx, holdId: string, by: string, at: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE legal_hold SET confirmed_by = $2, confirmed_at = $3::timestamptz
      WHERE hold_id = $1::uuid AND placed_by <> $2 AND confirmed_at IS NULL
        AND hold_stands(legal_hold, $3::timestamptz) RETURNING hold_id`,
    [holdId, by, at],
  )
  return rows.length > 0
}

/** Asks for the end of a hold; false when it has ended or was asked before. */
export async function askEnd(
  tx: Tx,
  holdId: string,
  reason: string,
  by: string,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE legal_hold SET end_asked_by = $2, end_asked_at = $3::timestamptz, end_reason = $4
      WHERE hold_id = $1::uuid AND ended_at IS NULL AND end_asked_at IS NULL RETURNING hold_id`,
    [holdId, by, at, reason],
  )
  return rows.length > 0
}

/** Another person ends a hold; false unless somebody else asked for it. */
export async function end(tx: Tx, holdId: string, by: string, at: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE legal_hold SET ended_by = $2, ended_at = $3::timestamptz
      WHERE hold_id = $1::uuid AND end_asked_by <> $2 AND ended_at IS NULL RETURNING hold_id`,
    [holdId, by, at],
  )
  return rows.length > 0
}

/** The municipality of a hold, empty when of none; `undefined` when there is no such hold. */
export async function selectHoldMunicipality(tx: Tx, holdId: string): Promise<string | undefined> {
  const [row] = await bulk<{ municipality: string }>(
    tx,
    'SELECT municipality FROM legal_hold WHERE hold_id = $1::uuid',
    [holdId],
  )
  return row?.municipality
}
