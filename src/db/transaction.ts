import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from './client.js'
import { holdsDriverError, strippedError } from './errors.js'
import { openingStatements, type Scope } from './scope.js'

export { DatabaseError } from './errors.js'
export type { DbRole } from './roles.js'
export type { Scope } from './scope.js'

/** Serialisation failure and deadlock: the server asks for a repeat. */
const REPEATABLE: ReadonlySet<string> = new Set(['40001', '40P01'])
const ATTEMPTS = 5
const LONGEST_PAUSE_MS = 40

/**
 * The only door to the database: runs `body` in one READ COMMITTED transaction in the role and for
 * the party of `scope`, commits when it returns and rolls back when it throws.
 *
 * **`body` may run more than once**: after a deadlock or a serialisation failure the transaction is
 * repeated, up to five times. It must therefore leave no trace outside the database, and compute
 * what it returns from what it read in this run.
 *
 * @param name Names the transaction in metrics, in errors and, as `hub.transaction`, to the server.
 * @returns What `body` returned, once it is committed.
 * @throws {DatabaseError} In place of every error of the driver, also where `body` wrapped one. It
 *   carries the name and the SQLSTATE, and no value. Everything else that `body` throws passes.
 */
export async function inTransaction<Result>(
  db: Database,
  name: string,
  scope: Scope,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const opening = openingStatements(name, scope)
  const begun = performance.now()
  for (let attempt = 1; ; attempt += 1) {
    const timing = (outcome: string) => ({
      transaction: name,
      seconds: (performance.now() - begun) / 1000,
      attempts: attempt,
      outcome,
    })
    let thrown: unknown
    try {
      const result = await db.begin(async (tx) => {
        await tx.execute(sql.raw(opening))
        try {
          return await body(tx)
        } catch (error) {
          thrown = error
          throw error
        }
      })
      db.observe(timing('committed'))
      return result
    } catch (error) {
      if (thrown === error && !holdsDriverError(error)) {
        db.observe(timing('refused'))
        throw error
      }
      db.unsafeOnDriverError?.(error)
      const stripped = strippedError(name, error)
      if (!REPEATABLE.has(stripped.sqlState) || attempt >= ATTEMPTS) {
        db.observe(timing(stripped.sqlState))
        throw stripped
      }
      await delay(randomInt(1, LONGEST_PAUSE_MS))
    }
  }
}
