import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import { RateLimit } from '../http/rate-limit.js'
import { compileValidator, type Validator } from '../http/validation.js'
import { HubError } from '../kernel/errors.js'
import { parseJson } from '../kernel/json.js'
import {
  APPLICATION_SCHEMA,
  MOST_APPLICATION_BYTES,
  PROOF_HEADERS,
  STATUS_SCHEMA,
  type Application,
  type StatusQuestion,
} from './application.js'
import { applicationStatus, receiveApplication, type Standing } from './service.js'

/** Requests a minute from one address, and from all of them together, to one process. */
const PER_ADDRESS = 20
const TOGETHER = 200
const EVERYBODY = 'everybody'

const isApplication = compileValidator(APPLICATION_SCHEMA, 20)
const isQuestion = compileValidator(STATUS_SCHEMA, 20)

/**
 * Applications of organisations that have no certificate yet, on the public listener: one to send
 * one, one to ask how it stands. Small bodies, few of them, and nothing back about anybody else.
 */
export const enrolmentRoutes: FastifyPluginAsync<{
  context: Context
  perMinute?: number | undefined
}> = async (app, { context, perMinute = PER_ADDRESS }) => {
  const perAddress = new RateLimit(perMinute)
  const together = new RateLimit(TOGETHER)
  app.addHook('onRequest', async (request, reply) => {
    // The address is counted and forgotten; it stands in no log.
    const standings = [perAddress.take(request.ip), together.take(EVERYBODY)]
    const refused = standings.find(({ isAllowed }) => !isAllowed)
    if (refused === undefined) return
    void reply.header('retry-after', String(refused.nextInSeconds))
    throw new HubError('rate.exceeded', 'There were too many requests; try again later.', {
      retryAfterSeconds: refused.nextInSeconds,
    })
  })
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MOST_APPLICATION_BYTES },
    (_request, bytes, done) => done(null, bytes),
  )

  app.post<{ Body: Buffer }>('/enrolments', async (request, reply) => {
    const application = read<Application>(request.body, isApplication)
    await receiveApplication(context, request.trace, {
      bytes: request.body,
      application,
      proofs: {
        transport: headerValues(request, PROOF_HEADERS.transport),
        signing: headerValues(request, PROOF_HEADERS.signing),
      },
    })
    reply.status(202)
    return { enrolmentId: application.enrolmentId, state: 'RECEIVED' as const }
  })

  app.post<{ Body: Buffer }>('/enrolments/_status', async (request) => {
    const question = read<StatusQuestion>(request.body, isQuestion)
    return shown(await applicationStatus(context, request.trace, question))
  })
}

function read<Document>(bytes: unknown, validate: Validator): Document {
  if (!Buffer.isBuffer(bytes)) throw new HubError('request.media_type', 'Send application/json.')
  const body = parseJson(bytes)
  const places = validate(body)
  if (places.length === 0) return body as Document
  throw new HubError('request.invalid', 'The body is not as it should be.', { places })
}

/** Every occurrence of a header; the parsed headers would join or drop repeated ones. */
function headerValues({ raw }: FastifyRequest, name: string): string[] {
  return raw.rawHeaders.filter(
    (_, at) => at % 2 === 1 && raw.rawHeaders[at - 1]?.toLowerCase() === name,
  )
}

function shown(standing: Standing) {
  const { enrolmentId, state, receivedAt, decidedAt, reason, party } = standing
  return {
    enrolmentId,
    state,
    receivedAt,
    ...(decidedAt !== null && { decidedAt }),
    ...(reason !== null && { reason }),
    ...(party !== null && {
      partyId: party,
      certificates: { transport: standing.transportChain, signing: standing.signingChain },
    }),
  }
}
