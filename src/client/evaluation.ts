import type { components } from '../generated/openapi.js'
import { monthsAfter, type Month } from '../kernel/calendar.js'
import type { HubConnection } from './connection.js'
import { RefusedError } from './problem.js'

type Schemas = components['schemas']
type Strategy = Schemas['StrategyCount']

/** What a municipality made of a programme, in numbers: to compare, to keep when the data go. */
export interface Evaluation {
  readonly municipalityCode: string
  readonly from: Month
  readonly to: Month
  readonly months: readonly Schemas['MonthStatistics'][]
  readonly totals: {
    readonly cases: number
    readonly notifications: number
    readonly visits: number
    readonly reached: number
    readonly helpAccepted: number
    readonly planMade: number
    /** By how households were approached, to compare letter alone with a visit. */
    readonly strategies: readonly Strategy[]
  }
}

/**
 * Collects the numbers of a municipality's months; months without a closed feed are left out.
 *
 * @returns `undefined` when none of the months was closed.
 */
export async function evaluate(
  hub: HubConnection,
  from: Month,
  to: Month,
): Promise<Evaluation | undefined> {
  const months: Schemas['MonthStatistics'][] = []
  for (let month = from; month <= to; month = monthsAfter(month, 1)) {
    const found = await hub.statistics(month).catch(notClosed)
    if (found !== undefined) months.push(found)
  }
  const [first] = months
  if (first === undefined) return undefined
  return { municipalityCode: first.municipalityCode, from, to, months, totals: totalsOf(months) }
}

/** Adds months up. */
export function totalsOf(months: readonly Schemas['MonthStatistics'][]): Evaluation['totals'] {
  const sum = (of: (month: Schemas['MonthStatistics']) => number) =>
    months.reduce((total, month) => total + of(month), 0)
  const strategies = new Map<Strategy['strategy'], Strategy>()
  for (const one of months.flatMap(({ outcomes }) => outcomes.strategies ?? [])) {
    const known = strategies.get(one.strategy)
    strategies.set(one.strategy, known === undefined ? one : added(known, one))
  }
  return {
    cases: sum(({ cases }) => cases.total),
    notifications: sum(({ cases }) => cases.notifications),
    visits: sum(({ outcomes }) => outcomes.visits ?? 0),
    reached: sum(({ outcomes }) => outcomes.reached),
    helpAccepted: sum(({ outcomes }) => outcomes.helpAccepted),
    planMade: sum(({ outcomes }) => outcomes.planMade),
    strategies: [...strategies.values()],
  }
}

function added(left: Strategy, right: Strategy): Strategy {
  return {
    strategy: left.strategy,
    cases: left.cases + right.cases,
    reached: left.reached + right.reached,
    helpAccepted: left.helpAccepted + right.helpAccepted,
    planMade: left.planMade + right.planMade,
  }
}

function notClosed(error: unknown): undefined {
  if (error instanceof RefusedError && error.code === 'feed.unknown') return undefined
  throw error
}
