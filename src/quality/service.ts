import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { logReference } from '../feeds/index.js'
import type { components } from '../generated/openapi.js'
import type { Month } from '../kernel/calendar.js'
import type { Caller } from '../parties/index.js'
import { sectorQuality, type MedianRow } from './figures.js'
import { selectMedian, selectQuality, type QualityRow } from './store.js'

type Schemas = components['schemas']

/** What reading takes of the process. */
export type QualityContext = Pick<Context, 'config' | 'db' | 'clock'>

/**
 * How good the deliveries of a month were: to a creditor about its own, to an agent about what it
 * delivered, principal by principal. The reading is logged.
 *
 * @param operation As the log names it: the API, or a page of the console.
 * @throws {HubError} `log.unavailable`.
 */
export function readQuality(
  context: QualityContext,
  caller: Caller,
  month: Month,
  operation: 'getDeliveryQuality' | 'consoleQuality' = 'getDeliveryQuality',
): Promise<Schemas['DeliveryQuality']> {
  const { id: party } = caller
  const scope = { role: 'vroegsignaal_intake', party, controller: party } as const
  return inTransaction(context.db, 'quality.read', scope, async (tx) => {
    const rows = await selectQuality(tx, party, month)
    const medians = new Map<string, MedianRow | undefined>()
    for (const sector of new Set(rows.map((row) => row.sector))) {
      if (sector !== '') medians.set(sector, await selectMedian(tx, month, sector))
    }
    const creditors = [...new Set(rows.map(({ creditor }) => creditor))]
    const now = context.clock.now()
    const [entry] = await recordAccess(tx, context, [
      {
        controller: party,
        actor: party,
        actorKey: caller.fingerprint,
        role: caller.role,
        action: 'VIEW',
        operation,
        objects: { month, creditors },
        result: 'ALLOW',
        count: creditors.length,
        ...caller.trace,
        at: now,
      },
    ])
    return {
      hub: context.config.hubId,
      month,
      countedAt: now.toISOString(),
      creditors: creditors.map((creditor) => reportOf(creditor, rows, medians)),
      logEntry: logReference(entry!),
    }
  })
}

function reportOf(
  creditorId: string,
  rows: readonly QualityRow[],
  medians: ReadonlyMap<string, MedianRow | undefined>,
): Schemas['CreditorQuality'] {
  const own = rows.filter(({ creditor }) => creditor === creditorId)
  const sectors = [...new Set(own.map(({ sector }) => sector))].map((sector) => {
    const counted = own
      .filter((row) => row.sector === sector)
      .map(({ measure, code, items }) => ({ measure, code, items: Number(items) }))
    return sectorQuality(sector, counted, medians.get(sector))
  })
  return { creditorId, sectors }
}
