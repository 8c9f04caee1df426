import type { Tx } from './client.js'
import { bindable, type Bound } from './bulk.js'

/** One row in the order of its columns: the text of each value as the server sent it, in UTF-8. */
export type RawRow = readonly (Buffer | null)[]

/** What of the driver's transaction is used here; drizzle holds it and has no call for it. */
interface Driver {
  unsafe(
    text: string,
    params: readonly unknown[],
    options: { readonly prepare: true },
  ): { raw(): PromiseLike<Iterable<RawRow>> }
}

/**
 * Runs one statement like `bulk`, and leaves the values as bytes: for large columns that go out as
 * they came in, which would otherwise become text and bytes again.
 *
 * The bytes are pieces of what the connection received, so they keep all of it in memory: for what is
 * sent on at once, not for what is kept.
 */
export async function rawRows(
  tx: Tx,
  text: string,
  params: readonly Bound[],
): Promise<readonly RawRow[]> {
  const { client } = tx._.session as unknown as { readonly client: Driver }
  return [...(await client.unsafe(text, params.map(bindable), { prepare: true }).raw())]
}
