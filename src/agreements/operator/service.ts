import { dayOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { randomId } from '../../kernel/identifiers.js'
import { loadControllers } from '../../parties/index.js'
import {
  assertTakesPart,
  change,
  list,
  unknown,
  type Operator,
  type RegistryContext,
} from '../../registry/index.js'
import type { Tx } from '../../db/client.js'
import { outcomeOf, type Agreement, type Answer } from '../agreement.js'
import { ENTITLED, objectsOf, unknownAgreement, type Offer } from '../service.js'
import * as store from '../store.js'

/** What an operator offers in a creditor's name. */
export type OperatorOffer = Omit<Offer, 'agreementId'> & {
  readonly entitledFields?: readonly string[]
}

/**
 * Offers agreements in a creditor's name, in the operator's transaction: those that are there already
 * are left out. The caller logs it.
 *
 * @returns The ids that were added.
 * @throws {HubError} `registry.unknown` for a municipality that does not take part.
 */
export async function offerInName(
  tx: Tx,
  offers: readonly OperatorOffer[],
  now: Date,
): Promise<string[]> {
  const codes = [...new Set(offers.map(({ municipality }) => municipality))]
  const towns = await loadControllers(tx, codes)
  const stranger = codes.find((code) => !towns.has(code))
  if (stranger !== undefined) throw unknown(`municipality ${stranger}`)
  const rows = offers.map((offer) => ({
    ...offer,
    agreementId: randomId(),
    entitledFields: offer.entitledFields ?? [...ENTITLED],
  }))
  return store.insertAgreements(tx, rows, 'hub', null, now)
}

/**
 * Adds agreements that an operator accepts at once, each on the authority of the document that it
 * names; those that are there already are left out. The caller checks the parties, and logs it.
 *
 * @returns How many were added.
 */
export async function insertAccepted(
  tx: Tx,
  rows: readonly store.NewAgreement[],
  now: Date,
): Promise<number> {
  return (await store.insertAgreements(tx, rows, 'hub', 'REFERENCE', now)).length
}

/**
 * Offers one agreement for an operator.
 *
 * @returns Its id.
 * @throws {HubError} `registry.unknown`, `registry.invalid` for a period that ends before it begins,
 *   `registry.conflict` when it was offered before.
 */
export async function offerForCreditor(
  context: RegistryContext,
  operator: Operator,
  offer: OperatorOffer,
): Promise<string> {
  if (offer.validUntil !== null && offer.validUntil < offer.validFrom) {
    throw new HubError('registry.invalid', 'The last day lies before the first.')
  }
  return change(context, operator, 'offerAgreement', async (tx) => {
    await assertTakesPart(tx, offer.creditor, 'creditor')
    const [agreementId] = await offerInName(tx, [offer], context.clock.now())
    if (agreementId === undefined) {
      throw new HubError('registry.conflict', 'This agreement was offered before.')
    }
    const { creditor, municipality, sector } = offer
    return {
      result: agreementId,
      objects: { agreementId, creditor, municipality, sector, state: 'OFFERED' },
    }
  })
}

/**
 * Answers an agreement for the municipality, which gave the operator its authority to.
 *
 * @param said `authority` names the document that says so; without it nothing is accepted.
 * @throws {HubError} `agreement.unknown`, `registry.invalid` without authority, and as `outcomeOf`.
 */
export async function answerForMunicipality(
  context: RegistryContext,
  operator: Operator,
  agreementId: string,
  said: {
    readonly answer: Answer
    readonly fromOn?: Parameters<typeof outcomeOf>[4]
    readonly authority?: string | undefined
  },
): Promise<Agreement> {
  const { answer, fromOn, authority = null } = said
  if (answer === 'ACCEPT' && (authority === null || authority.trim() === '')) {
    throw new HubError(
      'registry.invalid',
      'Name the document in which the municipality gave its authority.',
    )
  }
  const now = context.clock.now()
  return change(context, operator, 'answerAgreement', async (tx) => {
    const agreement = await store.lockAgreement(tx, 'ANYBODY', agreementId)
    if (agreement === undefined) throw unknownAgreement()
    const outcome = outcomeOf(agreement, answer, 'MUNICIPALITY', dayOf(now), fromOn)
    await store.writeOutcome(tx, agreement, outcome, { by: 'hub', authority, now })
    const changed = (await store.lockAgreement(tx, 'ANYBODY', agreementId))!
    const objects = {
      ...objectsOf(changed),
      answer,
      from: fromOn,
      authority: authority ?? undefined,
    }
    return { result: changed, objects }
  })
}

/** Agreements as an operator asks for them; the look is logged. */
export function listForOperator(
  context: RegistryContext,
  operator: Operator,
  filter: store.OperatorFilter,
): Promise<readonly Agreement[]> {
  return list(context, operator, 'listAgreements', (tx) => store.selectForOperator(tx, filter))
}
