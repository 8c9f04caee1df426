import { booleanArray, bytesArray, integerArray, plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { CaseStatus, Named } from '../../cases/index.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { ClosedItem } from '../item.js'

/** Whether a month is closed. */
export async function isClosed(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<boolean> {
  const rows = await bulk(tx, 'SELECT 1 FROM feed WHERE municipality = $1 AND month = $2::date', [
    municipality,
    firstDayOf(month),
  ])
  return rows.length > 0
}

/** A batch as the municipality's table of intake has it. */
export interface IntakeRow {
  readonly entry: string
  readonly deliverer: string
  readonly batch_id: string
}

/** The intake that a month rests on, by number of its log entries. */
export function selectIntakes(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<IntakeRow[]> {
  return bulk<IntakeRow>(
    tx,
    `SELECT entry, deliverer, batch_id FROM intake
      WHERE municipality = $1 AND month = $2::date ORDER BY entry_number`,
    [municipality, firstDayOf(month)],
  )
}

/** One envelope of the month, or one that a batch of the month brought once more. */
export interface EnvelopeRow {
  /** Of the batch that brought it; null for an envelope that belongs to no notification. */
  readonly deliverer: string | null
  readonly batch_id: string | null
  readonly creditor: string
  readonly notification_id: string
  /** Digest that its batch promised: taken from the JWE itself, as long as it is there. 32 bytes. */
  readonly promised: Buffer
  /** Digest of what is there now; null for a re-delivery to an earlier month. */
  readonly present: Buffer | null
}

/** Every envelope with its batch, in the order of the batches. Digests are taken by the database. */
export function selectEnvelopes(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<EnvelopeRow[]> {
  return bulk<EnvelopeRow>(
    tx,
    `SELECT n.deliverer, n.batch_id, n.position, e.creditor, e.notification_id,
            coalesce(e.first_digest, p.digest) AS promised, p.digest AS present
       FROM envelope e
       -- OFFSET 0 keeps it a look-up by key: a planner without statistics makes a product of it.
       LEFT JOIN LATERAL (SELECT n.deliverer, n.batch_id, n.position FROM notification n
                           WHERE n.municipality = $1 AND n.month = $2::date
                             AND n.creditor = e.creditor
                             AND n.notification_id = e.notification_id OFFSET 0) n ON true
      CROSS JOIN LATERAL (SELECT ${PRESENT} AS digest) p
      -- What was taken over from elsewhere came with no batch; its own digest is compared.
      WHERE e.municipality = $1 AND e.month = $2::date AND e.transfer_id IS NULL
      UNION ALL
     SELECT r.deliverer, r.batch_id, r.position, r.creditor, r.notification_id,
            CASE WHEN e.digest = r.digest THEN ${PRESENT} ELSE r.digest END, NULL
       FROM intake i
       JOIN redelivery r ON r.municipality = i.municipality AND r.deliverer = i.deliverer
        AND r.batch_id = i.batch_id
       LEFT JOIN LATERAL (SELECT e.digest, e.jwe FROM envelope e
                           WHERE e.municipality = $1 AND e.month = r.month
                             AND e.creditor = r.creditor
                             AND e.notification_id = r.notification_id OFFSET 0) e ON true
      WHERE i.municipality = $1 AND i.month = $2::date
      ORDER BY 1, 2, 3`,
    [municipality, firstDayOf(month)],
  )
}

// A purged envelope is known by its digest alone.
const PRESENT = `CASE WHEN e.jwe IS NULL THEN e.digest ELSE sha256(convert_to(e.jwe, 'UTF8')) END`

/** Digests of named envelopes of another month. */
export async function selectDigests(
  tx: Tx,
  municipality: MunicipalityCode,
  named: readonly (Named & { readonly month: Month })[],
): Promise<(Named & { readonly digest: Buffer })[]> {
  if (named.length === 0) return []
  const rows = await bulk<{ creditor: string; notification_id: string; digest: Buffer }>(
    tx,
    `SELECT e.creditor, e.notification_id, ${PRESENT} AS digest
       FROM unnest($2::date[], $3::text[], $4::uuid[]) AS u (month, creditor, notification_id)
       JOIN envelope e ON e.municipality = $1 AND e.month = u.month AND e.creditor = u.creditor
        AND e.notification_id = u.notification_id`,
    [
      municipality,
      plainArray(named.map(({ month }) => firstDayOf(month))),
      plainArray(named.map(({ creditor }) => creditor)),
      plainArray(named.map(({ notificationId }) => notificationId)),
    ],
  )
  return rows.map((row) => ({
    creditor: row.creditor,
    notificationId: row.notification_id,
    digest: row.digest,
  }))
}

/** What each agreement with a municipality entitles it to see, in whatever state it is by now. */
export async function selectEntitlements(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await bulk<{ agreement_id: string; entitled_fields: string[] }>(
    tx,
    'SELECT agreement_id, entitled_fields FROM agreement WHERE municipality = $1',
    [municipality],
  )
  return new Map(rows.map((row) => [row.agreement_id, new Set(row.entitled_fields)]))
}

/** Names of parties as others may see them. */
export async function selectNames(
  tx: Tx,
  parties: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await bulk<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM party WHERE id IN (SELECT unnest($1::text[]))',
    [plainArray(parties)],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** An item as it is kept. */
export interface ItemRow {
  readonly caseId: string
  readonly text: string
  readonly leaf: Buffer
  readonly status: CaseStatus
  readonly notifications: readonly (Named & { readonly month: Month })[]
  /** The item itself: of it an inbox sorts and filters by some members. */
  readonly item: ClosedItem
}

/** Adds items from a place on. Lists of lists travel as texts: unnest takes none. */
export async function insertItems(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  first: number,
  items: readonly ItemRow[],
): Promise<void> {
  const of = <Value>(read: (item: ClosedItem) => Value) => items.map(({ item }) => read(item))
  const sectors = ({ notifications }: ClosedItem) =>
    [...new Set(notifications.map(({ sector }) => sector))].sort().join(' ')
  const joined = (of: (one: ItemRow['notifications'][number]) => string) =>
    textArray(items.map(({ notifications }) => notifications.map(of).join(' ')))
  await bulk(
    tx,
    `INSERT INTO feed_item (municipality, month, position, case_id, item, leaf, status, creditors,
                            notification_ids, notification_months, work_bin, match_class, urgency,
                            deadline_on, total_arrears_cents, district, sectors, has_phone)
     SELECT $1, $2::date, u.position, u.case_id, u.item, u.leaf, u.status,
            string_to_array(u.creditors, ' '), string_to_array(u.ids, ' ')::uuid[],
            string_to_array(u.months, ' ')::date[], u.bin, u.class, u.urgency, u.deadline, u.total,
            u.district, string_to_array(u.sectors, ' '), u.phone
       FROM unnest($3::integer[], $4::uuid[], $5::text[], $6::bytea[], $7::text[], $8::text[],
                   $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::date[],
                   $15::bigint[], $16::text[], $17::text[], $18::boolean[])
         AS u (position, case_id, item, leaf, status, creditors, ids, months, bin, class, urgency,
               deadline, total, district, sectors, phone)`,
    [
      municipality,
      firstDayOf(month),
      integerArray(items.map((_, at) => first + at)),
      plainArray(items.map(({ caseId }) => caseId)),
      textArray(items.map(({ text }) => text)),
      bytesArray(items.map(({ leaf }) => leaf)),
      plainArray(items.map(({ status }) => status)),
      joined(({ creditor }) => creditor),
      joined(({ notificationId }) => notificationId),
      joined((one) => firstDayOf(one.month)),
      textArray(of(({ workBin }) => workBin)),
      plainArray(of(({ matchClass }) => matchClass)),
      plainArray(of(({ urgency }) => urgency)),
      plainArray(of(({ deadlineOn }) => deadlineOn ?? null)),
      integerArray(of(({ totalArrearsCents }) => totalArrearsCents)),
      textArray(of(({ district }) => district ?? null)),
      textArray(of(sectors)),
      booleanArray(of(({ quality }) => !quality.includes('NO_PHONE'))),
    ],
  )
}

/** A feed as it is closed, once. */
export interface ClosedRow {
  readonly closedAt: Date
  readonly items: number
  readonly root: Buffer
  readonly statement: string
  readonly statementSignature: string
  readonly checkpoint: string
  readonly closingEntry: string
  readonly closingNumber: number
  /** JSON. */
  readonly intakeEntries: string
}

/** Closes a month. Its key lets nobody do so twice. */
export async function insertFeed(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  row: ClosedRow,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO feed (municipality, month, closed_at, items, root, statement, statement_signature,
                       checkpoint, closing_entry, closing_number, intake_entries)
     VALUES ($1, $2::date, $3::timestamptz, $4::integer, $5::bytea, $6, $7, $8, $9::uuid,
             $10::bigint, $11::jsonb)`,
    [
      municipality,
      firstDayOf(month),
      row.closedAt,
      row.items,
      row.root,
      row.statement,
      row.statementSignature,
      row.checkpoint,
      row.closingEntry,
      row.closingNumber,
      row.intakeEntries,
    ],
  )
}
