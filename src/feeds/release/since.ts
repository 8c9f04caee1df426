import { keyOf, lapsesOf, type Foldable, type Named } from '../../cases/index.js'
import type { Since } from './page.js'

/** What happened to notifications after closing; most pulls find that nothing did. */
export function sinceClosing(followUps: readonly Foldable[], inLane: readonly Named[]): Since {
  const lapses = lapsesOf(followUps)
  const delivered = new Set(inLane.map(keyOf))
  return {
    lapseOf: (one) => (lapses.size === 0 ? undefined : lapses.get(keyOf(one))),
    isDelivered: (one) => delivered.size > 0 && delivered.has(keyOf(one)),
  }
}
