import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import { parseDay, parseMonth } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { answerPause } from './answering/service.js'
import { askPause, withdrawPause } from './asking/service.js'
import { listAskedPauses, listPauses } from './reading/service.js'

type BodyOf<
  Operation extends 'askCollectionPause' | 'withdrawCollectionPause' | 'answerCollectionPause',
> = operations[Operation]['requestBody']['content']['application/json']
type QueryOf<Operation extends 'listCollectionPauses' | 'listAskedPauses'> = NonNullable<
  operations[Operation]['parameters']['query']
>
interface About {
  readonly pauseId: string
}

/** Pauses of collection: asked by municipalities, answered by creditors. */
export const collectionPauseRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<{ Querystring: QueryOf<'listCollectionPauses'> }>({
    ...operation(app, 'listCollectionPauses'),
    handler: (request) =>
      listPauses(context, requireParty(request, 'municipality'), request.query.cursor),
  })

  app.route<{ Body: BodyOf<'askCollectionPause'> }>({
    ...operation(app, 'askCollectionPause'),
    handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const { digest, signer } = requireSigned(request)
      const { pauseId, month, caseId, creditorId, notificationId, months } = request.body
      reply.status(201)
      return askPause(context, caller, {
        pauseId: pauseId.toLowerCase(),
        month: parseMonth(month),
        caseId: caseId.toLowerCase(),
        creditorId,
        notificationId: notificationId.toLowerCase(),
        months,
        digest,
        signer: signer.fingerprint,
      })
    },
  })

  app.route<{ Querystring: QueryOf<'listAskedPauses'> }>({
    ...operation(app, 'listAskedPauses'),
    handler(request) {
      const caller = requireParty(request, 'creditor', 'agent')
      const { creditorId, cursor } = request.query
      return listAskedPauses(context, caller, creditorId, cursor)
    },
  })

  app.route<{ Params: About; Body: BodyOf<'withdrawCollectionPause'> }>({
    ...operation(app, 'withdrawCollectionPause'),
    handler(request) {
      const caller = requireParty(request, 'municipality')
      const { digest, signer } = requireSigned(request)
      const pauseId = sameId(request.params, request.body)
      return withdrawPause(context, caller, { pauseId, digest, signer: signer.fingerprint })
    },
  })

  app.route<{ Params: About; Body: BodyOf<'answerCollectionPause'> }>({
    ...operation(app, 'answerCollectionPause'),
    handler(request) {
      const caller = requireParty(request, 'creditor', 'agent')
      const { digest, signer } = requireSigned(request)
      const pauseId = sameId(request.params, request.body)
      const { answer, untilOn: until, refusal } = request.body
      const proof = { digest, signer: signer.fingerprint }
      const untilOn = until === undefined ? undefined : parseDay(until)
      return answerPause(context, caller, { pauseId, answer, untilOn, refusal, ...proof })
    },
  })
}

/** The pause that address and body are about. */
function sameId(address: About, body: About): string {
  const pauseId = address.pauseId.toLowerCase()
  if (body.pauseId.toLowerCase() === pauseId) return pauseId
  throw new HubError('request.invalid', 'The body is about another pause than the address.', {
    places: [
      { pointer: '/pauseId', code: 'pause.other', detail: 'is not the pause of the address' },
    ],
  })
}
