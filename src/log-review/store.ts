import { bytesArray } from '../db/arrays.js'
import { bulk, type Bound } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { EntryFilter, LoggedEntry } from './question.js'

interface EntryRow {
  readonly entry: string
  readonly number: string
  readonly record: Buffer
  readonly salt: Buffer
  readonly leaf: Buffer
  readonly index: string | null
}

const COLUMNS = `e.entry, e.number, e.record, e.salt, l.index,
  sha256('\\x0001'::bytea || sha256(e.salt || e.record || int8send(e.number))) AS leaf`
const PLACE = `LEFT JOIN log_leaf l ON l.entry = e.entry
  AND l.tree = (SELECT max(tree) FROM log_head)`

/** Where a page begins, and which way it goes. */
export interface PageStart {
  readonly order: 'oldest' | 'newest'
  /** Number of the entry before it. */
  readonly after: number
}

/**
 * Entries of one controller after a number, in the order of their numbers or against it.
 *
 * The text is put together from constants only, one per filter that is given: a filter that may be
 * absent inside the statement would keep the server from using an index. Each is planned for its own
 * values, because what is fast for a rare one is slow for a common one. Numbers are found first, since
 * indexes hold them with what is filtered by; only then are the rows of the page read.
 */
export async function selectEntries(
  tx: Tx,
  controller: string,
  filter: EntryFilter,
  { order, after }: PageStart,
  limit: number,
): Promise<LoggedEntry[]> {
  await bulk(tx, `SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`)
  const params: Bound[] = [controller, after, limit]
  let where = ''
  for (const name of FILTERS) {
    const value = filter[name]
    if (value === undefined) continue
    params.push(value)
    where += ` AND ${CONDITIONS[name].replaceAll('$', `$${params.length}`)}`
  }
  const span = await selectSpan(tx, controller, filter)
  if (span !== undefined) {
    params.push(span.least, span.most)
    where += ` AND e.number BETWEEN $${params.length - 1}::bigint AND $${params.length}::bigint`
  }
  const direction = order === 'oldest' ? 'ASC' : 'DESC'
  const rows = await bulk<EntryRow>(
    tx,
    `SELECT ${COLUMNS} FROM (
       SELECT e.number FROM log_entry e
        WHERE e.controller = $1 AND e.number ${order === 'oldest' ? '>' : '<'} $2::bigint${where}
        ORDER BY e.number ${direction} LIMIT $3::integer) found
       JOIN log_entry e ON e.controller = $1 AND e.number = found.number ${PLACE}
      ORDER BY e.number ${direction}`,
    params,
  )
  return rows.map((row) => toEntry(controller, row))
}

/** A period with more entries than this is no help in finding others. */
const MOST_IN_SPAN = 200_000

/**
 * The first and last number that a period has: numbers mostly follow the time, and the server does not
 * know it. Exact, because every entry of the period is looked at; `undefined` for no or a long period.
 */
async function selectSpan(
  tx: Tx,
  controller: string,
  { from, until }: EntryFilter,
): Promise<{ least: string; most: string } | undefined> {
  if (from === undefined && until === undefined) return undefined
  const [row] = await bulk<{ least: string | null; most: string | null; many: string }>(
    tx,
    `SELECT min(number) AS least, max(number) AS most, count(*) AS many FROM (
       SELECT number FROM log_entry WHERE controller = $1
          AND at >= coalesce($2::timestamptz, '-infinity')
          AND at < coalesce($3::timestamptz, 'infinity') LIMIT ${MOST_IN_SPAN}) s`,
    [controller, from ?? null, until ?? null],
  )
  if (row === undefined || Number(row.many) === MOST_IN_SPAN) return undefined
  return { least: row.least ?? '0', most: row.most ?? '0' }
}

const CONDITIONS = {
  from: 'e.at >= $::timestamptz',
  until: 'e.at < $::timestamptz',
  actor: 'e.actor = $',
  role: 'e.role = $',
  action: 'e.action = $',
  operation: 'e.operation = $',
  purpose: 'e.purpose = $',
  result: 'e.result = $',
  municipality: 'e.municipality = $',
  caseId: `(e.case_id = $ OR e.entry IN (SELECT s.entry FROM log_subject s WHERE s.reference = $))`,
  entryId: 'e.entry = $::uuid',
  traceId: 'e.trace_id = $',
  processingActivity: 'e.processing_activity = $',
  household: 'e.entry IN (SELECT s.entry FROM log_subject s WHERE s.household = $)',
  person: 'EXISTS (SELECT FROM log_subject s WHERE s.entry = e.entry AND s.person = $)',
} as const satisfies Record<keyof EntryFilter, string>
const FILTERS = Object.keys(CONDITIONS) as (keyof EntryFilter)[]

/** One touch of a household by an entry. */
export interface TrailRow {
  readonly entry: LoggedEntry
  readonly reference: string
  /** Whether the person was meant, not only the address. */
  readonly isPerson: boolean
}

/**
 * What touched households in one controller's partition, oldest first, at most `limit` rows.
 *
 * A pull of a feed, or a look at a list of its cases, names places and not each household; the entry
 * that closed the feed says who stands at which place (`feed/2026-08/17`), and so they are found.
 */
export async function selectTrail(
  tx: Tx,
  controller: string,
  households: readonly Buffer[],
  persons: readonly Buffer[],
  limit: number,
): Promise<TrailRow[]> {
  const rows = await bulk<EntryRow & { reference: string; is_person: boolean }>(
    tx,
    `WITH named AS MATERIALIZED (
       SELECT s.entry, s.reference, s.position, coalesce(s.person = ANY ($3::bytea[]), false) AS is_person
         FROM unnest($2::bytea[]) AS h (household)
         JOIN log_subject s ON s.household = h.household AND s.controller = $1
     ), placed AS (
       SELECT entry AS closing, reference, is_person,
              split_part(reference, '/', 3)::integer AS place
         FROM named WHERE reference ~ '^feed/[0-9]{4}-[0-9]{2}/[0-9]{1,9}$'
     ), touched AS (
       SELECT entry, reference, position, is_person FROM named
       UNION ALL
       SELECT p.entry, f.reference, 0, f.is_person
         FROM placed f
         JOIN log_entry p ON p.controller = $1 AND p.closing_entry = f.closing
          AND p.result = 'ALLOW' AND log_means_place(p.objects, f.place)
     )
     SELECT ${COLUMNS}, s.reference, s.is_person
       FROM touched s
       JOIN log_entry e ON e.entry = s.entry AND e.controller = $1 ${PLACE}
      ORDER BY e.number, s.position LIMIT $4::integer`,
    [controller, bytesArray(households), bytesArray(persons), limit],
  )
  return rows.map((row) => ({
    entry: toEntry(controller, row),
    reference: row.reference,
    isPerson: row.is_person,
  }))
}

function toEntry(controller: string, row: EntryRow): LoggedEntry {
  return {
    entryId: row.entry,
    controller,
    number: Number(row.number),
    record: row.record.toString('utf8'),
    salt: row.salt,
    leaf: row.leaf,
    index: row.index === null ? null : Number(row.index),
  }
}

/** Whether a partition is confidential now. */
export async function isConfidential(tx: Tx, controller: string): Promise<boolean> {
  const [row] = await bulk<{ confidential: boolean }>(
    tx,
    'SELECT partition_readers($1) IS NOT NULL AS confidential',
    [controller],
  )
  return row!.confidential
}
