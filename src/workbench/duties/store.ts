import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'

/** What people do for a municipality. */
export const DUTIES = ['COORDINATOR', 'CONSULTANT', 'VIEWER'] as const
export type GrantedDutyName = (typeof DUTIES)[number]

/** What somebody may do for a municipality; people of an executor that it admitted need no grant. */
export type Duty = GrantedDutyName | 'EXECUTOR'

/** A municipality that a person may act for, and in which duty. */
export interface DutyRow {
  readonly municipality: MunicipalityCode
  /** Party of the municipality, whose partition of the log this is. */
  readonly controller: PartyId
  readonly name: string
  readonly duty: Duty
}

/** For whom the person of a certificate may act, by name; a municipality that ended is left out. */
export function selectDuties(tx: Tx, party: PartyId, fingerprint: string): Promise<DutyRow[]> {
  return bulk<DutyRow>(
    tx,
    `SELECT d.municipality, r.party AS controller, p.name, d.duty
       FROM work_duty d
       JOIN party_role r ON r.role = 'municipality' AND r.municipality = d.municipality
       JOIN party p ON p.id = r.party AND p.ended_at IS NULL
      WHERE d.party = $1 AND d.fingerprint = $2 ORDER BY p.name, d.municipality`,
    [party, fingerprint],
  )
}

/** A personal certificate, as far as duties ask; `undefined` when there is none. */
export async function selectPerson(
  tx: Tx,
  fingerprint: string,
): Promise<{ readonly party: PartyId; readonly holder: string | null } | undefined> {
  const rows = await bulk<{ party: PartyId; holder: string | null }>(
    tx,
    `SELECT party, holder FROM certificate WHERE fingerprint = $1 AND purpose = 'transport'`,
    [fingerprint],
  )
  return rows[0]
}

/** Gives a duty, in place of the one before. */
export async function upsertDuty(
  tx: Tx,
  fingerprint: string,
  party: PartyId,
  municipality: MunicipalityCode,
  duty: GrantedDutyName,
  at: Date,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO work_duty (fingerprint, party, municipality, duty, granted_at)
     VALUES ($1, $2, $3, $4, $5::timestamptz)
     ON CONFLICT (fingerprint, municipality)
       DO UPDATE SET duty = excluded.duty, granted_at = excluded.granted_at`,
    [fingerprint, party, municipality, duty, at],
  )
}

/** Takes a duty away; whether there was one. */
export async function deleteDuty(
  tx: Tx,
  fingerprint: string,
  municipality: MunicipalityCode,
): Promise<boolean> {
  const gone = await bulk(
    tx,
    'DELETE FROM work_duty WHERE fingerprint = $1 AND municipality = $2 RETURNING duty',
    [fingerprint, municipality],
  )
  return gone.length > 0
}

/** A duty as operators list it. */
export interface GrantedDuty {
  readonly municipality: string
  readonly party: string
  readonly holder: string | null
  readonly fingerprint: string
  readonly duty: GrantedDutyName
}

/** All duties, by municipality and person. */
export function selectAllDuties(tx: Tx): Promise<GrantedDuty[]> {
  return bulk<GrantedDuty>(
    tx,
    `SELECT d.municipality, d.party, c.holder, d.fingerprint, d.duty
       FROM work_duty d JOIN certificate c ON c.fingerprint = d.fingerprint
      ORDER BY d.municipality, c.holder, d.fingerprint`,
  )
}
