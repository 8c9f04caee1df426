import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty } from '../http/mtls.js'
import { listMandates, type MandateView } from './service.js'

interface ListMandates {
  Querystring: NonNullable<operations['listMandates']['parameters']['query']>
  Reply: operations['listMandates']['responses'][200]['content']['application/json']
}

/** What a creditor or agent may see of the registry. Whose rows follows from the certificate. */
export const partyRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<ListMandates>({
    ...operation(app, 'listMandates'),
    async handler(request, reply) {
      const caller = requireParty(request, 'creditor', 'agent')
      const { mandates, nextCursor } = await listMandates(context, caller, request.query.cursor)
      if (nextCursor !== null) {
        const next = new URLSearchParams({ cursor: nextCursor })
        reply.header('link', `</v1/mandates?${next.toString()}>; rel="next"`)
      }
      return { mandates: mandates.map(shown), nextCursor }
    },
  })
}

function shown(mandate: MandateView): components['schemas']['Mandate'] {
  return {
    mandateId: mandate.mandateId,
    creditorId: mandate.creditor,
    ...(mandate.creditorName !== undefined && { creditorName: mandate.creditorName }),
    municipalityCode: mandate.municipality,
    municipalityName: mandate.municipalityName,
    sector: mandate.sector,
    startsOn: mandate.validFrom,
    ...(mandate.validUntil !== null && { endsOn: mandate.validUntil }),
  }
}
