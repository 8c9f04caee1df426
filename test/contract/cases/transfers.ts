import { randomUUID } from 'node:crypto'
import { reseal } from '../../../src/client/transfers.js'
import type { OperationId } from '../../../src/http/contract.js'
import { ALMERE, municipalParty, OMMEN } from '../../helpers/hub.js'
import type { PopulatedHub } from '../../helpers/populated-hub.js'
import { sealingKeysOf } from '../../helpers/served.js'
import type { OperationCase } from '../operation-case.js'
import { MONTH } from '../wishes.js'

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)
/** Each wish takes a case of its own: one is offered once. */
const CASES = { prepare: 2, offer: 2, read: 1, decide: 0 } as const

async function trial(hub: PopulatedHub, place: number) {
  const { items } = (await hub.asMunicipality(ALMERE).get(`/v1/feeds/${MONTH}`)).body
  return { month: MONTH, caseId: items[place].caseId as string, municipalityCode: OMMEN }
}

async function offer(hub: PopulatedHub, place: number) {
  const asked = await trial(hub, place)
  const town = hub.asMunicipality(ALMERE)
  const { body } = await town.post('/v1/transfers/_prepare', asked)
  const sealed = reseal(body, sealingKeysOf(hub, ALMERE))
  return { transferId: randomUUID(), ...asked, ground: 'MOVED', ...sealed }
}

async function offered(hub: PopulatedHub, place: number): Promise<string> {
  const fields = await offer(hub, place)
  const town = hub.asMunicipality(ALMERE)
  const { status, text } = await town.send('/v1/transfers', town.sign('offerTransfer', fields))
  if (status !== 201) throw new Error(`nothing was offered: ${text}`)
  return fields.transferId
}

/** Cases go from Almere to Ommen; what one may do about them the other may not. */
export const TRANSFER_CASES = {
  prepareTransfer: {
    rightful: almere,
    wish: async (hub) => ({
      path: '/v1/transfers/_prepare',
      fields: await trial(hub, CASES.prepare),
    }),
    status: 200,
    other: ommen,
    refused: { status: 404, body: { code: 'transfer.case_unknown' } },
  },
  offerTransfer: {
    rightful: almere,
    wish: async (hub) => ({ path: '/v1/transfers', fields: await offer(hub, CASES.offer) }),
    status: 201,
    other: ommen,
    refused: { status: 404, body: { code: 'transfer.case_unknown' } },
  },
  listTransfers: {
    rightful: almere,
    wish: () => ({ path: '/v1/transfers' }),
    status: 200,
    other: municipalParty('0180'),
    refused: { status: 200, body: { transfers: [] } },
  },
  getTransfer: {
    rightful: ommen,
    wish: async (hub) => ({ path: `/v1/transfers/${await offered(hub, CASES.read)}` }),
    status: 200,
    other: almere,
    refused: { status: 404, body: { code: 'transfer.unknown' } },
  },
  decideTransfer: {
    rightful: ommen,
    async wish(hub) {
      const transferId = await offered(hub, CASES.decide)
      const fields = { transferId, decision: 'REFUSE', refusal: 'OTHER' }
      return { path: `/v1/transfers/${transferId}/_decide`, fields }
    },
    status: 200,
    other: almere,
    refused: { status: 404, body: { code: 'transfer.unknown' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
