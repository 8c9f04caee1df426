import { textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import {
  ENUMERATION_RULES,
  type EnumerationRule,
  type Looked,
  type LookedBy,
} from '../enumeration.js'

/** A lookup as it is kept for a day. */
export interface Lookup {
  readonly lookup: string
  readonly party: string
  readonly actorKey: string
  readonly operation: LookedBy
  readonly at: Date
  readonly subject: Buffer | null
  readonly person: Buffer | null
  readonly items: number
  readonly found: number
}

/** Keeps a lookup. */
export async function insertLookup(tx: Tx, one: Lookup): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO lookup (lookup, party, actor_key, operation, at, subject, person, items, found)
     VALUES ($1::uuid, $2, $3, $4, $5::timestamptz, $6::bytea, $7::bytea, $8::integer, $9::integer)`,
    [
      one.lookup,
      one.party,
      one.actorKey,
      one.operation,
      one.at,
      one.subject,
      one.person,
      one.items,
      one.found,
    ],
  )
}

const DAY = `$4::timestamptz - interval '1 day'`
const HOUR = `$4::timestamptz - interval '1 hour'`

/** What a certificate looked up by an operation until now, and which rules it set off within a day. */
export async function selectLooked(
  tx: Tx,
  { party, actorKey, operation, at }: Pick<Lookup, 'party' | 'actorKey' | 'operation' | 'at'>,
): Promise<Looked & { readonly raised: readonly string[] }> {
  const [row] = await bulk<Record<keyof Looked, string> & { raised: string[] }>(
    tx,
    `WITH own AS (
       SELECT * FROM lookup
        WHERE party = $1 AND actor_key = $2 AND operation = $3 AND at > ${DAY} AND at <= $4::timestamptz
     ), subjects AS (
       SELECT max(at) > ${HOUR} AS lately, (array_agg(found ORDER BY at))[1] = 0 AS is_empty,
              count(DISTINCT person) AS persons
         FROM own WHERE subject IS NOT NULL GROUP BY subject
     )
     SELECT (SELECT count(*) FROM subjects WHERE lately) AS "subjectsOfHour",
            (SELECT count(*) FROM subjects) AS "subjectsOfDay",
            (SELECT count(*) FROM subjects WHERE is_empty) AS "emptyOfDay",
            (SELECT coalesce(max(persons), 0) FROM subjects) AS "mostPersons",
            (SELECT count(*) FROM own
              WHERE subject IS NULL AND at > ${HOUR}
                AND items <= ${ENUMERATION_RULES.smallTrialItems}) AS "smallOfHour",
            (SELECT coalesce(sum(found), 0) FROM own) AS "foundOfDay",
            ARRAY(SELECT DISTINCT unnest(alarms) FROM own) AS raised`,
    [party, actorKey, operation, at],
  )
  const { raised, ...counts } = row!
  const looked = Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, Number(count)]),
  )
  return { ...(looked as unknown as Looked), raised }
}

/** Notes which rules a lookup set off. */
export async function updateAlarms(
  tx: Tx,
  lookup: string,
  rules: readonly EnumerationRule[],
): Promise<void> {
  await bulk(tx, 'UPDATE lookup SET alarms = $2::text[] WHERE lookup = $1::uuid', [
    lookup,
    textArray(rules),
  ])
}

/** Removes lookups from before an instant; returns how many. */
export async function forgetLookups(tx: Tx, before: Date): Promise<number> {
  const [row] = await bulk<{ gone: string }>(tx, 'SELECT forget_lookups($1::timestamptz) AS gone', [
    before,
  ])
  return Number(row?.gone ?? 0)
}
