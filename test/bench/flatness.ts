import { deliverMonth, type Delivered } from './intake.js'
import { measureMatch } from './match.js'
import type { Options } from './options.js'
import { say } from './say.js'
import { openBenchSetting } from './setting.js'

/** What one size of a scale run cost. */
export interface ScaleStep {
  readonly notifications: number
  readonly microsecondsPerItem: number
  /** Matching and triage per notification of the month, where that was asked for. */
  readonly matchMicroseconds?: number
}

/** Batches that the smallest size of a scale run should have, so that beginning and end hide. */
const BATCHES = 20

/**
 * How much the cost per item changed within one run: of the first and the second half, the dearer one
 * divided by the cheaper one. The slope through the ends of the batches, because several end together.
 */
export function flatnessWithin({ progress }: Delivered): number | null {
  const half = Math.floor(progress.length / 2)
  if (half < 3) return null
  return spread([slope(progress.slice(0, half)), slope(progress.slice(half))])
}

/**
 * Delivers multiples of a quarter of the size, each to a fresh hub.
 *
 * @returns What an item cost at each size.
 */
export async function measureScale(options: Options): Promise<readonly ScaleStep[]> {
  const base = Math.ceil(options.notifications / 4)
  const batchItems = Math.min(options.batchItems, Math.ceil(base / BATCHES))
  const steps: ScaleStep[] = []
  for (const multiple of options.scale) {
    say(`scale ${multiple}`)
    const setting = await openBenchSetting({ ...options, profile: undefined })
    try {
      const notifications = base * multiple
      const warmUp = Math.ceil(base / 4)
      const { seconds } = await deliverMonth(
        setting,
        { ...options, batchItems },
        notifications,
        warmUp,
      )
      const match = options.parts.has('match') ? await measureMatch(setting) : undefined
      steps.push({
        notifications,
        microsecondsPerItem: (seconds / notifications) * 1e6,
        ...(match && { matchMicroseconds: (match.seconds / match.notifications) * 1e6 }),
      })
    } finally {
      await setting.close()
    }
  }
  return steps
}

/**
 * How much matching and triage of a notification changed between the sizes of a scale run: the dearest
 * divided by the cheapest; `null` where fewer than two sizes were matched.
 */
export function matchFlatness(steps: readonly ScaleStep[]): number | null {
  const costs = steps.flatMap(({ matchMicroseconds }) => matchMicroseconds ?? [])
  return costs.length < 2 ? null : spread(costs)
}

/** The dearest divided by the cheapest; 1 is flat. */
export function spread(costs: readonly number[]): number {
  return Math.max(...costs) / Math.min(...costs)
}

/** Seconds per notification, by least squares. */
function slope(points: Delivered['progress']): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [seconds, notifications] = [mean(0), mean(1)]
  let above = 0
  let below = 0
  for (const [s, n] of points) {
    above += (n - notifications) * (s - seconds)
    below += (n - notifications) ** 2
  }
  return above / below
}
