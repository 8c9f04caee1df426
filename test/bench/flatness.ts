import { deliverMonth, type Delivered } from './intake.js'
import { matchMonth, type Matched } from './match.js'
import type { Options } from './options.js'
import { say } from './say.js'
import { openBenchSetting } from './setting.js'

/** What one size of a scale run cost. */
export interface ScaleStep {
  readonly notifications: number
  readonly microsecondsPerItem: number
  /** Matching and triage, where that was asked for. */
  readonly match?: MatchCost
}

/** What matching and triage of one case took, its notifications and look-back included. */
export interface MatchCost {
  readonly cases: number
  readonly microsecondsPerCase: number
  /** Of the processors, which who else is busy disturbs less. */
  readonly processorMicrosecondsPerCase: number
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
 * The same options with batches that are small enough for sizes to be compared; as they are when none
 * are.
 */
export function comparable(options: Options): Options {
  if (options.scale.length === 0) return options
  const batchItems = Math.min(options.batchItems, Math.ceil(options.notifications / 4 / BATCHES))
  return { ...options, batchItems }
}

/**
 * Delivers multiples of a quarter of the size, each to a fresh hub.
 *
 * @param options As `comparable` makes them.
 * @param whole What was measured of the size itself: it is not measured twice.
 * @returns What an item cost at each size.
 */
export async function measureScale(
  options: Options,
  whole: ScaleStep,
): Promise<readonly ScaleStep[]> {
  const base = Math.ceil(options.notifications / 4)
  const steps: ScaleStep[] = []
  for (const multiple of options.scale) {
    if (base * multiple === whole.notifications) {
      steps.push(whole)
      continue
    }
    say(`scale ${multiple}`)
    const setting = await openBenchSetting({ ...options, profile: undefined })
    try {
      const notifications = base * multiple
      const warmUp = Math.ceil(base / 4)
      const delivered = await deliverMonth(setting, options, notifications, warmUp)
      const match = options.parts.has('match') ? await matchMonth(setting) : undefined
      steps.push(scaleStep(delivered, match))
    } finally {
      await setting.close()
    }
  }
  return steps
}

/** What one size cost, by the item and by the case. */
export function scaleStep(
  { seconds, notifications }: Pick<Delivered, 'seconds' | 'notifications'>,
  match: Matched | undefined,
): ScaleStep {
  return {
    notifications,
    microsecondsPerItem: (seconds / notifications) * 1e6,
    ...(match && {
      match: {
        cases: match.cases,
        microsecondsPerCase: (match.seconds / match.cases) * 1e6,
        processorMicrosecondsPerCase: (match.processorSeconds / match.cases) * 1e6,
      },
    }),
  }
}

/**
 * How much dearer matching and triage of a case became with the size: the dearest divided by that of the
 * smallest size, by the clock and by the processors; `null` where fewer than two sizes were matched. A
 * municipality costs something by itself, which weighs less in a larger month: cheaper is no fault.
 */
export function matchFlatness(
  steps: readonly ScaleStep[],
): { readonly clock: number; readonly processor: number } | null {
  const costs = steps
    .toSorted((one, other) => one.notifications - other.notifications)
    .flatMap(({ match }) => match ?? [])
  const [smallest] = costs
  if (smallest === undefined || costs.length < 2) return null
  const dearest = (costOf: (cost: MatchCost) => number) =>
    Math.max(...costs.map(costOf)) / costOf(smallest)
  return {
    clock: dearest(({ microsecondsPerCase }) => microsecondsPerCase),
    processor: dearest(({ processorMicrosecondsPerCase }) => processorMicrosecondsPerCase),
  }
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
