import type { OperationId } from '../../../src/http/contract.js'
import { ALMERE, municipalParty, OMMEN, STROOM, WONING } from '../../helpers/hub.js'
import { id } from '../../notifications/build.js'
import type { OperationCase } from '../operation-case.js'

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)

/** What Woning offers Almere beside what there is. */
export const AGREEMENT = {
  requestId: id(9602),
  agreementId: id(9600),
  reference: 'Samenwerking 2027',
  creditorId: WONING,
  municipalityCode: ALMERE,
  sector: 'RENT',
  startsOn: '2027-01-01',
}

/** Agreements: a creditor offers its own, a municipality answers its own, nobody another's. */
export const AGREEMENT_CASES = {
  listAgreements: {
    rightful: almere,
    wish: () => ({ path: '/v1/agreements' }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { agreements: Array(4).fill({ municipalityCode: OMMEN }) } },
    async alsoTried(t, hub) {
      const answer = await hub.as(STROOM).get('/v1/agreements')
      const { agreements } = answer.body as { agreements: { creditorId: string }[] }
      t.strictSame([...new Set(agreements.map(({ creditorId }) => creditorId))], [STROOM])
      t.notMatch(answer.text, WONING)
      // What municipalities are called is no secret to creditors, so it is not compared with any.
      return []
    },
  },
  listExpiries: {
    rightful: almere,
    wish: () => ({ path: '/v1/expiries' }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { expiries: Array } },
  },
  offerAgreement: {
    rightful: WONING,
    wish: () => ({ path: '/v1/agreements', fields: AGREEMENT }),
    status: 201,
    other: STROOM,
    refused: { status: 403, body: { code: 'party.not_served' } },
  },
  answerAgreement: {
    rightful: almere,
    async wish(hub) {
      const { body } = await hub.asMunicipality(ALMERE).get('/v1/agreements')
      const { agreementId } = body.agreements[0] as { agreementId: string }
      const fields = { requestId: id(9601), agreementId, answer: 'ACCEPT' }
      return { path: `/v1/agreements/${agreementId}/_answer`, fields }
    },
    status: 200,
    other: ommen,
    refused: { status: 404, body: { code: 'agreement.unknown' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
