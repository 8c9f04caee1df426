import { evaluate, type Evaluation } from '../../client/evaluation.js'
import { followMonth } from '../../client/outcomes.js'
import type { components } from '../../generated/openapi.js'
import type { Clock } from '../../kernel/clock.js'
import type { Month } from '../../kernel/calendar.js'
import type { Programme } from '../../programmes/index.js'
import { using, type DemoMunicipality } from '../municipality.js'
import type { CapabilityRow } from '../report.js'
import type { Tally } from '../tally.js'
import type { Team } from '../work/team.js'
import type { Probes } from './probes.js'

type Schemas = components['schemas']

/** What was told fits on pages of so many; one that is not full is the last. */
const FULL_PAGE = 1000

/** What became known about one municipality, asked of the hub by its own people. */
export interface TownFacts {
  readonly municipality: DemoMunicipality
  readonly team: Team
  readonly evaluation: Evaluation
  /** How its cases stand, by the terms that run; asked only where a row is told from it. */
  readonly followed: readonly Schemas['CaseProgress'][]
  readonly probes: Probes
}

/** Everything that the rows of one programme are told from. */
export interface ProgrammeFacts {
  readonly programme: Programme
  readonly towns: readonly TownFacts[]
  readonly tally: Tally
  /** By municipality and code: what its creditors were told. */
  readonly feedback: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** What somebody who works for two municipalities saw of each, where there are two. */
  readonly apart?: { readonly own: number; readonly refused: number }
  /** What the end of a pilot removed, and how many entries of the log prove it. */
  readonly ended?: { readonly rows: number; readonly entries: number }
}

/** How a row is told from what became known. */
export type RowOf = (facts: ProgrammeFacts) => Omit<CapabilityRow, 'capability'>

/** Asks the hub for the numbers of a municipality and for how its cases stand. */
export function townFacts(
  team: Team,
  months: readonly Month[],
  probes: Probes,
  clock: Clock,
  isFollowed: boolean,
): Promise<TownFacts> {
  const { municipality } = team
  return using(municipality.coordinator.folder, clock, async (hub) => {
    const evaluation = await evaluate(hub, months[0]!, months.at(-1)!)
    if (evaluation === undefined) throw new Error('no month was closed')
    const followed: Schemas['CaseProgress'][] = []
    for (const month of isFollowed ? months : [])
      followed.push(...(await followMonth(hub, month)).items)
    return { municipality, team, evaluation, followed, probes }
  })
}

/** What creditors were told, by municipality and code; each creditor asks for its own. */
export async function feedbackOf(
  creditors: readonly { readonly creditorId: string; readonly delivererId: string }[],
  folderOf: (delivererId: string) => string,
  clock: Clock,
): Promise<Map<string, Map<string, number>>> {
  const told = new Map<string, Map<string, number>>()
  for (const { creditorId, delivererId } of creditors) {
    await using(folderOf(delivererId), clock, async (hub) => {
      const principal = delivererId === creditorId ? undefined : creditorId
      for (let after: string | undefined, isFull = true; isFull;) {
        const { document } = await hub.feedbackPage(after, principal)
        for (const { municipalityCode, code } of document.items) {
          const own = told.get(municipalityCode) ?? new Map<string, number>()
          told.set(municipalityCode, own.set(code, (own.get(code) ?? 0) + 1))
        }
        isFull = document.items.length >= FULL_PAGE
        after = document.next
      }
    })
  }
  return told
}
