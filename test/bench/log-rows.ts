import type postgres from 'postgres'
import { say } from './say.js'

/** The officer's own partition: a quarter of everything, so that its searches are the hardest. */
export const BIGGEST = '00000099000000363000'

/** Whose partitions there are beside it, of equal size. */
const OTHERS = 100

/** Kinds of entry, as often as they stand here: mostly feeds pulled, seldom a refusal or a purge. */
const KINDS = [
  ['getFeed', 'PULL', 'EARLY_DETECTION', 'WGS_8B', 'feeds@1', 'municipality'],
  ['submitNotificationBatch', 'INTAKE', 'EARLY_DETECTION', 'WGS_3_1_B', 'intake@1', 'creditor'],
  ['getFeed', 'PULL', 'EARLY_DETECTION', 'WGS_8B', 'feeds@1', 'municipality'],
  ['listFeeds', 'VIEW', 'EARLY_DETECTION', 'WGS_8B', 'feeds@1', 'municipality'],
  ['submitNotificationBatch', 'INTAKE', 'EARLY_DETECTION', 'WGS_3_1_B', 'intake@1', 'creditor'],
  ['getUrgentFeed', 'PULL', 'EARLY_DETECTION', 'WGS_8B', 'feeds@1', 'municipality'],
  ['searchAccessLog', 'LOG_READ', 'LOG_REVIEW', 'AVG_5_2', 'access-log@1', 'officer'],
  ['job.purge', 'PURGE', 'RETENTION', 'AVG_5_1_E', 'feeds@1', 'job'],
] as const

const ROWS_PER_STATEMENT = 250_000

/**
 * Loads entries with their leaves in bulk: past the hub, but byte for byte as the hub writes them, so
 * that the verifier finds nothing wrong. Their residents are left out; searches do not look at them.
 */
export async function fillEntries(sql: postgres.Sql, entries: number): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
      FROM pg_index WHERE indrelid = 'log_entry'::regclass AND NOT indisunique`
  for (const { name } of indexes) await sql.unsafe(`DROP INDEX ${name}`)
  await sql`SELECT log_open_tree('bench', 'bench', now())`
  for (let first = 0; first < entries; first += ROWS_PER_STATEMENT) {
    const until = Math.min(first + ROWS_PER_STATEMENT, entries)
    say(`loading entries ${first + 1} to ${until}`)
    await sql.unsafe(INSERT, [first, until, entries])
  }
  await sql`INSERT INTO log_partition (controller, last_number)
            SELECT controller, max(number) FROM log_entry GROUP BY 1`
  say('indexing')
  for (const { definition } of indexes) await sql.unsafe(definition)
}

const kinds = KINDS.map((kind) => `ROW(${kind.map((text) => `'${text}'`).join(', ')})`)

/**
 * Entry `i` lies in the biggest partition when `i` is a multiple of four, and its number there follows
 * from `i`. Twenty creditors and the municipality itself act; one in 97 is refused; two years pass.
 */
const INSERT = `
WITH kind AS MATERIALIZED (
  SELECT (row_number() OVER () - 1)::integer AS place, k.*
    FROM (SELECT * FROM (VALUES ${kinds.join(', ').replaceAll('ROW', '')}) AS v
            (operation, action, purpose, basis, activity, role)) k
), made AS MATERIALIZED (
  SELECT i, k.*, gen_random_uuid() AS entry, md5('t' || i) AS trace,
         CASE WHEN i % 4 = 0 THEN '${BIGGEST}'
              ELSE '0000009900000' || lpad((4000 + rest % ${OTHERS})::text, 4, '0') || '000' END AS controller,
         CASE WHEN i % 4 = 0 THEN i / 4 ELSE rest / ${OTHERS} END + 1 AS number,
         CASE WHEN k.role = 'creditor'
              THEN '000000990000000' || lpad((1 + i / 8 % 20)::text, 2, '0') || '000'
              ELSE '${BIGGEST}' END AS actor,
         CASE WHEN i % 97 = 0 THEN 'DENY' ELSE 'ALLOW' END AS result,
         lpad((300 + i / 16 % 64)::text, 4, '0') AS municipality,
         timestamptz '2024-08-10T00:00:00Z' + i * (interval '730 days' / $3::bigint) AS exact,
         sha256(int8send(i)) AS salt
    FROM (SELECT i, i - i / 4 - 1 AS rest FROM generate_series($1::bigint, $2::bigint - 1) AS i) s
    JOIN kind k ON k.place = i / 4 % 8
), written AS MATERIALIZED (
  SELECT m.*, date_trunc('milliseconds', exact) AS at,
         format('{"municipality":"%s"}', municipality) AS objects FROM made m
), texts AS MATERIALIZED (
  SELECT w.*, convert_to(format(
    '{"action":"%s","actor":"%s","actorKey":null,"at":"%s","controller":"%s","count":1,"entry":"%s",'
    || '"legalBasis":"%s","objects":%s,"operation":"%s","processingActivity":"%s","purpose":"%s",'
    || '"result":"%s","role":"%s","spanId":"%s","traceId":"%s","v":1}',
    action, actor, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), controller, entry,
    basis, objects, operation, activity, purpose, result, role, left(trace, 16), trace), 'UTF8') AS record
    FROM written w
), stored AS (
  INSERT INTO log_entry (entry, controller, number, at, actor, role, action, operation, objects,
      municipality, purpose, legal_basis, processing_activity, result, count, trace_id, span_id, record, salt)
  SELECT entry, controller, number, at, actor, role, action, operation, objects::jsonb,
         municipality, purpose, basis, activity, result, 1, trace, left(trace, 16), record, salt
    FROM texts
)
INSERT INTO log_leaf (tree, index, entry, commitment, leaf)
SELECT 1, i, entry, commitment, sha256('\\x0001'::bytea || commitment)
  FROM (SELECT i, entry, sha256(salt || record || int8send(number)) AS commitment FROM texts) c`
