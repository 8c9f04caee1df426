import { textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** Rows of one table that ended and went. */
export interface ForgottenRows {
  readonly kind: string
  /** CBS code, or empty. */
  readonly municipality: string
  /** Partition of the log, or empty. */
  readonly controller: string
  readonly from: string
  readonly removed: number
}

/** Forgets what ended and whose term is over, whatever it belongs to. */
export async function forgetEnded(tx: Tx, at: Date): Promise<ForgottenRows[]> {
  const rows = await bulk<Omit<ForgottenRows, 'removed'> & { removed: string }>(
    tx,
    `SELECT kind, municipality, controller, from_table AS "from", removed
       FROM forget_ended($1::timestamptz)`,
    [at],
  )
  return rows.map((row) => ({ ...row, removed: Number(row.removed) }))
}

/** The parties that municipalities take part as, by code. */
export async function selectPartiesOf(
  tx: Tx,
  municipalities: readonly string[],
): Promise<Map<string, string>> {
  const rows = await bulk<{ municipality: string; party: string }>(
    tx,
    `SELECT municipality, party FROM party_role
      WHERE role = 'municipality' AND municipality = ANY ($1::text[])`,
    [textArray(municipalities)],
  )
  return new Map(rows.map(({ municipality, party }) => [municipality, party]))
}
