import { plainArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Agency, PartyId } from '../parties/index.js'

/** Adds an agency; false when it is there already. */
export async function insertAgency(tx: Tx, agency: Agency): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO agency (agent, principal, valid_from, valid_until) VALUES ($1, $2, $3, $4)
     ON CONFLICT (agent, principal, valid_from) DO NOTHING RETURNING agent`,
    [agency.agent, agency.principal, agency.validFrom, agency.validUntil],
  )
  return rows.length > 0
}

/** Lets the agencies of two parties end with a day, and drops those not begun; returns how many. */
export async function endAgency(
  tx: Tx,
  agent: PartyId,
  principal: PartyId,
  lastDay: string,
): Promise<number> {
  const dropped = await bulk(
    tx,
    `DELETE FROM agency WHERE agent = $1 AND principal = $2 AND valid_from > $3::date
      RETURNING agent`,
    [agent, principal, lastDay],
  )
  const ended = await bulk(
    tx,
    `UPDATE agency SET valid_until = $3::date
      WHERE agent = $1 AND principal = $2 AND (valid_until IS NULL OR valid_until > $3::date)
      RETURNING agent`,
    [agent, principal, lastDay],
  )
  return dropped.length + ended.length
}

/** Lets a mandate end with a day; false when it is unknown, begins later or ended by then. */
export async function endMandate(tx: Tx, mandateId: string, lastDay: string): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE agreement SET valid_until = $2::date,
                          updated_by = current_setting('hub.transaction', true)
      WHERE agreement_id = $1::uuid AND valid_from <= $2::date AND state = 'ACCEPTED'
        AND (valid_until IS NULL OR valid_until > $2::date)
      RETURNING agreement_id`,
    [mandateId, lastDay],
  )
  return rows.length > 0
}

/** Ids among these that are not those of creditors that take part. */
export async function selectNotCreditors(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await bulk<{ id: string }>(
    tx,
    `SELECT g.id FROM unnest($1::text[]) AS g (id)
      WHERE NOT EXISTS (SELECT FROM party p JOIN party_role r ON r.party = p.id
                         WHERE p.id = g.id AND p.ended_at IS NULL AND r.role = 'creditor')`,
    [plainArray(ids)],
  )
  return rows.map(({ id }) => id)
}
