import { booleanArray, bytesArray, integerArray, plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { keyOf, type Named } from '../../debts/index.js'
import { type Day, firstDayOf, type Month, monthOf } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import type { Told } from '../urgent.js'
import { COLUMNS, type Kind } from './column.js'
import type {
  BatchScope,
  DeliveryKeyRow,
  EnvelopeRow,
  IntakeRow,
  NotificationRow,
  UrgentRow,
} from './row.js'

/** Rows per statement: bounds what one statement holds in memory, here and at the server. */
const ROWS_PER_STATEMENT = 2_500

const ENCODERS = {
  plain: plainArray,
  text: textArray,
  list: textArray,
  integer: integerArray,
  boolean: booleanArray,
  bytes: bytesArray,
} as const satisfies Record<Kind, unknown>

const NAMES = COLUMNS.map(({ name }) => name).join(', ')
const TYPES = COLUMNS.map(({ type }, at) => `$${at + 5}::${type}[]`).join(', ')
// unnest takes no lists of lists: these travel as texts with commas.
const VALUES = COLUMNS.map(({ name, kind }) =>
  kind === 'list' ? `string_to_array(n.${name}, ',')` : `n.${name}`,
).join(', ')
const INSERT_NOTIFICATIONS =
  `INSERT INTO notification (deliverer, batch_id, month, accepted_at, ${NAMES})\n` +
  `SELECT $1, $2, $3, $4, ${VALUES} FROM unnest(${TYPES}) AS n (${NAMES})`

type Encoder = (values: readonly unknown[]) => string

/** Writes accepted notifications. */
export async function insertNotifications(
  tx: Tx,
  batch: BatchScope,
  rows: readonly NotificationRow[],
): Promise<void> {
  const shared = [batch.deliverer, batch.batchId, firstDayOf(batch.month), batch.receivedAt]
  await inParts(rows, (part) =>
    bulk(tx, INSERT_NOTIFICATIONS, [
      ...shared,
      ...COLUMNS.map(({ kind, of }) => (ENCODERS[kind] as Encoder)(part.map(of))),
    ]),
  )
}

/**
 * Writes their envelopes. They and their digests travel as one text and one byte string that the
 * server takes apart: as array literals they would be read character by character.
 */
export async function insertEnvelopes(
  tx: Tx,
  month: Month,
  rows: readonly EnvelopeRow[],
): Promise<void> {
  await inParts(rows, (part) =>
    bulk(
      tx,
      `INSERT INTO envelope (month, municipality, creditor, notification_id, delivery_key, jwe, digest)
       SELECT $1, e.municipality, e.creditor, e.notification_id, e.delivery_key, e.jwe,
              substr($7::bytea, (e.at::integer - 1) * 32 + 1, 32)
         FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], string_to_array($6, ','))
              WITH ORDINALITY AS e (municipality, creditor, notification_id, delivery_key, jwe, at)`,
      [
        firstDayOf(month),
        plainArray(part.map((row) => row.municipality)),
        plainArray(part.map((row) => row.creditor)),
        plainArray(part.map((row) => row.notificationId)),
        plainArray(part.map((row) => row.deliveryKey)),
        part.map((row) => row.jwe).join(),
        Buffer.concat(part.map((row) => row.digest)),
      ],
    ),
  )
}

/** Writes the keys that envelopes are sealed under, wrapped for their municipality. */
export async function insertDeliveryKeys(tx: Tx, rows: readonly DeliveryKeyRow[]): Promise<void> {
  await inParts(rows, (part) =>
    bulk(
      tx,
      `INSERT INTO delivery_key (municipality, month, delivery_key, key_id, jwe)
       SELECT d.municipality, d.month, d.delivery_key, d.key_id, d.jwe
         FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[])
           AS d (municipality, month, delivery_key, key_id, jwe)`,
      [
        plainArray(part.map((row) => row.municipality)),
        plainArray(part.map((row) => firstDayOf(row.month))),
        plainArray(part.map((row) => row.deliveryKey)),
        plainArray(part.map((row) => row.sealedFor)),
        plainArray(part.map((row) => row.jwe)),
      ],
    ),
  )
}

/** Writes what the log promised per municipality, to be recomputed at closing. */
export async function insertIntakes(
  tx: Tx,
  batch: BatchScope,
  rows: readonly IntakeRow[],
): Promise<void> {
  await inParts(rows, (part) =>
    bulk(
      tx,
      `INSERT INTO intake (deliverer, batch_id, month, municipality, entry, entry_number, leaf,
                           envelopes, envelopes_root)
       SELECT $1, $2, $3, i.municipality, i.entry, i.entry_number, i.leaf, i.envelopes, i.root
         FROM unnest($4::text[], $5::uuid[], $6::bigint[], $7::bytea[], $8::integer[], $9::bytea[])
           AS i (municipality, entry, entry_number, leaf, envelopes, root)`,
      [
        batch.deliverer,
        batch.batchId,
        firstDayOf(batch.month),
        plainArray(part.map((row) => row.municipality)),
        plainArray(part.map((row) => row.entry)),
        integerArray(part.map((row) => row.entryNumber)),
        bytesArray(part.map((row) => row.leaf)),
        integerArray(part.map((row) => row.envelopes)),
        bytesArray(part.map((row) => row.envelopesRoot)),
      ],
    ),
  )
}

/** Puts notifications in the daily lane. */
export async function insertUrgent(
  tx: Tx,
  batch: BatchScope,
  rows: readonly UrgentRow[],
): Promise<void> {
  await inParts(rows, (part) =>
    bulk(
      tx,
      `INSERT INTO urgent_item (month, issued_at, municipality, urgent_id, intake_number, position,
                                creditor, notification_id, reason, ground, deadline_on, case_id)
       SELECT $1, $2, u.municipality, u.urgent_id, u.intake_number, u.position, u.creditor,
              u.notification_id, u.reason, u.ground, u.deadline_on, u.case_id
         FROM unnest($3::text[], $4::uuid[], $5::bigint[], $6::integer[], $7::text[], $8::uuid[],
                     $9::text[], $10::text[], $11::date[], $12::uuid[])
           AS u (municipality, urgent_id, intake_number, position, creditor, notification_id,
                 reason, ground, deadline_on, case_id)`,
      [
        firstDayOf(batch.month),
        batch.receivedAt,
        plainArray(part.map((row) => row.municipality)),
        plainArray(part.map(() => randomId())),
        integerArray(part.map((row) => row.intakeNumber)),
        integerArray(part.map((row) => row.position)),
        plainArray(part.map((row) => row.creditor)),
        plainArray(part.map((row) => row.notificationId)),
        plainArray(part.map((row) => row.reason)),
        plainArray(part.map((row) => row.ground)),
        plainArray(part.map((row) => row.deadlineOn)),
        plainArray(part.map((row) => row.caseId)),
      ],
    ),
  )
}

/**
 * Every notification that is connected with a named one, over predecessors and what follows on them;
 * those of the present transaction too, withdrawals not. Step by step for all at once: a debt has few
 * steps, and a batch may take back thousands.
 */
export async function selectDebts(tx: Tx, named: readonly Named[]): Promise<Told[]> {
  const found = new Map<string, Told>()
  const seen = new Set<string>()
  for (let open = unseen(named, seen); open.length > 0;) {
    const names = [
      plainArray(open.map(({ creditor }) => creditor)),
      plainArray(open.map(({ notificationId }) => notificationId)),
    ]
    const [own, following] = await Promise.all([
      bulk<ToldRow>(tx, `${TOLD} ${NAMED}`, names),
      bulk<ToldRow>(tx, `${TOLD} ${FOLLOWING}`, names),
    ])
    const next: Named[] = []
    for (const row of [...own, ...following]) {
      const { creditor, predecessorId } = row
      found.set(keyOf(row), { ...row, month: monthOf(row.month) })
      next.push(row)
      if (predecessorId !== null) next.push({ creditor, notificationId: predecessorId })
    }
    open = unseen(next, seen)
  }
  return [...found.values()]
}

type ToldRow = Omit<Told, 'month'> & { readonly month: Day }

const TOLD = `
  SELECT n.creditor, n.notification_id AS "notificationId", n.month, n.kind, n.crisis,
         n.reported_on AS "reportedOn", n.predecessor_id AS "predecessorId",
         n.withdrawal_reason AS "withdrawalReason"
    FROM unnest($1::text[], $2::uuid[]) AS u (creditor, notification_id)`
const NAMED = `
    JOIN notification_key k ON k.creditor = u.creditor AND k.notification_id = u.notification_id
    JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
     AND n.creditor = k.creditor AND n.notification_id = k.notification_id`
const FOLLOWING = `
    JOIN notification n ON n.predecessor_id = u.notification_id AND n.creditor = u.creditor
     AND n.kind <> 'WITHDRAWAL'`

/** Those that were not looked at, each once; from now on they are. */
function unseen(named: readonly Named[], seen: Set<string>): readonly Named[] {
  return named.filter((one) => {
    const key = keyOf(one)
    return !seen.has(key) && seen.add(key)
  })
}

async function inParts<Row>(
  rows: readonly Row[],
  write: (part: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    await write(rows.slice(at, at + ROWS_PER_STATEMENT))
  }
}
