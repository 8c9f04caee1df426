import type { components } from '../generated/openapi.js'
import { randomId } from '../kernel/identifiers.js'
import { parsed } from './answer.js'
import type { Calls } from './calls.js'

type Schemas = components['schemas']
type Frame = 'hub' | 'operation' | 'createdAt' | 'nonce' | 'requestId'

/** Whoever has a connection to a hub. */
interface Connected {
  readonly calls: Calls
}

/** All agreements of the caller, in every state. */
export async function agreementsOf({ calls }: Connected): Promise<readonly Schemas['Agreement'][]> {
  const agreements: Schemas['Agreement'][] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = cursor === undefined ? {} : { cursor }
    const answer = await calls.client.GET('/agreements', { params: { query }, parseAs: 'text' })
    const page: Schemas['AgreementPage'] = parsed(answer)
    agreements.push(...page.agreements)
    cursor = page.nextCursor
  }
  return agreements
}

/** All mandates of the caller: its agreements that are accepted. */
export async function mandatesOf({ calls }: Connected): Promise<readonly Schemas['Mandate'][]> {
  const mandates: Schemas['Mandate'][] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = cursor === undefined ? {} : { cursor }
    const answer = await calls.client.GET('/mandates', { params: { query }, parseAs: 'text' })
    const page: Schemas['MandatePage'] = parsed(answer)
    mandates.push(...page.mandates)
    cursor = page.nextCursor
  }
  return mandates
}

/** Offers an agreement; the same offer again changes nothing. */
export async function offerAgreement(
  { calls }: Connected,
  offer: Omit<Schemas['AgreementOffer'], Frame>,
): Promise<Schemas['Agreement']> {
  const fields = { requestId: randomId(), ...offer }
  return parsed(await calls.client.POST('/agreements', calls.carry('offerAgreement', fields)))
}

/**
 * Answers an agreement.
 *
 * @param fromOn With END alone: first day on which it no longer holds; at once when left out.
 */
export async function answerAgreement(
  { calls }: Connected,
  agreementId: string,
  answer: Schemas['AgreementAnswer']['answer'],
  fromOn?: string,
): Promise<Schemas['Agreement']> {
  const fields = {
    requestId: randomId(),
    agreementId,
    answer,
    ...(fromOn !== undefined && { fromOn }),
  }
  return parsed(
    await calls.client.POST('/agreements/{agreementId}/_answer', {
      ...calls.carry('answerAgreement', fields),
      params: { path: { agreementId } },
    }),
  )
}

/** When certificates, agreements and sealing keys of the caller come to their end. */
export async function expiriesOf({ calls }: Connected): Promise<readonly Schemas['Expiry'][]> {
  const answer = await calls.client.GET('/expiries', { parseAs: 'text' })
  return parsed<Schemas['ExpiryList']>(answer).expiries
}
