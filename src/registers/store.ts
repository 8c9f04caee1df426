import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'

/** An agreement of the controller under review, by what it allows. */
export interface RegisteredAgreement {
  readonly agreement: string
  readonly creditor: string
  readonly municipality: string
  readonly sectors: readonly string[]
  /** OFFERED, ACCEPTED, …: as agreements have it. */
  readonly state: string
  readonly from: string
  readonly until: string | null
}

/** Agreements that the officer's partition concerns. */
export function selectAgreements(tx: Tx, limit: number): Promise<RegisteredAgreement[]> {
  return bulk<RegisteredAgreement>(
    tx,
    `SELECT reference AS agreement, creditor, municipality, state, valid_from AS "from",
            valid_until AS until, array_agg(DISTINCT sector ORDER BY sector) AS sectors
       FROM agreement GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 3, 2, 1, 5 LIMIT $1::integer`,
    [limit],
  )
}

/** The entry of the log that says that a secret was destroyed. */
export interface DestructionEntry {
  readonly family: string
  readonly number: number
  readonly entryId: string
  readonly entryNumber: number
}

/** Such entries in the partition that the transaction names: the hub's, for its officer. */
export function selectDestructions(tx: Tx, controller: string): Promise<DestructionEntry[]> {
  return bulk<DestructionEntry>(
    tx,
    `SELECT objects ->> 'family' AS family, (objects ->> 'number')::integer AS number,
            entry AS "entryId", number::integer AS "entryNumber"
       FROM log_entry
      WHERE controller = $1
        AND (action = 'KEY_DESTROYED'
          OR (operation = 'destroyEpoch' AND objects ->> 'event' = 'DESTROYED'))
      ORDER BY log_entry.number`,
    [controller],
  )
}

/** What was decided about the partition under review: terms and confidentiality. */
export interface PartitionDecision {
  readonly what: 'TERM' | 'CONFIDENTIALITY'
  readonly kind: string
  readonly value: string
  readonly from: string
  readonly reason: string
}

/** Decisions that concern the partition, oldest first. */
export function selectDecisions(tx: Tx): Promise<PartitionDecision[]> {
  return bulk<PartitionDecision>(
    tx,
    `SELECT 'TERM' AS what, t.kind, t.term || ' ' || k.unit AS value, t.valid_from::text AS from,
            t.reason, t.decided_at AS at
       FROM retention_term t JOIN retention_kind k ON k.kind = t.kind
     UNION ALL
     SELECT 'CONFIDENTIALITY', 'ACCESS_LOG',
            confidentiality || coalesce(' ' || nullif(array_to_string(readers, ' '), ''), ''),
            confirmed_at::date::text, reason, confirmed_at
       FROM partition_decision
      WHERE confirmed_at IS NOT NULL
      ORDER BY at`,
  )
}
