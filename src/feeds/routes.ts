import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import type { operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import { sendBytes, type AnswerSigner } from '../http/sign-answers.js'
import { parseMonth } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { acknowledgeFeed, createRedeliveryRequest } from './receipt/service.js'
import { listFeeds, releaseFeedPage, type ReleasedPage } from './release/service.js'
import { acknowledgeUrgent, releaseUrgent } from './urgent/service.js'

type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>
type Path<Name extends keyof operations> = operations[Name]['parameters']['path']

interface GetFeed {
  Params: Path<'getFeed'>
  Querystring: Query<'getFeed'>
}
interface GetUrgent {
  Querystring: Query<'getUrgentFeed'>
}
interface AcknowledgeFeed {
  Params: Path<'acknowledgeFeed'>
  Body: operations['acknowledgeFeed']['requestBody']['content']['application/json']
}
interface AcknowledgeUrgent {
  Body: operations['acknowledgeUrgentFeed']['requestBody']['content']['application/json']
}
interface Redeliver {
  Body: operations['createRedeliveryRequest']['requestBody']['content']['application/json']
}

/** Feeds as municipalities pull them. Whose feed it is follows from the certificate, nothing else. */
export const feedRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route({
    ...operation(app, 'listFeeds'),
    handler: (request) => listFeeds(context, requireParty(request, 'municipality')),
  })

  app.route<GetUrgent>({
    ...operation(app, 'getUrgentFeed'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const { page, entry } = await releaseUrgent(context, caller, request.query.after)
      reply.header('log-entry', entry.entryId)
      return page
    },
  })

  app.route<GetFeed>({
    ...operation(app, 'getFeed'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const month = parseMonth(request.params.month)
      const page = await releaseFeedPage(context, caller, month, request.query.cursor)
      return sendPage(context, request, reply, page)
    },
  })

  app.route<AcknowledgeFeed>({
    ...operation(app, 'acknowledgeFeed'),
    async handler(request) {
      const caller = requireParty(request, 'municipality')
      const month = parseMonth(request.params.month)
      const { acknowledgementId, count, root } = request.body
      if (request.body.month !== month) throw otherMonth()
      const proof = proofOf(request as FastifyRequest)
      return acknowledgeFeed(context, caller, month, { acknowledgementId, count, root, ...proof })
    },
  })

  app.route<AcknowledgeUrgent>({
    ...operation(app, 'acknowledgeUrgentFeed'),
    async handler(request) {
      const caller = requireParty(request, 'municipality')
      const { acknowledgementId, urgentIds } = request.body
      const proof = proofOf(request as FastifyRequest)
      return acknowledgeUrgent(context, caller, { acknowledgementId, urgentIds, ...proof })
    },
  })

  app.route<Redeliver>({
    ...operation(app, 'createRedeliveryRequest'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const { requestId, reason, notifications } = request.body
      const wanted = notifications.map(({ creditorId, notificationId }) => ({
        creditor: creditorId,
        notificationId,
      }))
      const proof = proofOf(request as FastifyRequest)
      const opened = await createRedeliveryRequest(context, caller, {
        requestId,
        reason,
        wanted,
        ...proof,
      })
      reply.status(201)
      return opened
    },
  })
}

/** A page that the caller has already is authorised and logged like any other, and not sent. */
function sendPage(
  signer: AnswerSigner,
  request: Pick<FastifyRequest, 'headers' | 'url'>,
  reply: FastifyReply,
  page: ReleasedPage,
): FastifyReply {
  const { etag, entry, nextCursor } = page
  reply.header('etag', etag).header('log-entry', entry.entryId)
  if (isKnown(request.headers['if-none-match'], etag)) return reply.status(304).send()
  if (nextCursor !== null) {
    const [path] = request.url.split('?')
    reply.header('link', `<${path}?cursor=${nextCursor}>; rel="next"`)
  }
  return sendBytes(reply, signer, 'getFeed', page)
}

/** If-None-Match (RFC 9110 §13.1.2) compares weakly; ours are strong, so the opaque part decides. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
}

function proofOf(request: FastifyRequest): { digest: Buffer; signer: string } {
  const { digest, signer } = requireSigned(request)
  return { digest, signer: signer.fingerprint }
}

function otherMonth(): HubError {
  return new HubError('request.invalid', 'The body is about another month than the address.', {
    places: [{ pointer: '/month', code: 'month.other', detail: 'is not the month of the address' }],
  })
}
