import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { monthOf, type Day } from '../../kernel/calendar.js'
import type { Effects, RightKind } from '../policy.js'
import type { Reached } from '../requests/store.js'

/** A request as officers see it; the person is not in it. */
export interface RightsRequest {
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
  readonly entry: string
  readonly liftedAt: Date | null
  /** Notifications that it reaches. */
  readonly held: number
}

type Row = Omit<RightsRequest, 'registeredAt' | 'liftedAt' | 'held'> & {
  readonly registeredAt: string
  readonly liftedAt: string | null
  readonly held: string
}

const SELECT_REQUEST = `SELECT r.request, r.municipality, r.kind, r.registered_at AS "registeredAt", r.party,
       r.holder, r.reason, r.effects, r.policy, r.ends_on AS "endsOn", r.entry,
       r.lifted_at AS "liftedAt",
       (SELECT count(*) FROM rights_hold h WHERE h.request = r.request) AS held
  FROM rights_request r`

/** Of these requests those of a municipality that have effects. */
export async function selectRequests(
  tx: Tx,
  municipality: string,
  requests: readonly string[],
): Promise<RightsRequest[]> {
  const rows = await bulk<Row>(
    tx,
    `${SELECT_REQUEST} WHERE r.municipality = $1 AND r.request = ANY ($2::uuid[])
      ORDER BY r.registered_at DESC, r.request`,
    [municipality, plainArray(requests)],
  )
  return rows.map(toRequest)
}

/**
 * One request; `undefined` when the municipality has none of that id. Locked when it is to change:
 * then nothing is held for it any more until the transaction ends.
 */
export async function selectRequest(
  tx: Tx,
  municipality: string,
  request: string,
  toChange: boolean,
): Promise<RightsRequest | undefined> {
  const [row] = await bulk<Row>(
    tx,
    `${SELECT_REQUEST} WHERE r.municipality = $1 AND r.request = $2::uuid ${toChange ? 'FOR UPDATE' : ''}`,
    [municipality, request],
  )
  return row && toRequest(row)
}

function toRequest({ registeredAt, liftedAt, held, ...row }: Row): RightsRequest {
  return {
    ...row,
    registeredAt: new Date(registeredAt),
    liftedAt: liftedAt === null ? null : new Date(liftedAt),
    held: Number(held),
  }
}

/** A notification that a request reaches, with what became of that. */
export interface Hold extends Omit<Reached, 'isTold'> {
  readonly withheld: string | null
  readonly heldAt: Date
  readonly liftedAt: Date | null
}

/** The notifications that a request reaches. */
export async function selectHolds(tx: Tx, request: string): Promise<Hold[]> {
  const rows = await bulk<
    Omit<Hold, 'month' | 'heldAt' | 'liftedAt'> & {
      month: Day
      heldAt: string
      liftedAt: string | null
    }
  >(
    tx,
    `SELECT creditor, notification_id AS "notificationId", month, case_id AS "caseId", withheld,
            held_at AS "heldAt", lifted_at AS "liftedAt"
       FROM rights_hold WHERE request = $1::uuid ORDER BY month, creditor, notification_id`,
    [request],
  )
  return rows.map(({ month, heldAt, liftedAt, ...row }) => ({
    ...row,
    month: monthOf(month),
    heldAt: new Date(heldAt),
    liftedAt: liftedAt === null ? null : new Date(liftedAt),
  }))
}

/**
 * Of the notifications that a request reaches, those that no lifting brings back: their month was
 * closed without them, and they were not in the urgent lane either.
 *
 * @returns `creditor notification`.
 */
export async function selectMissed(tx: Tx, request: string): Promise<ReadonlySet<string>> {
  const rows = await bulk<{ name: string }>(
    tx,
    `SELECT h.creditor || ' ' || h.notification_id AS name FROM rights_hold h
      WHERE h.request = $1::uuid AND feed_is_closed(h.municipality, h.month)
        AND NOT EXISTS (SELECT FROM feed_item i WHERE i.municipality = h.municipality
                           AND i.month = h.month AND h.notification_id = ANY (i.notification_ids))
        AND NOT EXISTS (SELECT FROM urgent_item u WHERE u.municipality = h.municipality
                           AND u.creditor = h.creditor AND u.notification_id = h.notification_id)`,
    [request],
  )
  return new Set(rows.map(({ name }) => name))
}

/** A signed correction, and when the municipality acknowledged it. */
export interface IssuedNotice {
  readonly noticeId: string
  readonly issuedAt: Date
  /** Canonical text that is signed. */
  readonly statement: string
  readonly acknowledgedAt: Date | null
}

/** The notices of a request, in order. */
export async function selectNotices(tx: Tx, request: string): Promise<IssuedNotice[]> {
  const rows = await bulk<{
    notice_id: string
    issued_at: string
    statement: string
    acknowledged_at: string | null
  }>(
    tx,
    `SELECT notice_id, issued_at, statement, acknowledged_at FROM rights_notice
      WHERE request = $1::uuid ORDER BY seq`,
    [request],
  )
  return rows.map((row) => ({
    noticeId: row.notice_id,
    issuedAt: new Date(row.issued_at),
    statement: row.statement,
    acknowledgedAt: row.acknowledged_at === null ? null : new Date(row.acknowledged_at),
  }))
}

/** What can happen with a request. */
export type RightsStep =
  | 'REGISTERED'
  | 'HELD'
  | 'ERASED'
  | 'NOTIFIED'
  | 'TOLD'
  | 'BLOCKED'
  | 'FLAGGED'
  | 'ACKNOWLEDGED'
  | 'LIFTED'

/** Something that happened with a request. */
export interface StepRow {
  readonly at: Date
  readonly step: RightsStep
  /** Whom it concerns. */
  readonly party: string
  readonly count: number
}

/** What happened with a request, in order. */
export async function selectSteps(tx: Tx, request: string): Promise<StepRow[]> {
  const rows = await bulk<Omit<StepRow, 'at'> & { at: string }>(
    tx,
    `SELECT at, step, party, count FROM rights_step WHERE request = $1::uuid ORDER BY position`,
    [request],
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/** Adds what happened behind what is there. */
export async function insertSteps(
  tx: Tx,
  { request, municipality }: Pick<RightsRequest, 'request' | 'municipality'>,
  at: Date,
  steps: readonly Omit<StepRow, 'at'>[],
): Promise<void> {
  for (const { step, party, count } of steps) {
    await bulk(
      tx,
      `INSERT INTO rights_step (request, position, municipality, at, step, party, count)
       SELECT $1::uuid, (SELECT count(*) FROM rights_step WHERE request = $1::uuid), $2,
              $3::timestamptz, $4, $5, $6::integer`,
      [request, municipality, at, step, party, count],
    )
  }
}

/** Lifts a request and what it holds; false when it was lifted before. */
export async function liftRequest(tx: Tx, request: string, at: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE rights_request SET lifted_at = $2::timestamptz
      WHERE request = $1::uuid AND lifted_at IS NULL RETURNING request`,
    [request, at],
  )
  await bulk(
    tx,
    `UPDATE rights_hold SET lifted_at = $2::timestamptz
      WHERE request = $1::uuid AND lifted_at IS NULL`,
    [request, at],
  )
  return rows.length > 0
}

/** Whom the entry that registered a request is about, as the log knows the person. */
export function selectSubjects(
  tx: Tx,
  entry: string,
): Promise<{ household: Buffer; person: Buffer | null }[]> {
  return bulk(
    tx,
    `SELECT household, person FROM log_subject
      WHERE entry = $1::uuid AND household IS NOT NULL ORDER BY position`,
    [entry],
  )
}
