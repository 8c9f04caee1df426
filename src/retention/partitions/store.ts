import { textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** How confidential a partition of the log is. */
export type Confidentiality = 'NORMAL' | 'CONFIDENTIAL' | 'LIFTED'

/** A decision about a partition of the log. */
export interface DecisionRow {
  /** Party id, or `hub`. */
  readonly controller: string
  /** From 1, for each partition. */
  readonly version: number
  readonly confidentiality: Confidentiality
  /** Who reads it while it is confidential: `party/role pseudonym`. */
  readonly readers: readonly string[]
  /** Months that entries are kept from then on; `null` when that stayed as it was. */
  readonly term: number | null
  readonly reason: string
  /** Role pseudonym. */
  readonly decidedBy: string
  readonly decidedAt: string
  readonly confirmedBy: string | null
  readonly confirmedAt: string | null
}

const COLUMNS = `d.controller, d.version, d.confidentiality, d.readers, d.term, d.reason,
  d.decided_by AS "decidedBy", d.decided_at AS "decidedAt", d.confirmed_by AS "confirmedBy",
  d.confirmed_at AS "confirmedAt"`

/** Every decision, by partition and version. */
export function selectPartitionDecisions(tx: Tx): Promise<DecisionRow[]> {
  return bulk<DecisionRow>(
    tx,
    `SELECT ${COLUMNS} FROM partition_decision d ORDER BY d.controller, d.version`,
  )
}

/** How a partition stands: its newest decision in force, and its newest at all. */
export async function selectStanding(
  tx: Tx,
  controller: string,
): Promise<{ inForce: DecisionRow | undefined; newest: DecisionRow | undefined }> {
  const decisions = await bulk<DecisionRow>(
    tx,
    `SELECT ${COLUMNS} FROM partition_decision d WHERE d.controller = $1 ORDER BY d.version`,
    [controller],
  )
  return {
    inForce: decisions.findLast(({ confirmedAt }) => confirmedAt !== null),
    newest: decisions.at(-1),
  }
}

/** Adds a decision that somebody else has to confirm. */
export async function insertDecision(
  tx: Tx,
  row: Omit<DecisionRow, 'decidedAt' | 'confirmedBy' | 'confirmedAt'>,
  at: Date,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO partition_decision (controller, version, confidentiality, readers, term, reason,
                                     decided_by, decided_at)
     VALUES ($1, $2::integer, $3, $4::text[], $5::integer, $6, $7, $8::timestamptz)`,
    [
      row.controller,
      row.version,
      row.confidentiality,
      textArray(row.readers),
      row.term,
      row.reason,
      row.decidedBy,
      at,
    ],
  )
}

/** Puts a decision in force. */
export async function confirmDecision(
  tx: Tx,
  controller: string,
  version: number,
  by: string,
  at: Date,
): Promise<void> {
  await bulk(
    tx,
    `UPDATE partition_decision SET confirmed_by = $3, confirmed_at = $4::timestamptz
      WHERE controller = $1 AND version = $2::integer`,
    [controller, version, by, at],
  )
}

/** Which of these roles belong to people who review a partition: `party/role pseudonym`. */
export async function selectReviewers(
  tx: Tx,
  controller: string,
  readers: readonly string[],
): Promise<string[]> {
  const rows = await bulk<{ reader: string }>(
    tx,
    `SELECT DISTINCT c.party || '/' || c.holder AS reader
       FROM certificate c
       JOIN party_role r ON r.party = c.party AND r.role = 'officer' AND r.controller = $1
      WHERE c.holder IS NOT NULL AND c.revoked_at IS NULL
        AND c.party || '/' || c.holder = ANY ($2::text[])`,
    [controller, textArray(readers)],
  )
  return rows.map(({ reader }) => reader)
}

/** Whether there is such a partition, or a party that could have one. */
export async function isController(tx: Tx, controller: string): Promise<boolean> {
  const [row] = await bulk<{ known: boolean }>(
    tx,
    `SELECT $1 = 'hub' OR EXISTS (SELECT FROM party WHERE id = $1) AS known`,
    [controller],
  )
  return row!.known
}
