import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'

/** A term that was set, in one of its versions. */
export interface TermRow {
  readonly kind: string
  /** CBS code, or empty for every municipality without a term of its own. */
  readonly municipality: string
  /** Partition of the log, or empty for all without a term of their own. */
  readonly controller: string
  /** From 1, for each kind and municipality or partition. */
  readonly version: number
  readonly validFrom: Day
  /** In the unit of the kind. */
  readonly term: number
  readonly reason: string
  readonly decidedBy: string
}

/** Every version of every term that was set; what was never set follows the standard. */
export function selectTerms(tx: Tx): Promise<TermRow[]> {
  return bulk<TermRow>(
    tx,
    `SELECT t.kind, t.municipality, t.controller, t.version, t.valid_from AS "validFrom", t.term,
            t.reason, t.decided_by AS "decidedBy"
       FROM retention_term t JOIN retention_kind k ON k.kind = t.kind
      ORDER BY k.place, t.municipality, t.controller, t.version`,
  )
}

/** Adds a version of a term; returns its number. */
export async function insertTerm(tx: Tx, row: Omit<TermRow, 'version'>, at: Date): Promise<number> {
  const [inserted] = await bulk<{ version: number }>(
    tx,
    `INSERT INTO retention_term (kind, municipality, controller, version, valid_from, term, reason,
                                 decided_by, decided_at)
     SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4::date, $5::integer, $6, $7, $8::timestamptz
       FROM retention_term WHERE kind = $1 AND municipality = $2 AND controller = $3
     RETURNING version`,
    [
      row.kind,
      row.municipality,
      row.controller,
      row.validFrom,
      row.term,
      row.reason,
      row.decidedBy,
      at,
    ],
  )
  return inserted!.version
}

/** Lets one process at a time change the schedule or a hold, until its transaction ends. */
export async function lockRetention(tx: Tx): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('retention'))`)
}

/** Has everything looked at again in the next run: a shorter term or the end of a hold made it due. */
export async function resetProgress(tx: Tx): Promise<void> {
  await bulk(tx, 'DELETE FROM retention_progress')
}

/** Months that entries of a partition are kept at an instant; of all without a term of their own for ''. */
export async function selectLogTerm(tx: Tx, controller: string, at: Date): Promise<number> {
  const [row] = await bulk<{ term: number }>(
    tx,
    `SELECT retention_term_of('ACCESS_LOG', '', $1,
              ($2::timestamptz AT TIME ZONE 'Europe/Amsterdam')::date) AS term`,
    [controller, at],
  )
  return row!.term
}

/** The party that a municipality takes part as; `undefined` when none does. */
export async function selectPartyOf(tx: Tx, municipality: string): Promise<string | undefined> {
  const [row] = await bulk<{ party: string }>(
    tx,
    `SELECT party FROM party_role WHERE role = 'municipality' AND municipality = $1`,
    [municipality],
  )
  return row?.party
}
