import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requirePerson, requireSigned } from '../http/mtls.js'
import { HubError } from '../kernel/errors.js'
import { firstOf } from '../log-review/index.js'
import { itemOf, planOf, stepOf } from './answers.js'
import { makeReport } from './reporting/service.js'
import {
  listPlans,
  readItem,
  readPlan,
  takeStep,
  type Reviewer,
  type ReviewOperation,
} from './work/service.js'

type Schemas = components['schemas']
interface List {
  Querystring: NonNullable<operations['listReviews']['parameters']['query']>
}
interface Plan {
  Params: operations['getReview']['parameters']['path']
}
interface Item {
  Params: operations['getReviewItem']['parameters']['path']
}

/** The monthly review of the log, as officers do it; each with a personal certificate. */
export const reviewRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<List>({
    ...operation(app, 'listReviews'),
    async handler(request) {
      const officer = reviewerOf(request, 'listReviews')
      const asked = request.query.controller ?? firstOf(officer)
      const { controller, plans } = await listPlans(context, officer, asked)
      return { controller, plans: plans.map(planOf) } satisfies Schemas['ReviewList']
    },
  })

  app.route<Plan>({
    ...operation(app, 'getReview'),
    async handler(request) {
      const officer = reviewerOf(request, 'getReview')
      const { plan, items } = await readPlan(context, officer, request.params.planId.toLowerCase())
      const { controller } = plan
      return {
        controller,
        plan: planOf(plan),
        items: items.map(itemOf),
      } satisfies Schemas['Review']
    },
  })

  app.route<Plan>({
    ...operation(app, 'getReviewReport'),
    async handler(request) {
      const officer = reviewerOf(request, 'getReviewReport')
      return makeReport(context, officer, request.params.planId.toLowerCase(), 'json')
    },
  })

  app.route<Item>({
    ...operation(app, 'getReviewItem'),
    handler: (request) => read(context, reviewerOf(request, 'getReviewItem'), request.params),
  })

  app.route<Item & { Body: Schemas['ReviewStep'] }>({
    ...operation(app, 'takeReviewStep'),
    async handler(request) {
      const { digest, signer } = requireSigned(request)
      const officer = reviewerOf(request, 'takeReviewStep')
      const { params, body } = request
      requireSame(params, body)
      const { step, decision, text = '' } = body
      // The plan and the item belong together, or there is no such item.
      await read(context, officer, params)
      const signed = { digest, signer: signer.fingerprint, stepId: body.stepId.toLowerCase() }
      const reviewer = { ...officer, signed }
      await takeStep(context, reviewer, params.itemId.toLowerCase(), { step, decision, text })
      return read(context, officer, params)
    },
  })
}

function reviewerOf(request: FastifyRequest, name: ReviewOperation): Reviewer {
  return { ...requirePerson(request, 'officer'), operation: name }
}

/** An item of the plan that is named; reading is logged as reading, whatever is done beside it. */
async function read(
  context: Context,
  officer: Reviewer,
  { planId, itemId }: Item['Params'],
): Promise<Schemas['ReviewItemRead']> {
  const reader = { ...officer, operation: 'getReviewItem' } as const
  const { controller, plan, item, steps } = await readItem(context, reader, itemId.toLowerCase())
  if (plan !== planId.toLowerCase()) {
    throw new HubError('route.unknown', 'There is no such review.')
  }
  return { controller, planId: plan, item: itemOf(item), steps: steps.map(stepOf) }
}

function requireSame(params: Item['Params'], body: Schemas['ReviewStep']): void {
  for (const name of ['planId', 'itemId'] as const) {
    if (params[name].toLowerCase() === body[name].toLowerCase()) continue
    const detail = 'is not the one of the address'
    const places = [{ pointer: `/${name}`, code: 'request.value', detail }]
    throw new HubError('request.invalid', 'The body is about another item.', { places })
  }
}
