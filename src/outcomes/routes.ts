import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import { sendSigned } from '../http/sign-answers.js'
import { parseMonth } from '../kernel/calendar.js'
import { listOutcomes } from './listing/service.js'
import { submitOutcomes } from './service.js'

interface Submit {
  Body: operations['submitOutcomes']['requestBody']['content']['application/json']
}

type ListParameters = operations['listOutcomes']['parameters']

interface List {
  Params: ListParameters['path']
  Querystring: NonNullable<ListParameters['query']>
}

/** What municipalities report back about cases. */
export const outcomeRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<Submit>({
    ...operation(app, 'submitOutcomes'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const { digest, signer } = requireSigned(request)
      const { reportId, outcomes } = request.body
      const submission = { reportId, outcomes, digest, signer: signer.fingerprint }
      return sendSigned(reply, 200, await submitOutcomes(context, caller, submission))
    },
  })
  app.route<List>({
    ...operation(app, 'listOutcomes'),
    handler: (request) => {
      const caller = requireParty(request, 'municipality')
      return listOutcomes(context, caller, parseMonth(request.params.month), request.query.cursor)
    },
  })
}
