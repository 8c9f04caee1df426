import { bytesArray, plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, monthOf, type Day, type Month } from '../../kernel/calendar.js'
import type { RightsSubject } from '../../identity/index.js'
import { FIELD } from '../../linkage/index.js'
import type { Effects, RightKind } from '../policy.js'

/** The municipality that a party is; `undefined` when it is none. */
export async function selectMunicipality(tx: Tx, party: string): Promise<string | undefined> {
  const [row] = await bulk<{ municipality: string }>(
    tx,
    `SELECT municipality FROM party_role WHERE party = $1 AND role = 'municipality'`,
    [party],
  )
  return row?.municipality
}

/**
 * Waits until no batch for a municipality is being written, and lets none begin before the
 * transaction ends: what was accepted is then reached, and what comes afterwards meets the request.
 */
export async function lockIntake(tx: Tx, municipality: string): Promise<void> {
  await bulk(tx, `SELECT pg_advisory_xact_lock(hashtext('rights'), hashtext($1))`, [municipality])
}

/** A notification that a request reaches. */
export interface Reached {
  readonly creditor: string
  readonly notificationId: string
  readonly month: Month
  /** Case of a closed feed that told of it. */
  readonly caseId: string | null
  /** Whether the municipality has it: from a feed, or from the urgent lane. */
  readonly isTold: boolean
}

/**
 * The notifications of a municipality that are about a person: as the log names it, or by name, birth
 * date and address; by name and address alone only where there are no initials. Withdrawals name
 * nobody.
 */
export async function selectReached(
  tx: Tx,
  municipality: string,
  controller: string,
  { persons, subjects, undated }: RightsSubject,
): Promise<Reached[]> {
  const rows = await bulk<{
    creditor: string
    notification_id: string
    month: Day
    case_id: string | null
    is_told: boolean
  }>(
    tx,
    // Entries that are no intake name a case or a request in the same column. The planner may look at
    // the reference before it looks at the action, so what is no notification is never cast.
    `WITH logged AS MATERIALIZED (
       SELECT split_part(s.reference, '/', 1) AS creditor,
              CASE WHEN s.reference ~ '^[^/]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                   THEN split_part(s.reference, '/', 2)::uuid END AS id
         FROM unnest($3::bytea[], $4::bytea[]) AS p (household, person)
         JOIN log_subject s ON s.household = p.household AND s.person = p.person
          AND s.controller = $2
         JOIN log_entry e ON e.entry = s.entry AND e.action = 'INTAKE'
     ), reached AS (
       SELECT n.creditor, n.notification_id, n.month FROM notification n
         JOIN logged l ON l.creditor = n.creditor AND l.id = n.notification_id
        WHERE n.municipality = $1
        UNION
       SELECT n.creditor, n.notification_id, n.month FROM notification n
        WHERE n.municipality = $1 AND n.subject_pseudonym IN (SELECT unnest($5::bytea[]))
        UNION
       SELECT n.creditor, n.notification_id, n.month FROM notification n
        WHERE n.municipality = $1 AND (n.presence & ${FIELD.initial}) = 0
          AND n.subject_pseudonym IN (SELECT unnest($6::bytea[]))
     )
     SELECT r.creditor, r.notification_id, r.month, i.case_id,
            i.case_id IS NOT NULL OR EXISTS (
              SELECT FROM urgent_item u WHERE u.municipality = $1 AND u.creditor = r.creditor
                 AND u.notification_id = r.notification_id) AS is_told
       FROM reached r
       LEFT JOIN LATERAL (SELECT i.case_id FROM feed_item i
                           WHERE i.municipality = $1 AND i.month = r.month
                             AND r.notification_id = ANY (i.notification_ids) LIMIT 1) i ON true
      ORDER BY r.month, r.creditor, r.notification_id`,
    [
      municipality,
      controller,
      bytesArray(persons.map(({ household }) => household)),
      bytesArray(persons.map(({ person }) => person)),
      bytesArray(subjects),
      bytesArray(undated),
    ],
  )
  return rows.map((row) => ({
    creditor: row.creditor,
    notificationId: row.notification_id,
    month: monthOf(row.month),
    caseId: row.case_id,
    isTold: row.is_told,
  }))
}

/** A request as it is registered. */
export interface NewRequest {
  readonly request: string
  readonly municipality: string
  readonly kind: RightKind
  readonly registeredAt: Date
  readonly party: string
  readonly holder: string
  readonly reason: string
  readonly effects: Effects
  readonly policy: string
  readonly endsOn: Day
  readonly keyYear: number
  readonly tokens: readonly Buffer[]
  readonly entry: string
}

/** Keeps a request. */
export async function insertRequest(tx: Tx, request: NewRequest): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
                                 effects, policy, ends_on, key_year, tokens, entry)
     VALUES ($1::uuid, $2, $3, $4::timestamptz, $5, $6, $7, $8::text::jsonb, $9, $10::date,
             $11::smallint, $12::bytea[], $13::uuid)`,
    [
      request.request,
      request.municipality,
      request.kind,
      request.registeredAt,
      request.party,
      request.holder,
      request.reason,
      JSON.stringify(request.effects),
      request.policy,
      request.endsOn,
      request.keyYear,
      bytesArray(request.tokens),
      request.entry,
    ],
  )
}

/** Keeps which notifications a request reaches. */
export async function insertHolds(
  tx: Tx,
  { municipality, request, registeredAt }: NewRequest,
  withheld: string | null,
  reached: readonly Reached[],
): Promise<void> {
  if (reached.length === 0) return
  await bulk(
    tx,
    `INSERT INTO rights_hold (municipality, request, held_at, withheld, creditor, notification_id,
                              month, case_id)
     SELECT $1, $2::uuid, $3::timestamptz, $4, * FROM unnest($5::text[], $6::uuid[], $7::date[],
                                                             $8::uuid[])`,
    [
      municipality,
      request,
      registeredAt,
      withheld,
      textArray(reached.map(({ creditor }) => creditor)),
      plainArray(reached.map(({ notificationId }) => notificationId)),
      plainArray(reached.map(({ month }) => firstDayOf(month))),
      plainArray(reached.map(({ caseId }) => caseId)),
    ],
  )
}

/** Erases envelopes and pseudonyms of what a request for erasure reaches; returns how many envelopes. */
export async function eraseHeld(tx: Tx, request: string, at: Date): Promise<number> {
  const [row] = await bulk<{ erased: number }>(
    tx,
    'SELECT rights_erase($1::uuid, $2::timestamptz) AS erased',
    [request, at],
  )
  return row?.erased ?? 0
}

/** A signed correction as it is kept for the municipality. */
export interface NewNotice {
  readonly noticeId: string
  readonly issuedAt: Date
  readonly statement: string
  readonly signature: string
}

/** Puts a notice in the lane of a municipality. */
export async function insertNotice(
  tx: Tx,
  { municipality, request }: Pick<NewRequest, 'municipality' | 'request'>,
  { noticeId, issuedAt, statement, signature }: NewNotice,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO rights_notice (municipality, notice_id, request, issued_at, statement, signature)
     VALUES ($1, $2::uuid, $3::uuid, $4::timestamptz, $5, $6)`,
    [municipality, noticeId, request, issuedAt, statement, signature],
  )
}
