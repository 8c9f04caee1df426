import type { Tx } from './client.js'

/** A value bound to `$n`: plain, or a column made by `arrays.ts` and cast in the statement. */
export type Bound = string | number | boolean | bigint | Buffer | Date | null

/**
 * Runs one statement as it is written, for what moves many rows: unnest, returning sets, upserts.
 *
 * The statement is prepared once per connection, so its text must be constant: values are bound as
 * `$1, $2, …` and never written into it. Rows come as objects with the column names; bigint and
 * numeric columns come as text, days as `2026-08-31`, instants as `2026-08-31 22:00:00+00` (UTC), bytea as
 * Buffer, json as a value, arrays as arrays.
 */
export async function bulk<Row extends object = Record<string, unknown>>(
  tx: Tx,
  text: string,
  params: readonly Bound[] = [],
): Promise<Row[]> {
  const query = { sql: text, params: params.map(bindable) }
  // A name is what makes drizzle ask the driver to prepare; the name itself is not used.
  const prepared = tx._.session.prepareQuery(query, undefined, 'bulk', false)
  const rows = (await prepared.execute()) as unknown as Iterable<Row>
  return [...rows]
}

/** drizzle leaves instants to its columns, and the driver binds what it is given. */
export function bindable(value: Bound): unknown {
  return value instanceof Date ? value.toISOString() : value
}
