import { openCorrections, openUrgent, type Correction, type OpenedUrgent } from '../client/index.js'
import type { PartySession } from './party.js'

/** What stands in a municipality's urgent lane now, opened. */
export interface Lane {
  readonly items: readonly OpenedUrgent[]
  readonly corrections: readonly Correction[]
}

/** Takes every page of the urgent lane, checked and opened; acknowledges nothing. */
export async function pullLane({ hub, identity, sealingKeys }: PartySession): Promise<Lane> {
  const items: OpenedUrgent[] = []
  let corrections: readonly Correction[] = []
  for (let after: string | null | undefined; after !== null;) {
    const { document } = await hub.urgentPage(after)
    items.push(...openUrgent(document, sealingKeys))
    // The same on every page, until they are acknowledged.
    corrections = await openCorrections(identity, document, hub.clock.now())
    after = document.items.length === 0 ? null : document.next
  }
  return { items, corrections }
}
