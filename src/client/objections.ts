import type { components } from '../generated/openapi.js'
import { parsed } from './answer.js'
import type { HubConnection } from './connection.js'

type Schemas = components['schemas']

/** A request of a resident as it is registered; who it is about is sent in the body alone. */
export type NewObjection = Omit<
  Schemas['ObjectionRegistration'],
  'hub' | 'operation' | 'createdAt' | 'nonce'
>

/** Requests of residents, a page of each municipality whose log the officer reviews. */
export function objectionsOf(
  hub: HubConnection,
  after?: string,
): Promise<Schemas['ObjectionList']> {
  const query = after === undefined ? {} : { after }
  return hub.calls.client
    .GET('/objections', { params: { query }, parseAs: 'text' })
    .then(parsed<Schemas['ObjectionList']>)
}

/** A request of a resident with everything that happened. */
export function objectionOf(hub: HubConnection, requestId: string): Promise<Schemas['Objection']> {
  return hub.calls.client
    .GET('/objections/{requestId}', { params: { path: { requestId } }, parseAs: 'text' })
    .then(parsed<Schemas['Objection']>)
}

/** Registers a request of a resident. A `requestId` that was registered is refused, never taken twice. */
export function registerObjection(
  hub: HubConnection,
  asked: NewObjection,
): Promise<Schemas['Objection']> {
  const call = hub.calls.carry('registerObjection', asked)
  return hub.calls.client.POST('/objections', call).then(parsed<Schemas['Objection']>)
}

/** Lifts a request of a resident. */
export function liftObjection(
  hub: HubConnection,
  requestId: string,
): Promise<Schemas['Objection']> {
  const call = hub.calls.carry('liftObjection', { requestId })
  return hub.calls.client
    .POST('/objections/{requestId}/_lift', { ...call, params: { path: { requestId } } })
    .then(parsed<Schemas['Objection']>)
}

/** Notes that the resident has the answer to a request. */
export function answerObjection(
  hub: HubConnection,
  requestId: string,
  answer: Schemas['ObjectionEnding'],
): Promise<Schemas['Objection']> {
  const call = hub.calls.carry('answerObjection', { requestId, answer })
  return hub.calls.client
    .POST('/objections/{requestId}/_answer', { ...call, params: { path: { requestId } } })
    .then(parsed<Schemas['Objection']>)
}
