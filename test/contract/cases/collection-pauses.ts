import { randomUUID } from 'node:crypto'
import type { components } from '../../../src/generated/openapi.js'
import type { OperationId } from '../../../src/http/contract.js'
import { ALMERE, municipalParty, OMMEN, STROOM, WONING } from '../../helpers/hub.js'
import type { PopulatedHub } from '../../helpers/populated-hub.js'
import { id } from '../../notifications/build.js'
import type { OperationCase } from '../operation-case.js'
import { MONTH, reported } from '../wishes.js'

type FeedItem = components['schemas']['FeedItem']

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)
const PAUSES = '/v1/collection-pauses'
/** Who reported what to Ommen. */
const OF = { [WONING]: id(22), [STROOM]: id(21) } as const

/** An ask of Ommen that the resident's consent covers. */
async function ask(hub: PopulatedHub, creditorId: typeof WONING | typeof STROOM) {
  const town = hub.asMunicipality(OMMEN)
  const notificationId = OF[creditorId]!
  const items = (await town.get(`/v1/feeds/${MONTH}`)).body.items as FeedItem[]
  const item = items.find(({ notifications }) =>
    notifications.some((one) => one.notificationId === notificationId),
  )!
  const { reportId, outcomes } = reported([item])
  const consentToShare = {
    ...{ given: true, on: '2026-09-01', creditors: [creditorId] },
    what: ['COLLECTION_PAUSE'],
  }
  const consented = outcomes.map((one) => ({ ...one, consentToShare }))
  const report = town.sign('submitOutcomes', { reportId, outcomes: consented })
  const { text, body } = await town.send('/v1/outcomes', report)
  if (body.counts?.rejected !== 0) throw new Error(`no consent was recorded: ${text}`)
  const names = { month: MONTH, caseId: item.caseId, creditorId, notificationId }
  return { pauseId: randomUUID(), ...names }
}

async function asked(hub: PopulatedHub): Promise<string> {
  const fields = await ask(hub, WONING)
  const town = hub.asMunicipality(OMMEN)
  const { status, text } = await town.send(PAUSES, town.sign('askCollectionPause', fields))
  if (status !== 201) throw new Error(`nothing was asked: ${text}`)
  return fields.pauseId
}

/** Ommen asks, Woning and Stroom are asked; nobody else has anything to do with it. */
export const COLLECTION_PAUSE_CASES = {
  askCollectionPause: {
    rightful: ommen,
    wish: async (hub) => ({ path: PAUSES, fields: await ask(hub, STROOM) }),
    status: 201,
    other: almere,
    refused: { status: 404, body: { code: 'pause.notification_unknown' } },
  },
  listCollectionPauses: {
    rightful: ommen,
    wish: () => ({ path: PAUSES }),
    status: 200,
    other: almere,
    refused: { status: 200, body: { pauses: [], nextCursor: null } },
  },
  withdrawCollectionPause: {
    rightful: ommen,
    async wish(hub) {
      const pauseId = await asked(hub)
      return { path: `${PAUSES}/${pauseId}/_withdraw`, fields: { pauseId } }
    },
    status: 200,
    other: almere,
    refused: { status: 404, body: { code: 'pause.unknown' } },
  },
  listAskedPauses: {
    rightful: WONING,
    wish: () => ({ path: `${PAUSES}/asked` }),
    status: 200,
    other: STROOM,
    refused: { status: 200, body: { creditorId: STROOM, nextCursor: null } },
    async alsoTried(t, _hub, other) {
      const named = await other.get(`${PAUSES}/asked?creditorId=${WONING}`)
      t.match(named, { status: 403, body: { code: 'party.not_served' } })
      return [named]
    },
  },
  answerCollectionPause: {
    rightful: WONING,
    async wish(hub) {
      const pauseId = await asked(hub)
      return { path: `${PAUSES}/${pauseId}/_answer`, fields: { pauseId, answer: 'CONFIRM' } }
    },
    status: 200,
    other: STROOM,
    refused: { status: 404, body: { code: 'pause.unknown' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
