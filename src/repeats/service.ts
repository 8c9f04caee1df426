import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import type { SignedCommand } from './command.js'
import * as store from './store.js'

/** A day more than a body may be old: what is forgotten is refused as too old. */
const KEPT_MS = 8 * 24 * 60 * 60_000

/**
 * Whether this very body was carried out before. To be asked first in the transaction that carries it
 * out: two at once take turns here, and what was refused was not carried out and may come again. A
 * repeat is answered with what holds now, and nothing is done for it.
 *
 * @throws {HubError} `body.conflict` when its id was used for another body.
 */
export async function isRepeat(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  command: SignedCommand,
): Promise<boolean> {
  if (await store.insertCommand(tx, command, clock.now())) return false
  const before = await store.selectDigest(tx, command)
  if (before?.equals(command.digest) === true) return true
  throw new HubError('body.conflict', 'The id of this body was used for another body.')
}

/** Forgets what nobody can repeat any more; how many there were. */
export function forgetCommands({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS)
  return inTransaction(db, 'repeats.forget', { role: 'vroegsignaal_job' }, (tx) =>
    store.forgetCommands(tx, before),
  )
}
