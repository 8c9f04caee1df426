import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StatedError } from '../kernel/stated-error.js'
import { bulk } from './bulk.js'
import type { Database } from './client.js'
import { inTransaction } from './transaction.js'

/** What a hub is for, and how it is called in signed bodies. */
export interface Environment {
  readonly sandbox: boolean
  readonly hubId: string
}

/** A hub of one kind was started on what belongs to a hub of the other kind. */
export class WrongEnvironment extends StatedError {
  override readonly name = 'WrongEnvironment'
}

/**
 * Compares what a hub is for with what its database is for, and notes it in a database that is new.
 *
 * @throws {WrongEnvironment} When they differ: nothing that was made up for a trial is ever taken for
 *   real, nor the other way round.
 */
export async function assertDatabaseIsFor(
  db: Database,
  { sandbox, hubId }: Environment,
  now: Date,
): Promise<void> {
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  const [noted] = await inTransaction(db, 'environment.note', scope, async (tx) => {
    await bulk(
      tx,
      `INSERT INTO environment (sandbox, hub_id, noted_at) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [sandbox, hubId, now],
    )
    return bulk<{ sandbox: boolean }>(tx, `SELECT sandbox FROM environment`)
  })
  if (noted?.sandbox !== sandbox) throw wrong('environment.database', 'The database', sandbox)
}

const MARK = 'environment'

/**
 * The same for a folder of a hub: keys and checkpoints of a sandbox never serve in production.
 *
 * @param folder Made when it is not there.
 * @throws {WrongEnvironment} When it belongs to a hub of the other kind.
 */
export function assertFolderIsFor(folder: string, { sandbox }: Pick<Environment, 'sandbox'>): void {
  const file = join(folder, MARK)
  const mark = `${sandbox ? 'sandbox' : 'production'}\n`
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, mark, { mode: 0o600 })
    return
  }
  if (readFileSync(file, 'utf8') !== mark) throw wrong('environment.folder', folder, sandbox)
}

function wrong(code: string, what: string, sandbox: boolean): WrongEnvironment {
  const [other, own] = sandbox
    ? ['a hub in production', 'a sandbox']
    : ['a sandbox', 'a hub in production']
  return new WrongEnvironment(code, `${what} belongs to ${other}; ${own} does not start on it.`)
}
