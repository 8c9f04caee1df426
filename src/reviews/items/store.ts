import { integerArray, plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, monthOf, type Day, type Month } from '../../kernel/calendar.js'
import type { Decision, Doer, ReviewStatus, ReviewStep } from '../finding.js'
import type { Match, ReviewKind } from '../rules.js'
import type { Span } from '../rules/store.js'
import type { Plan } from '../store.js'

/** An item of a plan as it is made. */
export interface NewItem extends Match {
  readonly item: string
  readonly kind: ReviewKind
}

/** Keeps the items of a plan, in their order. */
export async function insertItems(
  tx: Tx,
  { controller, month }: Pick<Plan, 'controller' | 'month'>,
  items: readonly NewItem[],
): Promise<void> {
  if (items.length === 0) return
  await bulk(
    tx,
    `INSERT INTO review_item (controller, month, position, status, item, kind, entry, number, actor,
                              facts)
     SELECT $1, $2::date, u.ord - 1, 'OPEN', u.item, u.kind, u.entry, u.number, u.actor,
            u.facts::jsonb
       FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::text[], $8::text[])
            WITH ORDINALITY AS u (item, kind, entry, number, actor, facts, ord)`,
    [
      controller,
      firstDayOf(month),
      plainArray(items.map(({ item }) => item)),
      plainArray(items.map(({ kind }) => kind)),
      plainArray(items.map(({ entry }) => entry)),
      integerArray(items.map(({ number }) => number)),
      textArray(items.map(({ actor }) => actor)),
      textArray(items.map(({ facts }) => JSON.stringify(facts))),
    ],
  )
}

/** An item with how far it has come. */
export interface Item extends NewItem {
  readonly month: Month
  readonly position: number
  readonly status: ReviewStatus
  readonly assignee: string | null
  readonly decision: Decision | null
}

const ITEM = `item, month, position, kind, entry, number, actor, facts, status, assignee, decision`

type ItemRow = Omit<Item, 'month' | 'number'> & { readonly month: Day; readonly number: string }

/** The items of a plan, in its order. */
export async function selectItems(tx: Tx, controller: string, month: Month): Promise<Item[]> {
  const rows = await bulk<ItemRow>(
    tx,
    `SELECT ${ITEM} FROM review_item WHERE controller = $1 AND month = $2::date ORDER BY position`,
    [controller, firstDayOf(month)],
  )
  return rows.map(itemOf)
}

/** One item, kept from changing until the transaction ends. */
export async function selectItem(
  tx: Tx,
  controller: string,
  id: string,
): Promise<Item | undefined> {
  const [row] = await bulk<ItemRow>(
    tx,
    `SELECT ${ITEM} FROM review_item WHERE controller = $1 AND item = $2::uuid FOR UPDATE`,
    [controller, id],
  )
  return row && itemOf(row)
}

function itemOf(row: ItemRow): Item {
  return { ...row, month: monthOf(row.month), number: Number(row.number) }
}

/** Something that was done with an item. */
export interface Step extends Doer {
  readonly item: string
  readonly at: Date
  readonly step: ReviewStep
  readonly text: string | null
  readonly decision: Decision | null
}

/** What was done with items, in order. */
export async function selectSteps(
  tx: Tx,
  controller: string,
  items: readonly string[],
): Promise<Step[]> {
  const rows = await bulk<Omit<Step, 'at'> & { at: string }>(
    tx,
    `SELECT item, at, step, party, holder, fingerprint, text, decision FROM review_step
      WHERE controller = $1 AND item = ANY ($2::uuid[]) ORDER BY item, position`,
    [controller, plainArray(items)],
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/** Adds a step behind those of its item. */
export async function insertStep(tx: Tx, controller: string, step: Step): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO review_step (item, position, controller, at, step, party, holder, fingerprint, text,
                              decision)
     SELECT $1::uuid, (SELECT count(*) FROM review_step WHERE item = $1::uuid), $2,
            $3::timestamptz, $4, $5, $6, $7, $8, $9`,
    [
      step.item,
      controller,
      step.at,
      step.step,
      step.party,
      step.holder,
      step.fingerprint,
      step.text,
      step.decision,
    ],
  )
}

/** Puts an item where a step has brought it. */
export async function updateItem(
  tx: Tx,
  controller: string,
  { item, status, assignee, decision }: Pick<Item, 'item' | 'status' | 'assignee' | 'decision'>,
): Promise<void> {
  await bulk(
    tx,
    `UPDATE review_item SET status = $3, assignee = $4, decision = $5
      WHERE controller = $1 AND item = $2::uuid`,
    [controller, item, status, assignee, decision],
  )
}

/** How many items of a partition are not closed yet. */
export async function countOpen(tx: Tx, controller: string): Promise<number> {
  const [row] = await bulk<{ open: string }>(
    tx,
    `SELECT count(*) AS open FROM review_item WHERE controller = $1 AND status <> 'CLOSED'`,
    [controller],
  )
  return Number(row?.open ?? 0)
}

/** Whether an actor of the log is a party that takes part. */
export async function isParty(tx: Tx, id: string): Promise<boolean> {
  const rows = await bulk(tx, 'SELECT 1 FROM party WHERE id = $1 AND ended_at IS NULL', [id])
  return rows.length > 0
}

/** What a party needs to find an entry of another's partition on its own side. */
export async function selectAbout(
  tx: Tx,
  controller: string,
  entry: string,
): Promise<Readonly<Record<string, string>>> {
  const [row] = await bulk<{ at: string; action: string; operation: string; trace_id: string }>(
    tx,
    `SELECT at, action, operation, trace_id FROM log_entry WHERE controller = $1 AND entry = $2::uuid`,
    [controller, entry],
  )
  if (row === undefined) return {}
  const { action, operation, trace_id: traceId } = row
  return { at: new Date(row.at).toISOString(), action, operation, traceId }
}

/** Draws entries of a month, as `drawFrom` does. */
export async function selectDrawn(
  tx: Tx,
  controller: string,
  { from, until }: Span,
  seed: Buffer,
  size: number,
): Promise<Match[]> {
  const rows = await bulk<{ entry: string; number: string; actor: string }>(
    tx,
    `SELECT entry, number, actor FROM log_entry
      WHERE controller = $1 AND at >= $2::timestamptz AND at < $3::timestamptz AND role <> 'job'
      ORDER BY sha256($4::bytea || int8send(number)) LIMIT $5::integer`,
    [controller, from, until, seed, size],
  )
  return rows.map(({ entry, number, actor }) => ({
    entry,
    number: Number(number),
    actor,
    facts: {},
  }))
}

/** Whether an entry was made with a certificate of a person, this one or another. */
export async function isOwnEntry(
  tx: Tx,
  controller: string,
  number: number,
  { party, holder, fingerprint }: { party: string; holder: string; fingerprint: string },
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `SELECT 1 FROM log_entry e
      WHERE e.controller = $1 AND e.number = $2::bigint AND e.actor_key IS NOT NULL
        AND (e.actor_key = $3 OR EXISTS (
          SELECT FROM review_holders(ARRAY[e.actor_key]) h WHERE h.party = $4 AND h.holder = $5))`,
    [controller, number, fingerprint, party, holder],
  )
  return rows.length > 0
}
