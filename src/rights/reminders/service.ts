import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import { dayOf } from '../../kernel/calendar.js'
import type { Trace } from '../../parties/index.js'
import { selectClockCounts, type ClockCount } from '../clock/store.js'
import { SOON_DAYS } from '../deadline.js'

type ReminderContext = Pick<Context, 'db' | 'clock' | 'log' | 'metrics'>

/**
 * Reminds of requests of residents that are nearly late or late: a warning in the operational log and
 * an entry in the log of the municipality, by count.
 *
 * @returns What was reminded of.
 */
export async function remindOfRequests(
  context: ReminderContext,
  trace: Trace,
): Promise<readonly ClockCount[]> {
  const pressing = (await countRequests(context)).filter(({ soon, late }) => soon + late > 0)
  for (const { municipality, controller, soon, late } of pressing) {
    const scope = { role: 'vroegsignaal_job', municipality, controller } as const
    await inTransaction(context.db, 'rights.remind', scope, (tx) =>
      recordAccess(tx, context, [
        {
          controller,
          actor: 'hub',
          actorKey: null,
          role: 'job',
          action: 'RIGHTS',
          operation: 'job.remind',
          objects: { municipality, soon, late },
          result: 'ALLOW',
          count: soon + late,
          ...trace,
          at: context.clock.now(),
        },
      ]),
    )
    context.log.warn('requests of residents wait for an answer', { municipality, soon, late })
  }
  return pressing
}

/** Puts into the metrics how many requests are open, nearly late and late, over all municipalities. */
export async function observeRequests(context: ReminderContext): Promise<void> {
  const counts = await countRequests(context)
  for (const state of ['open', 'soon', 'late'] as const) {
    const total = counts.reduce((sum, count) => sum + count[state], 0)
    context.metrics.rightsRequests.set({ state }, total)
  }
}

function countRequests({
  db,
  clock,
}: Pick<Context, 'db' | 'clock'>): Promise<readonly ClockCount[]> {
  return inTransaction(db, 'rights.count', { role: 'vroegsignaal_job' }, (tx) =>
    selectClockCounts(tx, dayOf(clock.now()), SOON_DAYS),
  )
}
