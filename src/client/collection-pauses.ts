import type { components } from '../generated/openapi.js'
import { randomId } from '../kernel/identifiers.js'
import { parsed, textOf } from './answer.js'
import type { HubConnection } from './connection.js'
import { verifyHubSignature } from './hub-identity.js'

type Schemas = components['schemas']

/** Which notification is asked about, and for how long. */
export type PauseWish = Omit<
  Schemas['CollectionPauseAsk'],
  'hub' | 'operation' | 'pauseId' | 'createdAt' | 'nonce'
>

/** Asks a creditor to wait; a `pauseId` that is kept lets the same ask be sent again. */
export function askPause(
  hub: HubConnection,
  wish: PauseWish,
  pauseId = randomId(),
): Promise<Schemas['CollectionPause']> {
  const call = hub.calls.carry('askCollectionPause', { pauseId, ...wish })
  return hub.calls.client.POST('/collection-pauses', call).then(parsed<Schemas['CollectionPause']>)
}

/** Takes an ask back, or ends a pause. */
export function withdrawPause(
  hub: HubConnection,
  pauseId: string,
): Promise<Schemas['CollectionPause']> {
  const call = hub.calls.carry('withdrawCollectionPause', { pauseId })
  return hub.calls.client
    .POST('/collection-pauses/{pauseId}/_withdraw', { ...call, params: { path: { pauseId } } })
    .then(parsed<Schemas['CollectionPause']>)
}

/** All that the caller's municipality asked, in the order of asking. */
export async function pausesOf(hub: HubConnection): Promise<Schemas['CollectionPause'][]> {
  const pauses: Schemas['CollectionPause'][] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const params = { query: cursor === undefined ? {} : { cursor } }
    const answer = await hub.calls.client.GET('/collection-pauses', { params, parseAs: 'text' })
    const page = parsed<Schemas['CollectionPausePage']>(answer)
    pauses.push(...page.pauses)
    cursor = page.nextCursor
  }
  return pauses
}

/**
 * All that stands with a creditor, each page with the hub's signature checked; an agent names its
 * principal.
 */
export async function askedPauses(
  hub: HubConnection,
  creditorId?: string,
): Promise<Schemas['AskedPause'][]> {
  const pauses: Schemas['AskedPause'][] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = {
      ...(cursor !== undefined && { cursor }),
      ...(creditorId !== undefined && { creditorId }),
    }
    const call = { params: { query }, parseAs: 'text' } as const
    const answer = await hub.calls.client.GET('/collection-pauses/asked', call)
    const text = textOf(answer)
    const signature = answer.response.headers.get('payload-signature')
    const typ = 'vroegsignaal-pauses+jws'
    await verifyHubSignature(hub.identity, Buffer.from(text), signature, typ, hub.clock.now())
    const page = JSON.parse(text) as Schemas['AskedPausePage']
    pauses.push(...page.pauses)
    cursor = page.nextCursor
  }
  return pauses
}

/** What a creditor says: until when it waits, or why it does not. */
export type PauseReply =
  | { readonly answer: 'CONFIRM'; readonly untilOn?: string }
  | { readonly answer: 'DECLINE'; readonly refusal: Schemas['CollectionPauseRefusal'] }

/** Confirms or declines what a municipality asks. */
export function answerPause(
  hub: HubConnection,
  pauseId: string,
  reply: PauseReply,
): Promise<Schemas['AskedPause']> {
  const call = hub.calls.carry('answerCollectionPause', { pauseId, ...reply })
  return hub.calls.client
    .POST('/collection-pauses/{pauseId}/_answer', { ...call, params: { path: { pauseId } } })
    .then(parsed<Schemas['AskedPause']>)
}
