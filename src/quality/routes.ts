import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty } from '../http/mtls.js'
import { parseMonth } from '../kernel/calendar.js'
import { readQuality } from './service.js'

interface GetQuality {
  Params: operations['getDeliveryQuality']['parameters']['path']
}

/** How good the deliveries of a creditor or an agent are, for itself. */
export const qualityRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<GetQuality>({
    ...operation(app, 'getDeliveryQuality'),
    handler: (request) => {
      const caller = requireParty(request, 'creditor', 'agent')
      return readQuality(context, caller, parseMonth(request.params.month))
    },
  })
}
