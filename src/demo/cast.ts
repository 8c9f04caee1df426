import { mandatesOf, organisations, programmes, type Organisation } from '../programmes/index.js'
import type { PartyId } from '../parties/index.js'
import type { Sector } from '../kernel/sector.js'
import { SeededRandom } from './random.js'
import type { WorldCreditor } from './world.js'
import { drawHandwriting } from './writing.js'

/** Everybody who delivers in the five programmes, with what they may deliver where. */
export function castOf(seed: number): readonly (WorldCreditor & { readonly slug: string })[] {
  const random = new SeededRandom(seed)
  const mandates = programmes.flatMap((programme) => mandatesOf(programme, {}))
  const agents = new Map(
    programmes
      .flatMap(({ participants }) => participants)
      .flatMap(({ organisation, agent }) => (agent === undefined ? [] : [[organisation, agent]])),
  )
  const idOf = (key: string) => organisations.find((one) => one.key === key)!.sandboxId
  return organisations
    .filter(({ roles }) => roles.includes('creditor'))
    .map((organisation) => {
      const own = mandates.filter(({ creditor }) => creditor === organisation.sandboxId)
      const agent = agents.get(organisation.key)
      return {
        slug: organisation.key,
        creditorId: organisation.sandboxId,
        name: organisation.name,
        delivererId: agent === undefined ? organisation.sandboxId : idOf(agent),
        hand: drawHandwriting(random),
        sectors: [...new Set(own.map(({ sector }): Sector => sector))],
        municipalities: [...new Set(own.map(({ municipality }): string => municipality))],
      }
    })
}

/** Organisations with a connection of their own: creditors that deliver themselves, and agents. */
export function deliverersOf(
  cast: readonly WorldCreditor[],
): readonly (Organisation & { readonly sandboxId: PartyId })[] {
  const ids = new Set(cast.map(({ delivererId }) => delivererId))
  return organisations.filter(({ sandboxId }) => ids.has(sandboxId))
}
