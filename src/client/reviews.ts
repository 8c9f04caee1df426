import type { components } from '../generated/openapi.js'
import { randomId } from '../kernel/identifiers.js'
import { parsed } from './answer.js'
import type { HubConnection } from './connection.js'

type Schemas = components['schemas']

/** What an officer does with an item of a review. */
export type ReviewAct = Pick<Schemas['ReviewStep'], 'step' | 'decision' | 'text'>

/** The monthly review plans of a log, newest first. */
export function reviewsOf(hub: HubConnection, controller?: string): Promise<Schemas['ReviewList']> {
  const query = controller === undefined ? {} : { controller }
  return hub.calls.client
    .GET('/reviews', { params: { query }, parseAs: 'text' })
    .then(parsed<Schemas['ReviewList']>)
}

/** A review plan with its items. */
export function reviewOf(hub: HubConnection, planId: string): Promise<Schemas['Review']> {
  return hub.calls.client
    .GET('/reviews/{planId}', { params: { path: { planId } }, parseAs: 'text' })
    .then(parsed<Schemas['Review']>)
}

/** The signed report of a review plan; check it with `checkReviewReport`. */
export function reviewReportOf(
  hub: HubConnection,
  planId: string,
): Promise<Schemas['SignedReview']> {
  return hub.calls.client
    .GET('/reviews/{planId}/report', { params: { path: { planId } }, parseAs: 'text' })
    .then(parsed<Schemas['SignedReview']>)
}

/** An item of a review plan with its steps. */
export function reviewItemOf(
  hub: HubConnection,
  planId: string,
  itemId: string,
): Promise<Schemas['ReviewItemRead']> {
  return hub.calls.client
    .GET('/reviews/{planId}/items/{itemId}', {
      params: { path: { planId, itemId } },
      parseAs: 'text',
    })
    .then(parsed<Schemas['ReviewItemRead']>)
}

/** Takes a step with an item of a review plan. */
export function takeReviewStep(
  hub: HubConnection,
  planId: string,
  itemId: string,
  act: ReviewAct,
): Promise<Schemas['ReviewItemRead']> {
  const call = hub.calls.carry('takeReviewStep', { stepId: randomId(), planId, itemId, ...act })
  return hub.calls.client
    .POST('/reviews/{planId}/items/{itemId}/_step', {
      ...call,
      params: { path: { planId, itemId } },
    })
    .then(parsed<Schemas['ReviewItemRead']>)
}
