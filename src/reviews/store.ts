import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { firstDayOf, monthOf, type Day, type Month } from '../kernel/calendar.js'
import type { AnomalyKind } from './rules.js'
import type { Span } from './rules/store.js'

/** Controllers whose log an officer reviews. */
export async function selectReviewed(tx: Tx): Promise<string[]> {
  const rows = await bulk<{ controller: string }>(
    tx,
    `SELECT DISTINCT controller FROM party_role WHERE role = 'officer' ORDER BY 1`,
  )
  return rows.map(({ controller }) => controller)
}

/** The entries of a month: their numbers, how many a draw is from, and where the tree has them. */
export interface MonthSpan {
  readonly first: number
  readonly last: number
  readonly population: number
  /** Entries that have no place in the tree yet. */
  readonly unplaced: number
  /** Note of the first checkpoint that covers them all. */
  readonly checkpoint: string | null
}

/** What a month of a partition holds; `undefined` when nothing. */
export async function selectSpan(
  tx: Tx,
  controller: string,
  { from, until }: Span,
): Promise<MonthSpan | undefined> {
  const [row] = await bulk<Record<'first' | 'last' | 'population' | 'unplaced' | 'note', string>>(
    tx,
    `WITH head AS (SELECT max(tree) AS tree FROM log_head), span AS (
       SELECT min(e.number) AS first, max(e.number) AS last, max(l.index) AS index,
              count(*) FILTER (WHERE e.role <> 'job') AS population,
              count(*) FILTER (WHERE l.index IS NULL) AS unplaced
         FROM log_entry e
         LEFT JOIN log_leaf l ON l.entry = e.entry AND l.tree = (SELECT tree FROM head)
        WHERE e.controller = $1 AND e.at >= $2::timestamptz AND e.at < $3::timestamptz)
     SELECT first, last, population, unplaced,
            (SELECT c.note FROM log_checkpoint c
              WHERE c.tree = (SELECT tree FROM head) AND c.size > span.index
              ORDER BY c.size LIMIT 1) AS note
       FROM span WHERE first IS NOT NULL`,
    [controller, from, until],
  )
  return (
    row && {
      first: Number(row.first),
      last: Number(row.last),
      population: Number(row.population),
      unplaced: Number(row.unplaced),
      checkpoint: row.note,
    }
  )
}

/** A plan as it is kept. */
export interface Plan {
  readonly plan: string
  readonly controller: string
  readonly month: Month
  readonly madeAt: Date
  /** Signed note that the draw follows from. */
  readonly checkpoint: string
  readonly seed: Buffer
  readonly first: number
  readonly last: number
  readonly population: number
  readonly rulesVersion: number
  /** How often each rule matched. */
  readonly found: Readonly<Record<AnomalyKind, number>>
}

/** Keeps a plan; false when the month has one. */
export async function insertPlan(tx: Tx, plan: Plan): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO review_plan (plan, controller, month, made_at, checkpoint, seed, first_number,
                              last_number, population, rules_version, found)
     VALUES ($1::uuid, $2, $3::date, $4::timestamptz, $5, $6::bytea, $7::bigint, $8::bigint,
             $9::bigint, $10::integer, $11::text::jsonb)
     ON CONFLICT DO NOTHING RETURNING plan`,
    [
      plan.plan,
      plan.controller,
      firstDayOf(plan.month),
      plan.madeAt,
      plan.checkpoint,
      plan.seed,
      plan.first,
      plan.last,
      plan.population,
      plan.rulesVersion,
      JSON.stringify(plan.found),
    ],
  )
  return rows.length > 0
}

/** A plan with how far its items have come. */
export interface PlanSummary extends Plan {
  readonly items: number
  readonly closed: number
}

interface PlanRow {
  readonly plan: string
  readonly controller: string
  readonly month: Day
  readonly made_at: string
  readonly checkpoint: string
  readonly seed: Buffer
  readonly first_number: string
  readonly last_number: string
  readonly population: string
  readonly rules_version: number
  readonly found: Plan['found']
  readonly items: string
  readonly closed: string
}

/** Plans of a partition, newest first. */
export async function selectPlans(tx: Tx, controller: string): Promise<PlanSummary[]> {
  const rows = await bulk<PlanRow>(
    tx,
    `SELECT p.*, (SELECT count(*) FROM review_item i
                   WHERE i.controller = p.controller AND i.month = p.month) AS items,
            (SELECT count(*) FROM review_item i WHERE i.controller = p.controller
                AND i.month = p.month AND i.status = 'CLOSED') AS closed
       FROM review_plan p WHERE p.controller = $1 ORDER BY p.month DESC LIMIT 120`,
    [controller],
  )
  return rows.map((row) => ({
    plan: row.plan,
    controller: row.controller,
    month: monthOf(row.month),
    madeAt: new Date(row.made_at),
    checkpoint: row.checkpoint,
    seed: row.seed,
    first: Number(row.first_number),
    last: Number(row.last_number),
    population: Number(row.population),
    rulesVersion: row.rules_version,
    found: row.found,
    items: Number(row.items),
    closed: Number(row.closed),
  }))
}
