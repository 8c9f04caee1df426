import { randomUUID } from 'node:crypto'
import type { components } from '../../src/generated/openapi.js'
import type { PartyId } from '../../src/parties/index.js'
import { ALMERE, WONING, type Answer } from '../helpers/hub.js'
import type { PopulatedHub } from '../helpers/populated-hub.js'
import { id } from '../notifications/build.js'

type Schemas = components['schemas']

export const MONTH = '2026-08'
export const PAUSES = '/v1/collection-pauses'

/** What Almere and its creditors do about pauses, over the wire. */
export async function pausesOn(hub: PopulatedHub) {
  const almere = hub.asMunicipality(ALMERE)
  const { items } = (await almere.get(`/v1/feeds/${MONTH}`)).body as {
    items: Schemas['FeedItem'][]
  }
  const caseOf = (number: number) =>
    items.find(({ notifications }) =>
      notifications.some(({ notificationId }) => notificationId === id(number)),
    )!
  const report = (number: number, more: object = {}) => {
    const { caseId, notifications } = caseOf(number)
    const outcome = {
      caseId,
      month: MONTH,
      notifications: notifications.map(({ creditorId, notificationId }) => ({
        creditorId,
        notificationId,
        status: 'TAKEN_UP',
      })),
      takenUpOn: '2026-09-01',
      decision: { action: 'VISIT', on: '2026-09-01' },
      contactAttempts: [],
      ...more,
    }
    const fields = { reportId: randomUUID(), outcomes: [outcome] }
    return almere.send('/v1/outcomes', almere.sign('submitOutcomes', fields))
  }
  const consent = (number: number, more: object = {}) =>
    report(number, {
      consentToShare: {
        ...{ given: true, on: '2026-09-01', givenBy: 'RESIDENT', creditors: [WONING] },
        ...{ what: ['COLLECTION_PAUSE'], ...more },
      },
    })
  const fields = (number: number, more: object = {}) => ({
    pauseId: randomUUID() as string,
    month: MONTH,
    caseId: caseOf(number).caseId,
    creditorId: WONING,
    notificationId: id(number),
    ...more,
  })
  const ask = async (number: number, more: object = {}): Promise<Answer> =>
    almere.send(PAUSES, almere.sign('askCollectionPause', fields(number, more)))
  /** An ask that consent covers; its id. */
  const asked = async (number: number, more: object = {}): Promise<string> => {
    await consent(number)
    const { status, body, text } = await ask(number, more)
    if (status !== 201) throw new Error(`nothing was asked: ${text}`)
    return body.pauseId as string
  }
  const answer = (party: PartyId, pauseId: string, more: object) => {
    const caller = hub.as(party)
    const signed = caller.sign('answerCollectionPause', { pauseId, ...more })
    return caller.send(`${PAUSES}/${pauseId}/_answer`, signed)
  }
  const withdraw = (pauseId: string) =>
    almere.send(
      `${PAUSES}/${pauseId}/_withdraw`,
      almere.sign('withdrawCollectionPause', { pauseId }),
    )
  /** How the pauses of a creditor stand, as it reads them. */
  const read = async (party: PartyId = WONING) =>
    ((await hub.as(party).get(`${PAUSES}/asked`)).body.pauses as Schemas['AskedPause'][]).map(
      ({ pauseId, status }) => [pauseId, status],
    )
  /** One of them, as the municipality sees it. */
  const seen = async (pauseId: string) =>
    ((await almere.get(PAUSES)).body.pauses as Schemas['CollectionPause'][]).find(
      (one) => one.pauseId === pauseId,
    )
  return { almere, caseOf, report, consent, fields, ask, asked, answer, withdraw, read, seen }
}
