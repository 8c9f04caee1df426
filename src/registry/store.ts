import { textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { PartyId, Role } from '../parties/index.js'

/** What a party may act as, as the registry keeps it. */
export interface RoleRow {
  readonly role: Role
  /** CBS code; `null` for every role but municipality. */
  readonly municipality: string | null
  /** Reviewed partition of the log; empty for every role but officer. */
  readonly controller: string
}

/** A party with its roles, as an operator sees it. */
export interface PartyRow {
  readonly id: string
  readonly name: string
  readonly kvk: string | null
  readonly ended_at: string | null
  readonly roles: readonly RoleRow[]
}

/** All parties, or the one with this id, by id. */
export function selectParties(tx: Tx, id: PartyId | null): Promise<PartyRow[]> {
  return bulk<PartyRow>(
    tx,
    `SELECT p.id, p.name, p.kvk, p.ended_at,
            coalesce((SELECT jsonb_agg(jsonb_build_object('role', r.role,
                               'municipality', r.municipality, 'controller', r.controller)
                               ORDER BY r.role, r.controller)
                        FROM party_role r WHERE r.party = p.id), '[]'::jsonb) AS roles
       FROM party p WHERE $1::text IS NULL OR p.id = $1 ORDER BY p.id`,
    [id],
  )
}

/** Adds a party; false when its id is taken. */
export async function insertParty(
  tx: Tx,
  party: { readonly id: PartyId; readonly name: string; readonly kvk: string | null },
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO party (id, name, kvk, registered_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [party.id, party.name, party.kvk, now],
  )
  return rows.length > 0
}

/** Adds roles that the party does not have yet. */
export async function insertRoles(
  tx: Tx,
  party: PartyId,
  roles: readonly RoleRow[],
): Promise<void> {
  for (const { role, municipality, controller } of roles) {
    await bulk(
      tx,
      `INSERT INTO party_role (party, role, municipality, controller) VALUES ($1, $2, $3, $4)
       ON CONFLICT (party, role, controller) DO NOTHING`,
      [party, role, municipality, controller],
    )
  }
}

/** Ends a party; false when it is unknown or ended before. */
export async function endParty(tx: Tx, id: PartyId, now: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE party SET ended_at = $2, updated_by = current_setting('hub.transaction', true)
      WHERE id = $1 AND ended_at IS NULL RETURNING id`,
    [id, now],
  )
  return rows.length > 0
}

/** A certificate as an operator sees it. */
export interface CertificateListRow {
  readonly fingerprint: string
  readonly party: string
  readonly purpose: string
  readonly holder: string | null
  readonly key_id: string
  readonly not_before: string
  readonly not_after: string
  readonly revoked_at: string | null
}

/** Certificates of one party, or of all, by party and end of validity. */
export function selectCertificates(tx: Tx, party: PartyId | null): Promise<CertificateListRow[]> {
  return bulk<CertificateListRow>(
    tx,
    `SELECT fingerprint, party, purpose, holder, key_id, not_before, not_after, revoked_at
       FROM certificate WHERE $1::text IS NULL OR party = $1 ORDER BY party, not_after, fingerprint`,
    [party],
  )
}

/** What registering a certificate writes. */
export interface NewCertificate {
  readonly fingerprint: string
  readonly party: PartyId
  readonly purpose: 'transport' | 'signing'
  readonly holder: string | null
  readonly keyHash: string
  readonly keyId: string
  /** Public JWK, as JSON text. */
  readonly jwk: string
  /** Certificate with its issuers (PEM). */
  readonly chain: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Roles of the party that it may be used in; `null` for every one. */
  readonly roles: readonly RoleRow['role'][] | null
  /** Request of the party that it answers; left out for one that came in another way. */
  readonly renewal?: string
}

/** Whether a key seals identities or serves a certificate of another purpose or party. */
export async function keyIsTaken(
  tx: Tx,
  certificate: Omit<NewCertificate, 'roles'>,
): Promise<boolean> {
  const rows = await bulk<{ taken: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM sealing_key WHERE key_id = $1)
         OR EXISTS (SELECT FROM certificate
                     WHERE key_hash = $2 AND (purpose <> $3 OR party <> $4)) AS taken`,
    [certificate.keyId, certificate.keyHash, certificate.purpose, certificate.party],
  )
  return rows[0]!.taken
}

/** Adds a certificate; false when it is registered already. */
export async function insertCertificate(
  tx: Tx,
  certificate: NewCertificate,
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO certificate (fingerprint, party, purpose, holder, key_hash, key_id, jwk,
                              not_before, not_after, registered_at, roles, chain, renewal)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10, $11::text[], $12, $13::uuid)
     ON CONFLICT (fingerprint) DO NOTHING RETURNING fingerprint`,
    [
      certificate.fingerprint,
      certificate.party,
      certificate.purpose,
      certificate.holder,
      certificate.keyHash,
      certificate.keyId,
      certificate.jwk,
      certificate.notBefore,
      certificate.notAfter,
      now,
      certificate.roles === null ? null : textArray(certificate.roles),
      certificate.chain,
      certificate.renewal ?? null,
    ],
  )
  return rows.length > 0
}

/**
 * Revokes a certificate and every other one of the same key: whoever has the key has them all.
 *
 * @returns The fingerprints revoked now.
 */
export async function revokeKey(tx: Tx, fingerprint: string, now: Date): Promise<string[]> {
  const rows = await bulk<{ fingerprint: string }>(
    tx,
    `UPDATE certificate SET revoked_at = $2, updated_by = current_setting('hub.transaction', true)
      WHERE key_hash = (SELECT key_hash FROM certificate WHERE fingerprint = $1)
        AND revoked_at IS NULL RETURNING fingerprint`,
    [fingerprint, now],
  )
  return rows.map((row) => row.fingerprint)
}
