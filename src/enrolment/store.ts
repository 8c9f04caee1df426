import { textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Sector } from '../kernel/sector.js'
import type { Application } from './application.js'

/** How an application stands, as its applicant may know. Instants are ISO text. */
export interface StatusRow {
  readonly state: 'RECEIVED' | 'ACCEPTED' | 'REFUSED'
  readonly receivedAt: string
  readonly decidedAt: string | null
  readonly reason: string | null
  /** The party that it became. */
  readonly party: string | null
  readonly transportChain: string | null
  readonly signingChain: string | null
}

/** Keeps an application, or says why not. */
export async function receive(
  tx: Tx,
  application: Application,
  digest: Buffer,
  most: number,
  now: Date,
): Promise<'RECEIVED' | 'REPEATED' | 'CONFLICT' | 'FULL'> {
  const { enrolmentId, organisation, roles, transport, signing, wishes } = application
  const [row] = await bulk<{ received: 'RECEIVED' | 'REPEATED' | 'CONFLICT' | 'FULL' }>(
    tx,
    `SELECT enrolment_receive($1::uuid, $2::bytea, $3::bytea, $4, $5, $6, $7::text[], $8, $9,
                              $10::text::jsonb, $11::timestamptz, $12::integer) AS received`,
    [
      enrolmentId,
      digest,
      Buffer.from(application.secretDigest, 'hex'),
      organisation.organisationNumber ?? null,
      organisation.name,
      organisation.kvk ?? null,
      textArray(roles),
      transport,
      signing,
      JSON.stringify(wishes.map(({ municipalityCode, sector }) => [municipalityCode, sector])),
      now,
      most,
    ],
  )
  return row!.received
}

/** How an application stands; `undefined` without the digest of its secret. */
export async function selectStatus(
  tx: Tx,
  enrolmentId: string,
  secretDigest: Buffer,
): Promise<StatusRow | undefined> {
  const [row] = await bulk<StatusRow>(
    tx,
    `SELECT state, ${INSTANT('received_at')} AS "receivedAt", ${INSTANT('decided_at')} AS "decidedAt",
            reason, registered_as AS party, transport_chain AS "transportChain",
            signing_chain AS "signingChain"
       FROM enrolment_status($1::uuid, $2::bytea)`,
    [enrolmentId, secretDigest],
  )
  return row
}

const INSTANT = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** An application as an operator sees it. */
export interface EnrolmentRow extends Omit<StatusRow, 'transportChain' | 'signingChain'> {
  readonly enrolmentId: string
  readonly organisationNumber: string | null
  readonly name: string
  readonly kvk: string | null
  readonly roles: readonly ('creditor' | 'agent')[]
  readonly transport: string
  readonly signing: string
  /** Municipality and sector. */
  readonly wishes: readonly (readonly [string, Sector])[]
  readonly decidedBy: string | null
}

const ROW = `enrolment_id AS "enrolmentId", organisation_number AS "organisationNumber", name, kvk, roles,
            transport, signing, wishes, state, ${INSTANT('received_at')} AS "receivedAt",
            ${INSTANT('decided_at')} AS "decidedAt", decided_by AS "decidedBy", reason,
            registered_as AS party`

/** Applications in one state, or all, the oldest first. */
export function selectEnrolments(tx: Tx, state: string | null): Promise<EnrolmentRow[]> {
  return bulk<EnrolmentRow>(
    tx,
    `SELECT ${ROW} FROM enrolment WHERE $1::text IS NULL OR state = $1
      ORDER BY received_at, enrolment_id LIMIT 5000`,
    [state],
  )
}

/** One application, locked until the transaction ends. */
export async function lockEnrolment(tx: Tx, id: string): Promise<EnrolmentRow | undefined> {
  const [row] = await bulk<EnrolmentRow>(
    tx,
    `SELECT ${ROW} FROM enrolment WHERE enrolment_id = $1::uuid FOR UPDATE`,
    [id],
  )
  return row
}

/** What a decision writes. */
export interface Decision {
  readonly state: 'ACCEPTED' | 'REFUSED'
  readonly by: string
  readonly at: Date
  readonly reason: string | null
  readonly party: string | null
  readonly transportChain: string | null
  readonly signingChain: string | null
}

/** Writes what was decided. */
export async function decide(tx: Tx, id: string, decision: Decision): Promise<void> {
  await bulk(
    tx,
    `UPDATE enrolment SET state = $2, decided_by = $3, decided_at = $4::timestamptz, reason = $5,
            registered_as = $6, transport_chain = $7, signing_chain = $8
      WHERE enrolment_id = $1::uuid AND state = 'RECEIVED'`,
    [
      id,
      decision.state,
      decision.by,
      decision.at,
      decision.reason,
      decision.party,
      decision.transportChain,
      decision.signingChain,
    ],
  )
}

/** An organisation as the register knows it. */
export interface RegisterRow {
  readonly organisationNumber: string
  readonly name: string
  readonly kvk: string | null
}

/** Replaces the register by what was loaded. */
export async function replaceRegister(
  tx: Tx,
  rows: readonly RegisterRow[],
  now: Date,
): Promise<void> {
  await bulk(tx, 'DELETE FROM organisation_register', [])
  await bulk(
    tx,
    `INSERT INTO organisation_register (organisation_number, name, kvk, loaded_at)
     SELECT g.number, g.name, g.kvk, $4::timestamptz
       FROM unnest($1::text[], $2::text[], $3::text[]) AS g (number, name, kvk)`,
    [
      textArray(rows.map(({ organisationNumber }) => organisationNumber)),
      textArray(rows.map(({ name }) => name)),
      textArray(rows.map(({ kvk }) => kvk)),
      now,
    ],
  )
}

/** What the register says of a number, or of a KvK number when there is none. */
export async function selectRegistered(
  tx: Tx,
  organisationNumber: string | null,
  kvk: string | null,
): Promise<RegisterRow[]> {
  return bulk<RegisterRow>(
    tx,
    `SELECT organisation_number AS "organisationNumber", name, kvk FROM organisation_register
      WHERE CASE WHEN $1::text IS NULL THEN kvk = $2 ELSE organisation_number = $1 END
      ORDER BY organisation_number LIMIT 10`,
    [organisationNumber, kvk],
  )
}
