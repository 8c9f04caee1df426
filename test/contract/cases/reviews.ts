import { randomUUID } from 'node:crypto'
import type { OperationId } from '../../../src/http/contract.js'
import { parseMonth } from '../../../src/kernel/calendar.js'
import { makePlans } from '../../../src/reviews/index.js'
import { OFFICER } from '../../helpers/hub.js'
import { OMMEN_OFFICER, type PopulatedHub } from '../../helpers/populated-hub.js'
import { TRACE } from '../../helpers/served.js'
import type { OperationCase } from '../operation-case.js'
import { MONTH } from '../wishes.js'
import { asPerson } from './persons.js'

const rightful = OFFICER
const other = OMMEN_OFFICER
const refused = { status: 403, body: { code: 'certificate.not_personal' } }
const caller = (hub: PopulatedHub) => asPerson(hub, OFFICER, 'fg-api')

/** The plan of Almere's August, which is made once. */
async function planOf(hub: PopulatedHub): Promise<string> {
  await makePlans(hub.context, parseMonth(MONTH), TRACE)
  const { body } = await (await caller(hub)).get('/v1/reviews')
  return body.plans[0].planId as string
}

async function itemOf(hub: PopulatedHub) {
  const planId = await planOf(hub)
  const { body } = await (await caller(hub)).get(`/v1/reviews/${planId}`)
  return { planId, itemId: body.items[0].itemId as string }
}

async function foreign(
  t: Parameters<NonNullable<OperationCase['alsoTried']>>[0],
  hub: PopulatedHub,
  path: string,
) {
  const answer = await (await asPerson(hub, OMMEN_OFFICER, 'fg-ommen')).get(path)
  t.match(answer, { status: 404, body: { code: 'route.unknown' } })
  return [answer]
}

/** The review of Almere's log: for persons who review it, and for nobody else. */
export const REVIEW_CASES = {
  listReviews: {
    rightful,
    caller,
    wish: () => ({ path: '/v1/reviews' }),
    status: 200,
    other,
    refused,
  },
  getReview: {
    rightful,
    caller,
    wish: async (hub) => ({ path: `/v1/reviews/${await planOf(hub)}` }),
    status: 200,
    other,
    refused,
    alsoTried: async (t, hub) => foreign(t, hub, `/v1/reviews/${await planOf(hub)}`),
  },
  getReviewReport: {
    rightful,
    caller,
    wish: async (hub) => ({ path: `/v1/reviews/${await planOf(hub)}/report` }),
    status: 200,
    other,
    refused,
    alsoTried: async (t, hub) => foreign(t, hub, `/v1/reviews/${await planOf(hub)}/report`),
  },
  getReviewItem: {
    rightful,
    caller,
    async wish(hub) {
      const { planId, itemId } = await itemOf(hub)
      return { path: `/v1/reviews/${planId}/items/${itemId}` }
    },
    status: 200,
    other,
    refused,
    async alsoTried(t, hub) {
      const { planId, itemId } = await itemOf(hub)
      return foreign(t, hub, `/v1/reviews/${planId}/items/${itemId}`)
    },
  },
  takeReviewStep: {
    rightful,
    caller,
    async wish(hub) {
      const { planId, itemId } = await itemOf(hub)
      const fields = { stepId: randomUUID(), planId, itemId, step: 'ASSIGN' }
      return { path: `/v1/reviews/${planId}/items/${itemId}/_step`, fields }
    },
    status: 200,
    other,
    refused,
  },
} satisfies Partial<Record<OperationId, OperationCase>>
