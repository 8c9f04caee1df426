import type { components } from '../generated/openapi.js'
import { monthsAfter, type Month } from '../kernel/calendar.js'
import { totalsOf, type Totals } from '../statistics/totals.js'
import type { HubConnection } from './connection.js'
import { RefusedError } from './problem.js'

type Schemas = components['schemas']

/** What a municipality made of a programme, in numbers: to compare, to keep when the data go. */
export interface Evaluation {
  readonly municipalityCode: string
  readonly from: Month
  readonly to: Month
  readonly months: readonly Schemas['MonthStatistics'][]
  readonly totals: Totals
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

function notClosed(error: unknown): undefined {
  if (error instanceof RefusedError && error.code === 'feed.unknown') return undefined
  throw error
}
