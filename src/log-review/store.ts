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
 * absent inside the statement would keep the server from using an index.
 */
export async function selectEntries(
  tx: Tx,
  controller: string,
  filter: EntryFilter,
  { order, after }: PageStart,
  limit: number,
): Promise<LoggedEntry[]> {
  const params: Bound[] = [controller, after, limit]
  let where = ''
  for (const name of FILTERS) {
    const value = filter[name]
    if (value === undefined) continue
    params.push(value)
    where += ` AND ${CONDITIONS[name].replaceAll('$', `$${params.length}`)}`
  }
  const rows = await bulk<EntryRow>(
    tx,
    `SELECT ${COLUMNS} FROM log_entry e ${PLACE}
      WHERE e.controller = $1 AND e.number ${order === 'oldest' ? '>' : '<'} $2::bigint${where}
      ORDER BY e.number ${order === 'oldest' ? 'ASC' : 'DESC'} LIMIT $3::integer`,
    params,
  )
  return rows.map((row) => toEntry(controller, row))
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
 * A pull of a feed names the places it released and not each household; the entry that closed the
 * feed says who stands at which place (`feed/2026-08/17`), and so the pulls are found.
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
       SELECT reference, is_person, split_part(reference, '/', 2) AS month,
              split_part(reference, '/', 3)::integer AS place
         FROM named WHERE reference ~ '^feed/[0-9]{4}-[0-9]{2}/[0-9]{1,9}$'
     ), touched AS (
       SELECT entry, reference, position, is_person FROM named
       UNION ALL
       SELECT p.entry, f.reference, 0, f.is_person
         FROM placed f
         JOIN log_entry p ON p.controller = $1 AND p.action = 'PULL' AND p.operation = 'getFeed'
          AND p.result = 'ALLOW' AND p.objects ->> 'month' = f.month
          AND (p.objects ->> 'from')::integer <= f.place AND f.place < (p.objects ->> 'to')::integer
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
