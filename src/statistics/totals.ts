import type { components } from '../generated/openapi.js'

type Schemas = components['schemas']
type Strategy = Schemas['StrategyCount']
type Creditor = Schemas['CreditorCount']
type Executor = Schemas['ExecutorCount']

/** Months of a municipality added up, as an evaluation has them. */
export interface Totals {
  readonly cases: number
  readonly notifications: number
  readonly visits: number
  readonly reached: number
  readonly helpAccepted: number
  readonly planMade: number
  /** By how households were approached, to compare letter alone with a visit. */
  readonly strategies: readonly Strategy[]
  /** Reported, reached, plan made: by who reported, as the programme in Almere counted. */
  readonly byCreditor: readonly Creditor[]
  /** What each executor did. */
  readonly byExecutor: readonly Executor[]
}

/** Adds months up. */
export function totalsOf(
  months: readonly Pick<Schemas['MonthStatistics'], 'cases' | 'outcomes'>[],
): Totals {
  const sum = (of: (month: (typeof months)[number]) => number) =>
    months.reduce((total, month) => total + of(month), 0)
  return {
    cases: sum(({ cases }) => cases.total),
    notifications: sum(({ cases }) => cases.notifications),
    visits: sum(({ outcomes }) => outcomes.visits ?? 0),
    reached: sum(({ outcomes }) => outcomes.reached),
    helpAccepted: sum(({ outcomes }) => outcomes.helpAccepted),
    planMade: sum(({ outcomes }) => outcomes.planMade),
    strategies: addedUp(
      months.flatMap(({ outcomes }) => outcomes.strategies ?? []),
      ({ strategy }) => strategy,
    ),
    byCreditor: addedUp(
      months.flatMap(({ outcomes }) => outcomes.byCreditor ?? []),
      ({ creditorId }) => creditorId,
    ),
    byExecutor: addedUp(
      months.flatMap(({ outcomes }) => outcomes.byExecutor ?? []),
      ({ executorId }) => executorId,
    ),
  }
}

/** Counts of the same name become one, each figure the sum; in the order in which names came first. */
function addedUp<Row extends Strategy | Creditor | Executor>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const byName = new Map<string, Row>()
  for (const row of rows) {
    const known = byName.get(nameOf(row))
    byName.set(nameOf(row), known === undefined ? row : added(known, row))
  }
  return [...byName.values()]
}

function added<Row extends Strategy | Creditor | Executor>(left: Row, right: Row): Row {
  const sums = Object.entries(left)
    .filter((pair): pair is [string, number] => typeof pair[1] === 'number')
    .map(([name, count]) => [name, count + Number(right[name as keyof Row])])
  return { ...left, ...Object.fromEntries(sums) }
}
