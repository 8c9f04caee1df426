import { plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Agency, Mandate, PartyId, Role } from '../parties/index.js'

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
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Whether a key seals identities or serves a certificate of another purpose or party. */
export async function keyIsTaken(tx: Tx, certificate: NewCertificate): Promise<boolean> {
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
                              not_before, not_after, registered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10)
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

/**
 * Adds mandates, leaving out those that are there already with the same agreement, creditor,
 * municipality, sector and first day.
 *
 * @returns How many were added.
 */
export async function insertMandates(
  tx: Tx,
  mandates: readonly Mandate[],
  now: Date,
): Promise<number> {
  const rows = await bulk(
    tx,
    `INSERT INTO mandate (mandate_id, agreement, creditor, municipality, sector, valid_from,
                          valid_until, entitled_fields, registered_at)
     SELECT g.id, g.agreement, g.creditor, g.municipality, g.sector, g.valid_from, g.valid_until,
            string_to_array(g.entitled, ' '), $9::timestamptz
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[],
                   $7::date[], $8::text[])
         AS g (id, agreement, creditor, municipality, sector, valid_from, valid_until, entitled)
      WHERE NOT EXISTS (SELECT FROM mandate m
              WHERE m.creditor = g.creditor AND m.municipality = g.municipality
                AND m.sector = g.sector AND m.agreement = g.agreement
                AND m.valid_from = g.valid_from)
     RETURNING mandate_id`,
    [
      plainArray(mandates.map(({ mandateId }) => mandateId)),
      textArray(mandates.map(({ agreement }) => agreement)),
      plainArray(mandates.map(({ creditor }) => creditor)),
      plainArray(mandates.map(({ municipality }) => municipality)),
      plainArray(mandates.map(({ sector }) => sector)),
      plainArray(mandates.map(({ validFrom }) => validFrom)),
      plainArray(mandates.map(({ validUntil }) => validUntil)),
      textArray(mandates.map(({ entitledFields }) => entitledFields.join(' '))),
      now,
    ],
  )
  return rows.length
}

/** Lets a mandate end with a day; false when it is unknown, begins later or ended by then. */
export async function endMandate(tx: Tx, mandateId: string, lastDay: string): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE mandate SET valid_until = $2::date,
                        updated_by = current_setting('hub.transaction', true)
      WHERE mandate_id = $1::uuid AND valid_from <= $2::date
        AND (valid_until IS NULL OR valid_until > $2::date)
      RETURNING mandate_id`,
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
