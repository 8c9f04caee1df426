import { asc, eq, or } from 'drizzle-orm'
import { bulk } from '../db/bulk.js'
import { textArray } from '../db/arrays.js'
import type { Tx } from '../db/client.js'
import type { Agency, Mandate } from './authorisation.js'
import type { MunicipalityCode, PartyId, Role } from './party.js'
import { agencies, certificates, parties, partyRoles } from './tables.js'

/** A registered certificate with its party and what that party may act as. */
export interface CertificateRow {
  readonly fingerprint: string
  readonly party: string
  readonly purpose: 'transport' | 'signing'
  readonly holder: string | null
  readonly not_before: string
  readonly not_after: string
  readonly revoked_at: string | null
  readonly name: string
  readonly ended_at: string | null
  /** Roles that the certificate is limited to; null for every role of the party. */
  readonly granted: readonly Role[] | null
  readonly roles: readonly {
    role: Role
    municipality: string | null
    controller: string
    /** Who alone reads this partition now, as `party/holder`; null when it is not confidential. */
    readers: readonly string[] | null
  }[]
}

/**
 * Finds a certificate by its fingerprint, with party and roles: one statement over primary keys,
 * because every request begins with it and the answer is never kept.
 */
export async function selectCertificate(
  tx: Tx,
  fingerprint: string,
): Promise<CertificateRow | undefined> {
  const rows = await bulk<CertificateRow>(
    tx,
    `SELECT c.fingerprint, c.party, c.purpose, c.holder, c.not_before, c.not_after, c.revoked_at,
            p.name, p.ended_at, c.roles AS granted,
            coalesce((SELECT jsonb_agg(jsonb_build_object('role', r.role,
                               'municipality', r.municipality, 'controller', r.controller,
                               'readers', CASE WHEN r.role = 'officer'
                                               THEN partition_readers(r.controller) END)
                               ORDER BY r.role, r.controller)
                        FROM party_role r WHERE r.party = c.party), '[]'::jsonb) AS roles
       FROM certificate c JOIN party p ON p.id = c.party
      WHERE c.fingerprint = $1`,
    [fingerprint],
  )
  return rows[0]
}

/** What is asked of a registered key. */
const KEY = {
  fingerprint: certificates.fingerprint,
  party: certificates.party,
  purpose: certificates.purpose,
  roles: certificates.roles,
  keyId: certificates.keyId,
  jwk: certificates.jwk,
  notBefore: certificates.notBefore,
  notAfter: certificates.notAfter,
  revokedAt: certificates.revokedAt,
  partyEndedAt: parties.endedAt,
} as const

/**
 * Certificates that a signature can point at, by fingerprint or by the thumbprint of their key.
 * Several when a key was renewed under a new certificate; those in use come first.
 */
export function selectKeys(tx: Tx, fingerprint: string | null, keyId: string) {
  const named =
    fingerprint === null
      ? eq(certificates.keyId, keyId)
      : or(eq(certificates.fingerprint, fingerprint), eq(certificates.keyId, keyId))
  return tx
    .select(KEY)
    .from(certificates)
    .innerJoin(parties, eq(parties.id, certificates.party))
    .where(named)
    .orderBy(asc(certificates.notAfter))
}

/** Agencies of one agent, in any period. */
export function selectAgencies(tx: Tx, agent: string): Promise<Agency[]> {
  return tx
    .select({
      agent: agencies.agent,
      principal: agencies.principal,
      validFrom: agencies.validFrom,
      validUntil: agencies.validUntil,
    })
    .from(agencies)
    .where(eq(agencies.agent, agent))
    .orderBy(asc(agencies.principal), asc(agencies.validFrom))
}

const MANDATE = `mandate_id AS "mandateId", agreement, creditor, municipality, sector,
            valid_from AS "validFrom", valid_until AS "validUntil",
            entitled_fields AS "entitledFields"`

/** Mandates of these creditors, which are agreements that are accepted; an empty list gives none. */
export async function selectMandates(tx: Tx, creditors: readonly string[]): Promise<Mandate[]> {
  if (creditors.length === 0) return []
  return bulk<Mandate>(tx, `SELECT ${MANDATE} FROM mandate WHERE creditor = ANY($1::text[])`, [
    textArray(creditors),
  ])
}

/** What a batch is about: mandates beyond it need not be read. */
export interface Concerned {
  readonly creditors: readonly string[]
  readonly municipalities: readonly string[]
}

/** Agencies of one agent for these creditors, in any period. */
export function selectAgenciesFor(
  tx: Tx,
  agent: string,
  { creditors }: Concerned,
): Promise<Agency[]> {
  return bulk<Agency>(
    tx,
    `SELECT agent, principal, valid_from AS "validFrom", valid_until AS "validUntil"
       FROM agency WHERE agent = $1 AND principal = ANY($2::text[])`,
    [agent, textArray(creditors)],
  )
}

/** Mandates of these creditors towards these municipalities. */
export function selectMandatesFor(
  tx: Tx,
  { creditors, municipalities }: Concerned,
): Promise<Mandate[]> {
  return bulk<Mandate>(
    tx,
    `SELECT ${MANDATE}
       FROM mandate WHERE creditor = ANY($1::text[]) AND municipality = ANY($2::text[])`,
    [textArray(creditors), textArray(municipalities)],
  )
}

/** Party ids of these municipalities, as far as they take part, by code. */
export async function selectControllers(
  tx: Tx,
  municipalities: readonly string[],
): Promise<Map<string, PartyId>> {
  const rows = await bulk<{ municipality: string; party: PartyId }>(
    tx,
    `SELECT r.municipality, r.party FROM party_role r JOIN party p ON p.id = r.party
      WHERE r.role = 'municipality' AND p.ended_at IS NULL AND r.municipality = ANY($1::text[])`,
    [textArray(municipalities)],
  )
  return new Map(rows.map(({ municipality, party }) => [municipality, party]))
}

/** One page of the mandates of these creditors, by id. */
export async function selectMandatePage(
  tx: Tx,
  creditors: readonly string[],
  after: string,
  limit: number,
): Promise<Mandate[]> {
  if (creditors.length === 0) return []
  return bulk<Mandate>(
    tx,
    `SELECT ${MANDATE} FROM mandate
      WHERE creditor = ANY($1::text[]) AND mandate_id > $2::uuid
      ORDER BY mandate_id LIMIT $3::integer`,
    [textArray(creditors), after, limit],
  )
}

/** Names of parties by id, of those that the role of the transaction may see. */
export async function selectNames(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await bulk<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM party WHERE id = ANY ($1::text[])',
    [textArray(ids)],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** A municipality that takes part. */
export interface MunicipalityRow {
  readonly code: MunicipalityCode
  readonly party: PartyId
  readonly name: string
}

/** A municipality with the time in which it took part. */
export interface MembershipRow {
  readonly code: MunicipalityCode
  readonly party: PartyId
  readonly registeredAt: Date
  readonly endedAt: Date | null
}

/** Every municipality that takes or took part, by code. */
export async function selectMemberships(tx: Tx): Promise<MembershipRow[]> {
  const rows = await tx
    .select({
      code: partyRoles.municipality,
      party: parties.id,
      registeredAt: parties.registeredAt,
      endedAt: parties.endedAt,
    })
    .from(partyRoles)
    .innerJoin(parties, eq(parties.id, partyRoles.party))
    .where(eq(partyRoles.role, 'municipality'))
    .orderBy(asc(partyRoles.municipality))
  return rows.map(({ code, party, ...times }) => ({
    code: code as MunicipalityCode,
    party: party as PartyId,
    ...times,
  }))
}

/** Municipalities that are registered and have not ended, by code. */
export async function selectMunicipalities(tx: Tx): Promise<MunicipalityRow[]> {
  const rows = await tx
    .select({
      code: partyRoles.municipality,
      party: parties.id,
      name: parties.name,
      endedAt: parties.endedAt,
    })
    .from(partyRoles)
    .innerJoin(parties, eq(parties.id, partyRoles.party))
    .where(eq(partyRoles.role, 'municipality'))
    .orderBy(asc(partyRoles.municipality))
  return rows
    .filter(({ endedAt }) => endedAt === null)
    .map(({ code, party, name }) => ({
      code: code as MunicipalityCode,
      party: party as PartyId,
      name,
    }))
}
