import type { AccessEntry } from '../access-log/entry.js'
import { byHub } from '../access-log/index.js'
import type { Trace } from '../parties/caller.js'
import type { Removed } from './store.js'

/** What every entry of a job that forgets says; kind, month and counts follow. */
export function forgetEntry(
  controller: string,
  trace: Trace,
  operation: 'job.purge' | 'job.forget',
  action: 'FORGET' | 'FORGET_LOG',
) {
  return {
    ...byHub(controller, 'job'),
    action,
    operation,
    traceId: trace.traceId,
    spanId: trace.spanId,
  } as const satisfies Partial<AccessEntry>
}

/** Rows that went by table, without those of which none did. */
export function removedByTable(removed: readonly Removed[]): Record<string, number> {
  const went = removed.filter((one) => one.removed > 0)
  return Object.fromEntries(went.map(({ from, removed: rows }) => [from, rows]))
}

/** How many rows went in all. */
export function removedInAll(removed: readonly Removed[]): number {
  return removed.reduce((total, one) => total + one.removed, 0)
}
