import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty } from '../http/mtls.js'
import { listFeedback } from './service.js'

interface List {
  Querystring: NonNullable<operations['listFeedback']['parameters']['query']>
}

/** What creditors and their agents learn of their notifications. */
export const feedbackRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<List>({
    ...operation(app, 'listFeedback'),
    handler: (request) => {
      const caller = requireParty(request, 'creditor', 'agent')
      return listFeedback(context, caller, request.query.creditorId, request.query.after)
    },
  })
}
