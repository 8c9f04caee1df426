import type { Agency } from '../parties/authorisation.js'
import type { PartyId } from '../parties/party.js'
import { organisationOf } from './organisations.js'
import type { Organisation, Programme } from './programme.js'

/** Party ids by key of organisation or municipality; what is missing has its sandbox id. */
export type PartyIds = Readonly<Record<string, PartyId>>

/** A mandate that a programme asks for. */
export interface PlannedMandate {
  readonly agreement: string
  readonly creditor: PartyId
  readonly municipality: Programme['municipalities'][number]['code']
  readonly sector: NonNullable<Programme['participants'][number]['sectors']>[number]
  readonly validFrom: Programme['validFrom']
  readonly validUntil: Programme['validUntil']
  readonly entitledFields: readonly string[]
}

/** Optional members of a feed item that all five programmes entitle their municipality to. */
const ENTITLED = ['creditorName', 'arrearsCents', 'oldestDueOn', 'district']

/** The organisations of a programme, each once. */
export function organisationsOf(programme: Programme): readonly Organisation[] {
  return [...new Set(programme.participants.map(({ organisation }) => organisation))].map(
    organisationOf,
  )
}

/** The id of an organisation: given, or that of the sandbox. */
export function idOf({ key, sandboxId }: Pick<Organisation, 'key' | 'sandboxId'>, ids: PartyIds) {
  return ids[key] ?? sandboxId
}

/**
 * The mandates a programme asks for: creditor × municipality × sector, from the day on which both
 * the programme and the creditor's part in it had begun. Municipal taxes are among them: whether a
 * notification is lawful is the legal basis's question.
 */
export function mandatesOf(programme: Programme, ids: PartyIds): readonly PlannedMandate[] {
  const creditors = programme.participants.filter(({ part }) => part === 'CREDITOR')
  return creditors.flatMap(({ organisation, sectors = [], since }) =>
    sectors.flatMap((sector) =>
      programme.municipalities.map(({ code }) => ({
        agreement: `${programme.name} (${programme.id})`,
        creditor: idOf(organisationOf(organisation), ids),
        municipality: code,
        sector,
        validFrom: since ?? programme.validFrom,
        validUntil: programme.validUntil,
        entitledFields: ENTITLED,
      })),
    ),
  )
}

/** Who delivers for whom in a programme. */
export function agenciesOf(programme: Programme, ids: PartyIds): readonly Agency[] {
  return programme.participants.flatMap(({ organisation, agent, since }) =>
    agent === undefined
      ? []
      : [
          {
            agent: idOf(organisationOf(agent), ids),
            principal: idOf(organisationOf(organisation), ids),
            validFrom: since ?? programme.validFrom,
            validUntil: programme.validUntil,
          },
        ],
  )
}
