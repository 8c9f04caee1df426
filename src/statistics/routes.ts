import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty } from '../http/mtls.js'
import { parseMonth } from '../kernel/calendar.js'
import { readStatistics } from './service.js'

interface GetStatistics {
  Params: operations['getStatistics']['parameters']['path']
}

/** Numbers of a municipality, for itself. */
export const statisticsRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<GetStatistics>({
    ...operation(app, 'getStatistics'),
    handler: (request) => {
      const caller = requireParty(request, 'municipality')
      return readStatistics(context, caller, parseMonth(request.params.month))
    },
  })
}
