import type { AccessEntry } from '../../access-log/index.js'
import type { Served } from '../../cases/index.js'
import type { Trace } from '../../parties/caller.js'

/** What every log entry of a job about feeds says; objects and count follow. */
export function jobEntry(
  served: Served,
  trace: Trace,
  action: AccessEntry['action'],
  operation: AccessEntry['operation'],
) {
  return {
    controller: served.party,
    actor: 'hub',
    actorKey: null,
    role: 'job',
    action,
    operation,
    result: 'ALLOW',
    traceId: trace.traceId,
    spanId: trace.spanId,
  } as const satisfies Partial<AccessEntry>
}
