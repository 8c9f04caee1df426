import { randomId } from '../kernel/identifiers.js'
import type { Clock } from '../kernel/clock.js'
import type { Month } from '../kernel/calendar.js'
import { RefusedError, type HubConnection } from '../client/index.js'
import { connect } from './enrolment.js'
import type { Item } from './reporting.js'

/** One thing that must not work, and what the hub said to it. */
export interface Refusal {
  readonly what: string
  readonly code: string
  readonly status: number
}

/** Who tries what. */
export interface Trespassers {
  /** Folder of a creditor. */
  readonly creditor: string
  /** Folders of two municipalities. */
  readonly municipality: string
  readonly neighbour: string
  /** Folder with certificates that nobody registered. */
  readonly stranger: string
  readonly month: Month
  /** An item that the creditor could deliver. */
  readonly item: Item
  /** Ids of urgent cases of the municipality. */
  readonly urgentIds: readonly string[]
}

/** Tries what must be refused, over real connections, and tells what was answered. */
export async function tryRefusals(who: Trespassers, clock: Clock): Promise<readonly Refusal[]> {
  const { creditor, municipality, neighbour, stranger, month, item, urgentIds } = who
  const page = await as(municipality, clock, (hub) => hub.feedPage(month))
  const foreignEntry = page.document.statement.closingEntry.entryId
  return [
    await refused('a municipality reaches for an urgent case of its neighbour', () =>
      as(neighbour, clock, (hub) => hub.acknowledgeUrgent(urgentIds)),
    ),
    await refused('a municipality asks the log about its neighbour', () =>
      as(neighbour, clock, (hub) => hub.logProof(foreignEntry)),
    ),
    await refused('a certificate that nobody registered', () =>
      as(stranger, clock, (hub) => hub.feeds()),
    ),
    await refused('a signature over other bytes', () =>
      as(creditor, clock, (hub) => {
        const body = hub.signBatch(randomId(), [item])
        return hub.submit({ ...body, text: body.text.replace('"crisis"', ' "crisis"') })
      }),
    ),
    await refused('a creditor asks for a feed', () =>
      as(creditor, clock, (hub) => hub.feedPage(month)),
    ),
  ]
}

async function as<Result>(
  folder: string,
  clock: Clock,
  work: (hub: HubConnection) => Promise<Result>,
): Promise<Result> {
  const hub = connect(folder, clock, 1)
  try {
    return await work(hub)
  } finally {
    await hub.close()
  }
}

/** @throws {Error} When the hub let it pass: then the demonstration has failed. */
async function refused(what: string, attempt: () => Promise<unknown>): Promise<Refusal> {
  try {
    await attempt()
  } catch (error) {
    if (error instanceof RefusedError) return { what, code: error.code, status: error.status }
    throw error
  }
  throw new Error(`the hub should have refused: ${what}`)
}
