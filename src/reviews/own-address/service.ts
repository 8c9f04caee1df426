import { recordAccess } from '../../access-log/index.js'
import { inTransaction } from '../../db/transaction.js'
import { entryOf, type Reviewer, type WorkContext } from '../work/service.js'
import { replaceOwnAddress } from './store.js'

/**
 * Keeps where an officer lives, as pseudonyms of the log, so that a look at the own household stands
 * out in a review; the address itself is not kept. None removes it.
 */
export async function keepOwnAddress(
  context: WorkContext,
  officer: Reviewer,
  households: readonly Buffer[],
): Promise<void> {
  const scope = { role: 'vroegsignaal_officer', party: officer.id } as const
  await inTransaction(context.db, 'reviews.own_address', scope, async (tx) => {
    const own = { party: officer.id, holder: officer.holder }
    await replaceOwnAddress(tx, own, households, context.clock.now())
    await recordAccess(tx, context, [
      {
        ...entryOf(officer, 'hub'),
        action: 'REVIEW',
        operation: 'consoleOwnAddress',
        objects: { years: households.length },
        count: households.length,
      },
    ])
  })
}
