import type { components } from '../generated/openapi.js'
import { randomId } from '../kernel/identifiers.js'
import { parsed } from './answer.js'
import type { HubConnection } from './connection.js'

type Schemas = components['schemas']

/** How the caller's cases are weighed, with drafts. */
export function triageProfile(hub: HubConnection): Promise<Schemas['TriageProfiles']> {
  return hub.calls.client
    .GET('/triage-profile', { parseAs: 'text' })
    .then(parsed<Schemas['TriageProfiles']>)
}

/** Offers a profile; another person approves it. */
export function offerTriage(
  hub: HubConnection,
  validFrom: string,
  profile: Schemas['TriageRules'],
  draftId = randomId(),
): Promise<Schemas['TriageDraft']> {
  const fields = { draftId, validFrom, profile }
  const call = hub.calls.carry('putTriageProfile', fields)
  return hub.calls.client.PUT('/triage-profile', call).then(parsed<Schemas['TriageDraft']>)
}

/** What a profile would have done with the last months. */
export function previewTriage(
  hub: HubConnection,
  trial: Schemas['TriageTrial'],
): Promise<Schemas['TriagePreview']> {
  const call = { body: trial, parseAs: 'text' } as const
  const { client } = hub.calls
  return client.POST('/triage-profile/_preview', call).then(parsed<Schemas['TriagePreview']>)
}

/** Approves a draft that another person offered. */
export function approveTriage(
  hub: HubConnection,
  draftId: string,
): Promise<Schemas['TriageDraft']> {
  const call = hub.calls.carry('approveTriageProfile', { draftId })
  const { client } = hub.calls
  return client.POST('/triage-profile/_approve', call).then(parsed<Schemas['TriageDraft']>)
}
