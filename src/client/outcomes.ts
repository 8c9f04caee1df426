import type { components } from '../generated/openapi.js'
import { parsed } from './answer.js'
import type { HubConnection } from './connection.js'

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
