import type { LogSubject } from '../../access-log/index.js'
import { bulk } from '../../db/bulk.js'
import { integerArray, plainArray } from '../../db/arrays.js'
import type { Tx } from '../../db/client.js'
import type { TransferFacts } from '../../feeds/index.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { FeedbackCode } from '../../outcomes/index.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'
import type { Stays } from '../judge.js'

/** A transfer as it stands, without what was sealed. */
export interface TransferRow {
  readonly transfer_id: string
  readonly municipality: MunicipalityCode
  readonly month: Day
  readonly case_id: string
  readonly receiver: MunicipalityCode
  readonly from_party: PartyId
  readonly to_party: PartyId
  /** Names of the two; null for a party that ended. */
  readonly from_name: string | null
  readonly to_name: string | null
  readonly ground: 'MOVED' | 'NEVER_RESIDENT'
  readonly status: 'OFFERED' | 'ACCEPTED' | 'REFUSED' | 'WITHDRAWN' | 'LAPSED'
  readonly offered_at: string
  readonly digest: Buffer
  readonly lapses_at: string
  readonly decided_at: string | null
  readonly refusal: 'NOT_RESIDENT' | 'KNOWN' | 'OTHER' | null
  readonly received_month: Day | null
  readonly received_case: string | null
  readonly policy: string
}

/** One of its notifications. */
export interface NotificationRow {
  readonly transfer_id: string
  readonly creditor: string
  readonly notification_id: string
  readonly stays: Stays | null
  readonly agreement_id: string | null
  readonly tell: FeedbackCode | null
}

const COLUMNS = `t.transfer_id, t.municipality, t.month, t.case_id, t.receiver, t.from_party,
  t.to_party, f.name AS from_name, r.name AS to_name, t.ground, t.status, t.offered_at, t.digest,
  t.lapses_at, t.decided_at, t.refusal, t.received_month, t.received_case, t.policy`
const JOINED = `transfer t LEFT JOIN party f ON f.id = t.from_party
  LEFT JOIN party r ON r.id = t.to_party`

/** Transfers from and to a municipality, newest first. */
export function selectTransfers(tx: Tx, municipality: MunicipalityCode): Promise<TransferRow[]> {
  return bulk<TransferRow>(
    tx,
    `SELECT ${COLUMNS} FROM ${JOINED} WHERE $1 IN (t.municipality, t.receiver)
      ORDER BY t.offered_at DESC, t.transfer_id LIMIT 1000`,
    [municipality],
  )
}

/** One of them; `undefined` when it is none of this municipality. */
export async function selectTransfer(
  tx: Tx,
  municipality: MunicipalityCode,
  transferId: string,
): Promise<TransferRow | undefined> {
  const rows = await bulk<TransferRow>(
    tx,
    `SELECT ${COLUMNS} FROM ${JOINED}
      WHERE t.transfer_id = $2::uuid AND $1 IN (t.municipality, t.receiver)`,
    [municipality, transferId],
  )
  return rows[0]
}

/** Whom a transfer is about, as the sender's part of the log names them, under the case there. */
export async function selectSenderSubjects(
  tx: Tx,
  { transfer_id: id, case_id: reference }: Pick<TransferRow, 'transfer_id' | 'case_id'>,
): Promise<LogSubject[]> {
  const rows = await bulk<{ household: Buffer; person: Buffer }>(
    tx,
    'SELECT household, person FROM transfer_subjects($1::uuid) ORDER BY household, person',
    [id],
  )
  return rows.map((row) => ({ ...row, reference }))
}

/** Transfer of a case that went elsewhere or is offered there. */
export async function selectOfCase(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
): Promise<TransferRow | undefined> {
  const rows = await bulk<TransferRow>(
    tx,
    `SELECT ${COLUMNS} FROM ${JOINED}
      WHERE t.municipality = $1 AND t.month = $2::date AND t.case_id = $3::uuid
        AND t.status IN ('OFFERED', 'ACCEPTED')`,
    [municipality, firstDayOf(month), caseId],
  )
  return rows[0]
}

/** Notifications of transfers, in their order. */
export function selectNotifications(
  tx: Tx,
  transferIds: readonly string[],
): Promise<NotificationRow[]> {
  return bulk<NotificationRow>(
    tx,
    `SELECT transfer_id, creditor, notification_id, stays, agreement_id, tell
       FROM transfer_notification WHERE transfer_id IN (SELECT unnest($1::uuid[]))
      ORDER BY transfer_id, position`,
    [plainArray(transferIds)],
  )
}

/** What a receiver reads of a transfer. */
export interface ContentRow {
  readonly facts: TransferFacts
  readonly delivery_key: string | null
  readonly key_id: string | null
  readonly key_jwe: string | null
}

/** An envelope, where it lies by now; digest in hexadecimal. */
export interface SealedRow {
  readonly creditor: string
  readonly notification_id: string
  readonly agreement_id: string
  readonly digest: string
  readonly jwe: string | null
}

/** The content of an offer, or of an accepted transfer; `undefined` once that is forgotten. */
export async function selectContent(
  tx: Tx,
  { transfer_id: id, receiver, received_month: month }: TransferRow,
): Promise<{ readonly row: ContentRow; readonly sealed: readonly SealedRow[] } | undefined> {
  const [row] = await bulk<ContentRow>(
    tx,
    `SELECT t.facts, coalesce(t.delivery_key, k.delivery_key) AS delivery_key,
            coalesce(t.key_id, k.key_id) AS key_id, coalesce(t.key_jwe, k.jwe) AS key_jwe
       FROM transfer t
       LEFT JOIN LATERAL (
         SELECT k.delivery_key, k.key_id, k.jwe FROM envelope e
           JOIN delivery_key k ON k.municipality = e.municipality AND k.month = e.month
            AND k.delivery_key = e.delivery_key
          WHERE e.municipality = $2 AND e.month = $3::date AND e.transfer_id = t.transfer_id
          LIMIT 1) k ON true
      WHERE t.transfer_id = $1::uuid AND t.facts IS NOT NULL`,
    [id, receiver, month],
  )
  if (row === undefined) return undefined
  const sealed = await bulk<SealedRow>(
    tx,
    `SELECT n.creditor, n.notification_id, n.agreement_id, encode(n.digest, 'hex') AS digest,
            coalesce(n.jwe, e.jwe) AS jwe
       FROM transfer_notification n
       LEFT JOIN envelope e ON e.municipality = $2 AND e.month = $3::date
        AND e.creditor = n.creditor AND e.notification_id = n.notification_id
      WHERE n.transfer_id = $1::uuid AND n.stays IS NULL ORDER BY n.position`,
    [id, receiver, month],
  )
  return { row, sealed }
}

/** How many of these agreements of the municipality are in force on a day. */
export async function countInForce(
  tx: Tx,
  municipality: MunicipalityCode,
  agreements: readonly string[],
  today: Day,
): Promise<number> {
  const [row] = await bulk<{ n: number }>(
    tx,
    `SELECT count(*)::integer AS n FROM mandate
      WHERE municipality = $1 AND mandate_id IN (SELECT unnest($2::uuid[]))
        AND $3::date BETWEEN valid_from AND coalesce(valid_until, $3::date)`,
    [municipality, plainArray(agreements), today],
  )
  return row?.n ?? 0
}

/** Makes an offered case the receiver's; the database checks once more that it may be. */
export async function acceptTransfer(
  tx: Tx,
  transferId: string,
  at: Date,
  month: Month,
  caseId: string,
): Promise<void> {
  await bulk(tx, 'SELECT accept_transfer($1::uuid, $2::timestamptz, $3::date, $4::uuid)', [
    transferId,
    at,
    firstDayOf(month),
    caseId,
  ])
}

/** Ends an offer that comes to nothing. */
export async function endTransfer(
  tx: Tx,
  transferId: string,
  why: 'REFUSED' | 'WITHDRAWN' | 'LAPSED',
  refusal: string | null,
  at: Date,
): Promise<void> {
  await bulk(tx, 'SELECT end_transfer($1::uuid, $2, $3, $4::timestamptz)', [
    transferId,
    why,
    refusal,
    at,
  ])
}

/** Where a creditor reads what it is told: number of its entry in the log, and place within it. */
export interface Told {
  readonly creditor: string
  readonly notificationId: string
  readonly number: number
  readonly position: number
}

/** Puts what creditors learn of an accepted transfer where they read it. */
export async function tellCreditors(
  tx: Tx,
  transferId: string,
  told: readonly Told[],
  on: Day,
): Promise<void> {
  if (told.length === 0) return
  await bulk(
    tx,
    `SELECT tell_transfer($1::uuid, $2::text[], $3::uuid[], $4::bigint[], $5::integer[], $6::date)`,
    [
      transferId,
      plainArray(told.map(({ creditor }) => creditor)),
      plainArray(told.map(({ notificationId }) => notificationId)),
      integerArray(told.map(({ number }) => number)),
      integerArray(told.map(({ position }) => position)),
      on,
    ],
  )
}

/** Offers of a municipality whose time is over. */
export async function selectOverdue(
  tx: Tx,
  municipality: MunicipalityCode,
  at: Date,
): Promise<readonly string[]> {
  const rows = await bulk<{ transfer_id: string }>(
    tx,
    `SELECT transfer_id FROM transfer
      WHERE municipality = $1 AND status = 'OFFERED' AND lapses_at <= $2::timestamptz
      ORDER BY lapses_at, transfer_id`,
    [municipality, at],
  )
  return rows.map((row) => row.transfer_id)
}
