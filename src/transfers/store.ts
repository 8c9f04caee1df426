import type { JsonWebKey } from 'node:crypto'
import { bytesArray, booleanArray, integerArray, plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { CarriedEntry, TransferFacts } from '../feeds/index.js'
import { firstDayOf, type Day, type Month } from '../kernel/calendar.js'
import type { CaseOutcome, FeedbackCode } from '../outcomes/index.js'
import type { MunicipalityCode, PartyId } from '../parties/index.js'
import type { Stays } from './judge.js'

/** A municipality that takes part, with its newest active sealing key. */
export interface TargetRow {
  readonly party: PartyId
  readonly name: string
  readonly key_id: string | null
  readonly jwk: JsonWebKey | null
}

/** The municipality of a code; `undefined` when none takes part. */
export async function selectTarget(tx: Tx, code: string): Promise<TargetRow | undefined> {
  const rows = await bulk<TargetRow>(
    tx,
    'SELECT party, name, key_id, jwk FROM transfer_target($1)',
    [code],
  )
  return rows[0]
}

/** What is known of one of the sender's own notifications at the other municipality. */
export interface MandateRow {
  readonly creditor: string
  readonly notification_id: string
  readonly agreement_id: string | null
  readonly has_basis: boolean
  /** Entry of its intake; null once that is forgotten. */
  readonly entry: string | null
  readonly month: Day
}

/** Which notifications their creditors may report there; those that are forgotten are left out. */
export function selectMandates(
  tx: Tx,
  code: string,
  named: readonly { readonly creditorId: string; readonly notificationId: string }[],
  today: Day,
): Promise<MandateRow[]> {
  return bulk<MandateRow>(
    tx,
    `SELECT creditor, notification_id, agreement_id, has_basis, entry, month
       FROM transfer_mandates($1, $2::text[], $3::uuid[], $4::date)`,
    [
      code,
      plainArray(named.map(({ creditorId }) => creditorId)),
      plainArray(named.map(({ notificationId }) => notificationId)),
      today,
    ],
  )
}

/** Whether a case of the municipality has to stay: a legal hold, or a resident's request. */
export async function isHeld(tx: Tx, month: Month, caseId: string, at: Date): Promise<boolean> {
  const [row] = await bulk<{ held: boolean }>(
    tx,
    'SELECT transfer_is_held($1::date, $2::uuid, $3::timestamptz) AS held',
    [firstDayOf(month), caseId, at],
  )
  return row?.held === true
}

/** Whether something stands in the way of an offer since it was made. */
export async function isBlocked(tx: Tx, transferId: string, at: Date): Promise<boolean> {
  const [row] = await bulk<{ blocked: boolean }>(
    tx,
    'SELECT transfer_is_blocked($1::uuid, $2::timestamptz) AS blocked',
    [transferId, at],
  )
  return row?.blocked === true
}

/** An offer as it is kept. */
export interface NewTransfer {
  readonly transferId: string
  readonly month: Month
  readonly caseId: string
  readonly receiver: string
  readonly fromParty: PartyId
  readonly toParty: PartyId
  readonly ground: string
  readonly offeredAt: Date
  readonly digest: Buffer
  readonly lapsesAt: Date
  readonly deliveryKey: { readonly id: string; readonly keyId: string; readonly jwe: string }
  readonly facts: TransferFacts
  readonly intake: readonly CarriedEntry[]
  readonly closing: CaseOutcome
  readonly policy: string
  readonly notifications: readonly NewNotification[]
}

/** One of its notifications. */
export interface NewNotification {
  readonly creditorId: string
  readonly notificationId: string
  readonly month: Day
  readonly stays: Stays | null
  readonly agreementId: string | null
  readonly jwe: string | null
  readonly digest: Buffer | null
  readonly tell: FeedbackCode | null
  readonly isCorrection: boolean
  readonly showsMove: boolean
}

/** Keeps an offer; false when its id was used, or when the case is offered or handed over already. */
export async function insertTransfer(
  tx: Tx,
  municipality: MunicipalityCode,
  one: NewTransfer,
): Promise<boolean> {
  const kept = await bulk(
    tx,
    `INSERT INTO transfer (transfer_id, municipality, month, case_id, receiver, from_party, to_party,
                           ground, status, offered_at, digest, lapses_at, delivery_key, key_id,
                           key_jwe, facts, intake, closing, policy)
     VALUES ($1::uuid, $2, $3::date, $4::uuid, $5, $6, $7, $8, 'OFFERED', $9::timestamptz, $10::bytea,
             $11::timestamptz, $12, $13, $14, $15::text::jsonb, $16::text::jsonb, $17::text::jsonb, $18)
     ON CONFLICT DO NOTHING RETURNING transfer_id`,
    [
      one.transferId,
      municipality,
      firstDayOf(one.month),
      one.caseId,
      one.receiver,
      one.fromParty,
      one.toParty,
      one.ground,
      one.offeredAt,
      one.digest,
      one.lapsesAt,
      one.deliveryKey.id,
      one.deliveryKey.keyId,
      one.deliveryKey.jwe,
      JSON.stringify(one.facts),
      JSON.stringify(one.intake),
      JSON.stringify(one.closing),
      one.policy,
    ],
  )
  if (kept.length === 0) return false
  const of = <Value>(read: (row: NewNotification) => Value) => one.notifications.map(read)
  await bulk(
    tx,
    `INSERT INTO transfer_notification (transfer_id, municipality, receiver, position, creditor,
                                        notification_id, month, stays, agreement_id, jwe, digest,
                                        tell, is_correction, shows_move)
     SELECT $1::uuid, $2, $3, u.*
       FROM unnest($4::integer[], $5::text[], $6::uuid[], $7::date[], $8::text[], $9::uuid[],
                   $10::text[], $11::bytea[], $12::text[], $13::boolean[], $14::boolean[]) u`,
    [
      one.transferId,
      municipality,
      one.receiver,
      integerArray(one.notifications.map((_, at) => at)),
      plainArray(of(({ creditorId }) => creditorId)),
      plainArray(of(({ notificationId }) => notificationId)),
      plainArray(of(({ month }) => month)),
      plainArray(of(({ stays }) => stays)),
      plainArray(of(({ agreementId }) => agreementId)),
      textArray(of(({ jwe }) => jwe)),
      bytesArray(of(({ digest }) => digest)),
      plainArray(of(({ tell }) => tell)),
      booleanArray(of(({ isCorrection }) => isCorrection)),
      booleanArray(of(({ showsMove }) => showsMove)),
    ],
  )
  return true
}
