import type { AccessEntry } from '../../access-log/index.js'
import { byHub } from '../../access-log/index.js'
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
    ...byHub(served.party, 'job'),
    action,
    operation,
    traceId: trace.traceId,
    spanId: trace.spanId,
  } as const satisfies Partial<AccessEntry>
}
