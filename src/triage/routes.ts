import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import type { Day } from '../kernel/calendar.js'
import {
  approveTriageProfile,
  offerTriageProfile,
  previewTriageProfile,
  showTriageProfile,
} from './service.js'

type BodyOf<
  Operation extends 'putTriageProfile' | 'previewTriageProfile' | 'approveTriageProfile',
> = operations[Operation]['requestBody']['content']['application/json']

/** How a municipality weighs its cases: offered by one person, approved by another. */
export const triageRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route({
    ...operation(app, 'getTriageProfile'),
    handler: (request) => showTriageProfile(context, requireParty(request, 'municipality')),
  })

  app.route<{ Body: BodyOf<'putTriageProfile'> }>({
    ...operation(app, 'putTriageProfile'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const signer = requireSigned(request).signer.fingerprint
      const { draftId, validFrom, profile } = request.body
      reply.status(202)
      const offer = { draftId, validFrom: validFrom as Day, profile, signer }
      return offerTriageProfile(context, caller, offer)
    },
  })

  app.route<{ Body: BodyOf<'previewTriageProfile'> }>({
    ...operation(app, 'previewTriageProfile'),
    handler: (request) => {
      const { profile, months } = request.body
      const caller = requireParty(request, 'municipality')
      return previewTriageProfile(context, caller, profile, months)
    },
  })

  app.route<{ Body: BodyOf<'approveTriageProfile'> }>({
    ...operation(app, 'approveTriageProfile'),
    handler: (request) => {
      const caller = requireParty(request, 'municipality')
      const signer = requireSigned(request).signer.fingerprint
      return approveTriageProfile(context, caller, request.body.draftId, signer)
    },
  })
}
