import type { components } from '../generated/openapi.js'
import { parsed } from './answer.js'
import type { HubConnection } from './connection.js'
import { RefusedError } from './problem.js'

type Schemas = components['schemas']

/** The cases of a closed month, as they are followed. */
export interface FollowedMonth {
  readonly municipalityCode: string
  readonly items: readonly Schemas['CaseProgress'][]
}

/** How all cases of a closed month stand, with the terms that run. */
export async function followMonth(hub: HubConnection, month: string): Promise<FollowedMonth> {
  const items: Schemas['CaseProgress'][] = []
  for (let cursor: string | undefined; ;) {
    const params = { path: { month }, query: cursor === undefined ? {} : { cursor } }
    const call = { params, parseAs: 'text' } as const
    const page = parsed<Schemas['OutcomePage']>(
      await hub.calls.client.GET('/outcomes/{month}', call),
    )
    items.push(...page.items)
    if (page.nextCursor === null) return { municipalityCode: page.municipalityCode, items }
    cursor = page.nextCursor
  }
}

const MONTH = /^\d{4}-\d{2}$/
const NO_SUCH_MONTH: ReadonlySet<string> = new Set([
  ...['feed.unknown', 'month.malformed', 'request.invalid'],
])

/** The latest report about a case, and its version. */
export type LatestReport = Pick<Schemas['CaseProgress'], 'version' | 'report'>

/**
 * The latest reports about cases of closed months, by case id in lower case: what a further
 * report begins with. A month that is not there has none; the hub names its cases when they are reported.
 */
export async function latestReports(
  hub: HubConnection,
  months: Iterable<string>,
): Promise<ReadonlyMap<string, LatestReport>> {
  const latest = new Map<string, LatestReport>()
  for (const month of new Set(months)) {
    // What is no month goes into no address; the contract refuses it with its place.
    if (!MONTH.test(month)) continue
    const { items } = await followMonth(hub, month).catch((error: unknown) => {
      if (error instanceof RefusedError && NO_SUCH_MONTH.has(error.code)) return { items: [] }
      throw error
    })
    for (const { caseId, version, report } of items) {
      latest.set(caseId.toLowerCase(), { version, ...(report !== undefined && { report }) })
    }
  }
  return latest
}
