import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import type { components } from '../../generated/openapi.js'
import { dayOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { creditorsOf, type Caller } from '../../parties/index.js'
import { statusOf } from '../receipt.js'
import { selectBatch, selectProgress } from '../store.js'

type Schemas = components['schemas']

/**
 * How far a batch of the caller has come, with its receipt. The reading is logged.
 *
 * @throws {HubError} `batch.unknown`, also for a batch of somebody else and after the term of receipts.
 */
export async function batchStatus(
  context: Context,
  caller: Caller,
  batchId: string,
): Promise<Schemas['BatchStatus']> {
  const scope = { role: 'vroegsignaal_intake', party: caller.id, controller: caller.id } as const
  return inTransaction(context.db, 'notifications.status', scope, async (tx) => {
    const stored = await selectBatch(tx, caller.id, batchId)
    if (stored === undefined) throw new HubError('batch.unknown', 'There is no such batch.')
    const { receipt: text, signature } = stored
    if (text === null || signature === null) {
      throw new HubError(
        'batch.unknown',
        'The term of receipts is over; that of this batch is gone.',
      )
    }
    const receipt = JSON.parse(text) as Schemas['Receipt']
    const names = receipt.items.flatMap(({ notificationId, creditorId, status }) =>
      status === 'REJECTED' ? [] : [{ creditor: creditorId!, notificationId: notificationId! }],
    )
    const now = context.clock.now()
    // An agent that was dismissed keeps its receipts and learns nothing more.
    const served = await creditorsOf(tx, caller.id, dayOf(now))
    const progress = await selectProgress(tx, names)
    await recordAccess(tx, context, [
      {
        controller: caller.id,
        actor: caller.id,
        actorKey: caller.fingerprint,
        role: caller.role,
        action: 'VIEW',
        operation: 'getNotificationBatch',
        objects: { batchId, notifications: names.length },
        result: 'ALLOW',
        count: names.length,
        ...caller.trace,
        at: now,
      },
    ])
    return statusOf(receipt, { text, signature }, progress, served)
  })
}
