import type { Tx } from '../../db/client.js'
import type { components } from '../../generated/openapi.js'
import type { Month } from '../../kernel/calendar.js'
import { brokenFeed } from '../closing/agreement.js'
import type { Municipality } from '../municipality.js'
import { pullItem } from '../release/page.js'
import { sinceClosing } from '../release/service.js'
import * as store from '../release/store.js'

type Schemas = components['schemas']

/** Named cases of a closed month as they stand now, with their envelopes and what opens them. */
export interface PulledCases {
  readonly items: readonly Schemas['FeedItem'][]
  readonly deliveryKeys: readonly Schemas['DeliveryKey'][]
}

/**
 * Reads named cases of a closed month, in the order of their names, as a pull would give them; cases
 * that are not there are left out. Whoever calls logs what it hands out of this.
 *
 * An envelope that came in the urgent lane is given again: people at a browser keep nothing.
 */
export async function pullCases(
  tx: Tx,
  { municipality }: Municipality,
  month: Month,
  caseIds: readonly string[],
): Promise<PulledCases> {
  if (caseIds.length === 0) return { items: [], deliveryKeys: [] }
  const [found, followUps, held] = await Promise.all([
    store.selectItemsOf(tx, municipality, month, caseIds),
    store.selectFollowUps(tx, municipality, month),
    store.selectHeld(tx, municipality),
  ])
  // An item whose term is over is an empty text: there is no such case any more.
  const kept = found.filter(({ text }) => text !== '')
  const pulled = kept.map((item) => pullItem(item, sinceClosing(followUps, [], held)))
  const ids = [...new Set(pulled.flatMap(({ deliveryKeys }) => deliveryKeys))]
  const deliveryKeys =
    ids.length === 0 ? [] : await store.selectDeliveryKeys(tx, municipality, [month], ids)
  if (deliveryKeys.length !== ids.length) throw brokenFeed()
  const items = new Map(
    pulled.map(({ pieces }) => {
      const item = JSON.parse(pieces.map(String).join('')) as Schemas['FeedItem']
      return [item.caseId, item] as const
    }),
  )
  return { items: caseIds.flatMap((id) => items.get(id) ?? []), deliveryKeys }
}
