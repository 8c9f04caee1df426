import { runMatch, type Served } from '../cases/index.js'
import type { Context } from '../context.js'
import { newTrace } from '../crypto/trace.js'
import type { Tx } from '../db/client.js'
import { ensurePartitions, PARTITION_MONTHS } from '../db/partitions.js'
import { closeMonth } from '../outcomes/index.js'
import { forgetLookups } from '../quotas/index.js'
import { forgetCommands } from '../repeats/index.js'
import { forgetHub, forgetMunicipality } from '../retention/index.js'
import { makePlans } from '../reviews/index.js'
import { remindOfRequests } from '../rights/index.js'
import { lapseTransfers } from '../transfers/index.js'
import type { Due, HubJob, ServedJob } from './schedule.js'

/** To be called in the transaction that commits the work; throws when the lease is lost. */
type Fence = (tx: Tx) => Promise<void>

/** A run that is due: of the hub, or for one municipality. */
export type Planned = (
  | { readonly job: HubJob; readonly served: null; readonly due: Due }
  | { readonly job: ServedJob; readonly served: Served; readonly due: Due }
) & {
  /** The run of the same job that comes first; null when none is due before it. */
  readonly after: Due | null
}

/** Does what is planned. Jobs of the hub change nothing the second time, so they need no fence. */
export async function doWork(context: Context, planned: Planned, fence: Fence): Promise<void> {
  const { served, due } = planned
  if (served === null) await HUB_WORK[planned.job](context, due)
  else await SERVED_WORK[planned.job](context, served, due, fence)
}

const HUB_WORK: Readonly<Record<HubJob, (context: Context, due: Due) => Promise<unknown>>> = {
  partitions: ({ db }, { month }) => ensurePartitions(db, month, PARTITION_MONTHS),
  forget: async (context) => {
    await forgetLookups(context)
    await forgetCommands(context)
    await forgetHub(context, newTrace())
  },
  review: (context, { month }) => makePlans(context, month, newTrace()),
  remind: (context) => remindOfRequests(context, newTrace()),
}

type ServedWork = (context: Context, served: Served, due: Due, fence: Fence) => Promise<unknown>

const SERVED_WORK: Readonly<Record<ServedJob, ServedWork>> = {
  close: (context, served, { month }, fence) =>
    closeMonth(context, served, month, newTrace(), fence),
  match: (context, served, { month }, fence) => runMatch(context, served, month, newTrace(), fence),
  async purge(context, served, _due, fence) {
    await lapseTransfers(context, served, newTrace(), fence)
    return forgetMunicipality(context, served, newTrace(), fence)
  },
}
