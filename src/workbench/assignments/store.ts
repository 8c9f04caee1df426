import type { JsonWebKey } from 'node:crypto'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'

/** An executor that a municipality admitted, with the key that its coordinator compared. */
export interface AdmittedExecutor {
  readonly executor: PartyId
  readonly name: string
  readonly keyId: string
  readonly jwk: JsonWebKey
}

/** Executors that work for a municipality. */
export function selectAdmitted(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<AdmittedExecutor[]> {
  return bulk<AdmittedExecutor>(
    tx,
    `SELECT a.executor, p.name, a.key_id AS "keyId", k.jwk
       FROM executor_admission a
       JOIN executor_key k ON k.party = a.executor AND k.key_id = a.key_id
       JOIN party p ON p.id = a.executor
      WHERE a.municipality = $1 ORDER BY p.name, a.executor`,
    [municipality],
  )
}

/**
 * An executor that is admitted with a key, and stays so until the transaction ends: a dismissal waits,
 * and then ends what was assigned. `undefined` when it is not.
 */
export async function lockAdmission(
  tx: Tx,
  municipality: MunicipalityCode,
  executor: string,
  keyId: string,
): Promise<PartyId | undefined> {
  const [row] = await bulk<{ executor: PartyId }>(
    tx,
    `SELECT executor FROM executor_admission
      WHERE municipality = $1 AND executor = $2 AND key_id = $3 FOR SHARE`,
    [municipality, executor, keyId],
  )
  return row?.executor
}

/** Admits an executor with a key; false when it has no key of that name. */
export async function upsertAdmission(
  tx: Tx,
  municipality: MunicipalityCode,
  executor: string,
  keyId: string,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO executor_admission (municipality, executor, key_id, admitted_at)
     SELECT $1, k.party, k.key_id, $4::timestamptz FROM executor_key k
      WHERE k.party = $2 AND k.key_id = $3
     ON CONFLICT (municipality, executor)
       DO UPDATE SET key_id = excluded.key_id, admitted_at = excluded.admitted_at
     RETURNING executor`,
    [municipality, executor, keyId, at],
  )
  return rows.length === 1
}

/**
 * Ends what an executor does for a municipality, with everything that is assigned to it. The admission
 * goes first: whoever assigns at this moment is waited for, and what it assigned ends as well.
 */
export async function deleteAdmission(
  tx: Tx,
  municipality: MunicipalityCode,
  executor: string,
  at: Date,
): Promise<number> {
  await bulk(tx, 'DELETE FROM executor_admission WHERE municipality = $1 AND executor = $2', [
    municipality,
    executor,
  ])
  const ended = await bulk(
    tx,
    `UPDATE assignment SET jwe = NULL, ended_at = $3::timestamptz
      WHERE municipality = $1 AND executor = $2 AND ended_at IS NULL RETURNING case_id`,
    [municipality, executor, at],
  )
  return ended.length
}

/** A case that is to be put in the hands of an executor. */
export interface NewAssignment {
  readonly assignmentId: string
  readonly month: Month
  readonly caseId: string
  readonly executor: PartyId
  readonly keyId: string
  readonly jwe: string
  /** SHA-256 of the signed body that assigned it; `null` from the workbench. */
  readonly digest: Buffer | null
  readonly urgency: string
  readonly deadlineOn: Day | null
}

/** Assigns a case, in place of the assignment before. */
export async function insertAssignment(
  tx: Tx,
  municipality: MunicipalityCode,
  at: Date,
  { assignmentId, month, caseId, executor, keyId, jwe, digest, urgency, deadlineOn }: NewAssignment,
): Promise<void> {
  await endAssignments(tx, municipality, month, caseId, at)
  await bulk(
    tx,
    `INSERT INTO assignment (municipality, assignment_id, month, case_id, executor, key_id, jwe,
                             digest, urgency, deadline_on, assigned_at)
     VALUES ($1, $2::uuid, $3::date, $4::uuid, $5, $6, $7, $8::bytea, $9, $10::date,
             $11::timestamptz)`,
    [
      municipality,
      assignmentId,
      firstDayOf(month),
      caseId,
      executor,
      keyId,
      jwe,
      digest,
      urgency,
      deadlineOn,
      at,
    ],
  )
}

/** Ends the assignment of a case; to whom it was assigned. What was sealed is removed at once. */
export async function endAssignments(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
  at: Date,
): Promise<readonly PartyId[]> {
  const rows = await bulk<{ executor: PartyId }>(
    tx,
    `UPDATE assignment SET jwe = NULL, ended_at = $4::timestamptz
      WHERE municipality = $1 AND month = $2::date AND case_id = $3::uuid AND ended_at IS NULL
      RETURNING executor`,
    [municipality, firstDayOf(month), caseId, at],
  )
  return rows.map(({ executor }) => executor)
}

/** An assignment as both sides see it. */
export interface AssignmentRow {
  readonly assignmentId: string
  readonly month: Month
  readonly caseId: string
  readonly executor: PartyId
  readonly keyId: string
  readonly jwe: string
  readonly urgency: 'NORMAL' | 'HIGH' | 'CRISIS'
  readonly deadlineOn: Day | null
  readonly assignedAt: Date
}

/** An assignment as the municipality lists it: neither whom it is about nor what was sealed. */
export type ListedAssignment = Pick<
  AssignmentRow,
  'assignmentId' | 'month' | 'caseId' | 'executor' | 'keyId' | 'assignedAt'
>

type ListedRow = Omit<ListedAssignment, 'assignedAt'> & { readonly assigned_at: string }

const LISTED_COLUMNS = `SELECT assignment_id AS "assignmentId", to_char(month, 'YYYY-MM') AS month,
         case_id AS "caseId", executor, key_id AS "keyId", assigned_at`

/** What of a municipality's cases is with executors now, the longest first. */
export async function selectListed(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<readonly ListedAssignment[]> {
  const rows = await bulk<ListedRow>(
    tx,
    `${LISTED_COLUMNS} FROM assignment WHERE municipality = $1 AND ended_at IS NULL
      ORDER BY assigned_at, assignment_id LIMIT 1000`,
    [municipality],
  )
  return rows.map(listed)
}

/** The assignment of an id, also one that ended, with the digest of its body; `undefined` for none. */
export async function selectById(
  tx: Tx,
  municipality: MunicipalityCode,
  assignmentId: string,
): Promise<(ListedAssignment & Pick<NewAssignment, 'digest'>) | undefined> {
  const [row] = await bulk<ListedRow & Pick<NewAssignment, 'digest'>>(
    tx,
    `${LISTED_COLUMNS}, digest FROM assignment WHERE municipality = $1 AND assignment_id = $2::uuid`,
    [municipality, assignmentId],
  )
  return row && { ...listed(row), digest: row.digest }
}

function listed({ assigned_at: at, ...row }: ListedRow): ListedAssignment {
  return { ...row, assignedAt: new Date(at) }
}

/**
 * What is assigned to an executor now by a municipality; nothing else of anybody. Whether a case still
 * stands, its feed tells.
 */
export async function selectAssigned(
  tx: Tx,
  municipality: MunicipalityCode,
  executor: PartyId,
): Promise<readonly AssignmentRow[]> {
  const rows = await bulk<Omit<AssignmentRow, 'assignedAt'> & { assigned_at: string }>(
    tx,
    `SELECT assignment_id AS "assignmentId", to_char(month, 'YYYY-MM') AS month,
            case_id AS "caseId", executor, key_id AS "keyId", jwe, urgency,
            deadline_on AS "deadlineOn", assigned_at
       FROM assignment
      WHERE municipality = $1 AND executor = $2 AND ended_at IS NULL
      ORDER BY array_position(ARRAY['CRISIS', 'HIGH', 'NORMAL'], urgency),
               deadline_on NULLS LAST, assigned_at, assignment_id LIMIT 1000`,
    [municipality, executor],
  )
  return rows.map(({ assigned_at: at, ...row }) => ({ ...row, assignedAt: new Date(at) }))
}

/** Who has a case in hand, and keeps it until the transaction ends; `undefined` when nobody outside. */
export async function selectHolder(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
): Promise<PartyId | undefined> {
  const rows = await bulk<{ executor: PartyId }>(
    tx,
    `SELECT executor FROM assignment
      WHERE municipality = $1 AND month = $2::date AND case_id = $3::uuid AND ended_at IS NULL
        FOR SHARE`,
    [municipality, firstDayOf(month), caseId],
  )
  return rows[0]?.executor
}

/** Keeps a public key of an executor; the same again changes nothing. */
export async function insertKey(
  tx: Tx,
  party: PartyId,
  keyId: string,
  jwk: JsonWebKey,
  at: Date,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO executor_key (party, key_id, jwk, offered_at)
     VALUES ($1, $2, $3::text::jsonb, $4::timestamptz) ON CONFLICT DO NOTHING`,
    [party, keyId, JSON.stringify(jwk), at],
  )
}

/** Names of an executor's keys, newest first. */
export async function selectKeyIds(tx: Tx, party: PartyId): Promise<readonly string[]> {
  const rows = await bulk<{ key_id: string }>(
    tx,
    'SELECT key_id FROM executor_key WHERE party = $1 ORDER BY offered_at DESC, key_id',
    [party],
  )
  return rows.map(({ key_id: keyId }) => keyId)
}

/** Municipalities that admitted an executor. */
export function selectAdmissions(
  tx: Tx,
  executor: PartyId,
): Promise<{ municipality: MunicipalityCode; controller: PartyId; name: string }[]> {
  return bulk(
    tx,
    `SELECT a.municipality, r.party AS controller, p.name
       FROM executor_admission a
       JOIN party_role r ON r.role = 'municipality' AND r.municipality = a.municipality
       JOIN party p ON p.id = r.party AND p.ended_at IS NULL
      WHERE a.executor = $1 ORDER BY p.name, a.municipality`,
    [executor],
  )
}
