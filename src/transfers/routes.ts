import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import { parseMonth } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { decideTransfer } from './deciding/service.js'
import { offerTransfer, prepareTransfer } from './offering/service.js'
import { getTransfer, listTransfers } from './reading/service.js'

type BodyOf<Operation extends 'prepareTransfer' | 'offerTransfer' | 'decideTransfer'> =
  operations[Operation]['requestBody']['content']['application/json']
interface Get {
  Params: operations['getTransfer']['parameters']['path']
}
interface Decide {
  Params: operations['decideTransfer']['parameters']['path']
  Body: BodyOf<'decideTransfer'>
}

/** Handing cases over to the municipality where the household lives. */
export const transferRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<{ Body: BodyOf<'prepareTransfer'> }>({
    ...operation(app, 'prepareTransfer'),
    handler(request) {
      const { month, caseId, municipalityCode: to } = request.body
      const asked = { month: parseMonth(month), caseId: caseId.toLowerCase(), to }
      return prepareTransfer(context, requireParty(request, 'municipality'), asked)
    },
  })

  app.route({
    ...operation(app, 'listTransfers'),
    handler: (request) => listTransfers(context, requireParty(request, 'municipality')),
  })

  app.route<{ Body: BodyOf<'offerTransfer'> }>({
    ...operation(app, 'offerTransfer'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const { digest, signer } = requireSigned(request)
      const { body } = request
      const offer = { ...body, caseId: body.caseId.toLowerCase(), month: parseMonth(body.month) }
      const signed = { offer, digest, signer: signer.fingerprint }
      reply.status(201)
      return offerTransfer(context, caller, signed)
    },
  })

  app.route<Get>({
    ...operation(app, 'getTransfer'),
    handler(request) {
      const { transferId } = request.params
      return getTransfer(context, requireParty(request, 'municipality'), transferId)
    },
  })

  app.route<Decide>({
    ...operation(app, 'decideTransfer'),
    handler(request) {
      const caller = requireParty(request, 'municipality')
      const { digest, signer } = requireSigned(request)
      const { decision, refusal } = request.body
      const transferId = request.params.transferId.toLowerCase()
      if (request.body.transferId.toLowerCase() !== transferId) throw otherTransfer()
      const proof = { digest, signer: signer.fingerprint }
      return decideTransfer(context, caller, { transferId, decision, refusal, ...proof })
    },
  })
}

function otherTransfer(): HubError {
  return new HubError('request.invalid', 'The body is about another transfer than the address.', {
    places: [
      {
        pointer: '/transferId',
        code: 'transfer.other',
        detail: 'is not the transfer of the address',
      },
    ],
  })
}
