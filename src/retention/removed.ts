import type { Removed } from './store.js'

/** Rows that went by table, without those of which none did. */
export function removedByTable(removed: readonly Removed[]): Record<string, number> {
  const went = removed.filter((one) => one.removed > 0)
  return Object.fromEntries(went.map(({ from, removed: rows }) => [from, rows]))
}

/** How many rows went in all. */
export function removedInAll(removed: readonly Removed[]): number {
  return removed.reduce((total, one) => total + one.removed, 0)
}
