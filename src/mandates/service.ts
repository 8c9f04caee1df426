import { insertAccepted } from '../agreements/index.js'
import { addDays, type Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { randomId } from '../kernel/identifiers.js'
import type { Agency, Mandate, PartyId } from '../parties/index.js'
import {
  assertTakesPart,
  change,
  taken,
  unknown,
  type Operator,
  type RegistryContext,
} from '../registry/index.js'
import * as store from './store.js'

const MANDATES_PER_STATEMENT = 5000

/** Lets an agent deliver for a creditor, for a time. */
export async function registerAgency(context: RegistryContext, operator: Operator, agency: Agency) {
  await change(context, operator, 'registerAgency', async (tx) => {
    if (agency.validUntil !== null && agency.validUntil < agency.validFrom) {
      throw new HubError('registry.invalid', 'The last day lies before the first.')
    }
    await assertTakesPart(tx, agency.agent, 'agent')
    await assertTakesPart(tx, agency.principal, 'creditor')
    if (!(await store.insertAgency(tx, agency))) {
      throw taken('This agency is registered already.')
    }
    return { result: undefined, objects: { ...agency } }
  })
}

/** Ends an agency with the day before `from`. @throws {HubError} `registry.unknown`. */
export async function endAgency(
  context: RegistryContext,
  operator: Operator,
  agent: PartyId,
  principal: PartyId,
  from: Day,
) {
  await change(context, operator, 'endAgency', async (tx) => {
    const ended = await store.endAgency(tx, agent, principal, addDays(from, -1))
    if (ended === 0) throw unknown('agency')
    return { result: undefined, objects: { agent, principal, from } }
  })
}

/** A mandate before it has an id. */
export type NewMandate = Omit<Mandate, 'mandateId'>

/**
 * Registers mandates, thousands at once: agreements that the operator accepts for the municipality on
 * the authority of the document they name. Those that are there already are left out, whatever became
 * of them, so that an import can be repeated.
 *
 * @returns How many were added.
 * @throws {HubError} `registry.unknown` when one is not of a creditor that takes part; none is
 *   added then.
 */
export async function registerMandates(
  context: RegistryContext,
  operator: Operator,
  mandates: readonly NewMandate[],
): Promise<number> {
  return change(context, operator, 'registerMandates', async (tx) => {
    const creditors = [...new Set(mandates.map(({ creditor }) => creditor))]
    const strangers = await store.selectNotCreditors(tx, creditors)
    if (strangers.length > 0) throw unknown(`creditor ${strangers[0]!}`)
    let added = 0
    for (let at = 0; at < mandates.length; at += MANDATES_PER_STATEMENT) {
      const rows = mandates
        .slice(at, at + MANDATES_PER_STATEMENT)
        .map(({ agreement, ...mandate }) => ({
          ...mandate,
          agreementId: randomId(),
          reference: agreement,
        }))
      added += await insertAccepted(tx, rows, context.clock.now())
    }
    return { result: added, objects: { creditors: creditors.length, mandates: added } }
  })
}

/** Ends a mandate with the day before `from`. @throws {HubError} `registry.unknown`. */
export async function endMandate(
  context: RegistryContext,
  operator: Operator,
  mandateId: string,
  from: Day,
) {
  await change(context, operator, 'endMandate', async (tx) => {
    if (!(await store.endMandate(tx, mandateId, addDays(from, -1)))) throw unknown('mandate')
    return { result: undefined, objects: { mandateId, from } }
  })
}
