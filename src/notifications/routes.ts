import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import { sendSigned } from '../http/sign-answers.js'
import { submitBatch, validateBatch, type SubmittedBatch } from './service.js'
import { batchStatus } from './status/service.js'

interface Submit {
  Body: components['schemas']['NotificationBatch']
}
interface Validate {
  Body: components['schemas']['NotificationBatchTrial']
}
interface Status {
  Params: operations['getNotificationBatch']['parameters']['path']
}

/** Notifications as creditors and their agents deliver them; whose, the certificate says. */
export const notificationRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<Submit>({
    ...operation(app, 'submitNotificationBatch'),
    async handler(request, reply) {
      const caller = requireParty(request, 'creditor', 'agent')
      const receipt = await submitBatch(context, caller, batchOf(request, request.body))
      return sendSigned(reply, 202, receipt)
    },
  })

  app.route<Validate>({
    ...operation(app, 'validateNotificationBatch'),
    async handler(request) {
      const caller = requireParty(request, 'creditor', 'agent')
      return validateBatch(context, caller, batchOf(request, request.body))
    },
  })

  app.route<Status>({
    ...operation(app, 'getNotificationBatch'),
    async handler(request) {
      const caller = requireParty(request, 'creditor', 'agent')
      return batchStatus(context, caller, request.params.batchId)
    },
  })
}

function batchOf(
  request: Pick<FastifyRequest, 'signed'>,
  body: Submit['Body'] | Validate['Body'],
): SubmittedBatch {
  const { createdAt, nonce, digest, signer, signature } = requireSigned(request as FastifyRequest)
  const { batchId, notifications } = body
  // The parsed body is ours alone; intake empties it while it works.
  const items = notifications as unknown[]
  const { fingerprint } = signer
  return { batchId, createdAt, nonce, items, digest, signer: fingerprint, signature }
}
