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

/** A sealing key of a municipality, by its public half. */
export interface SealingFate {
  readonly municipality: string
  /** RFC 7638 thumbprint. */
  readonly keyId: string
  readonly version: number
  readonly status: 'OFFERED' | 'ACTIVE' | 'RETIRED'
  readonly activatedAt: string | null
  readonly retiredAt: string | null
}

/** Sealing keys that the transaction may see, by municipality and version. */
export function selectSealingFates(tx: Tx): Promise<SealingFate[]> {
  return bulk<SealingFate>(
    tx,
    `SELECT municipality, key_id AS "keyId", version, status, activated_at AS "activatedAt",
            retired_at AS "retiredAt"
       FROM sealing_key ORDER BY municipality, version`,
  )
}

/** The entry of the log that says that a secret was destroyed. */
export interface DestructionEntry {
  readonly family: string
  /** Of an epoch or a year; `null` for a key of the hub itself. */
  readonly number: number | null
  /** Of a key of the hub itself. */
  readonly fingerprint: string | null
  readonly entryId: string
  readonly entryNumber: number
}

/** Such entries in the partition that the transaction names: the hub's, for its officer. */
export function selectDestructions(tx: Tx, controller: string): Promise<DestructionEntry[]> {
  return bulk<DestructionEntry>(
    tx,
    `SELECT objects ->> 'family' AS family, (objects ->> 'number')::integer AS number,
            objects ->> 'fingerprint' AS fingerprint, entry AS "entryId", number::integer AS "entryNumber"
       FROM log_entry
      WHERE controller = $1
        AND (action = 'KEY_DESTROYED'
          OR (operation IN ('destroyEpoch', 'attestHubKey') AND objects ->> 'event' = 'DESTROYED'))
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
