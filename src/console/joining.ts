import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import type { Context } from '../context.js'
import { RateLimit } from '../http/rate-limit.js'
import { compileValidator } from '../http/validation.js'
import { useInvitation } from '../invitations/index.js'
import { HubError } from '../kernel/errors.js'
import { parseJson } from '../kernel/json.js'
import { pageHeaders } from './headers.js'
import { JOIN_PATH, joinAssets, joinPage } from './pages/join.js'
import { isLanguage, LANGUAGES, type Language } from './text.js'

/** Requests a minute from one address, and from all of them together, to one process. */
const PER_ADDRESS = 20
const TOGETHER = 200
const EVERYBODY = 'everybody'

const MOST_BYTES = 16 * 1024
const MOST_REQUEST = 4096

const isUse = compileValidator(
  {
    type: 'object',
    additionalProperties: false,
    required: ['code', 'transport', 'signing'],
    properties: {
      code: { type: 'string', maxLength: 40 },
      transport: { type: 'string', maxLength: MOST_REQUEST },
      signing: { type: 'string', maxLength: MOST_REQUEST },
    },
  },
  20,
)

interface Use {
  readonly code: string
  readonly transport: string
  readonly signing: string
}

/**
 * The page of the public listener on which somebody with an invitation gets certificates for keys made
 * in the browser. A code has 100 random bits; few may be tried in a minute, and none of it is logged.
 */
export const joinPages: FastifyPluginAsync<{
  context: Context
  dataUrl?: string | undefined
  perMinute?: number | undefined
}> = async (app, { context, dataUrl, perMinute = PER_ADDRESS }) => {
  const perAddress = new RateLimit(perMinute)
  const together = new RateLimit(TOGETHER)
  const consoleUrl = dataUrl?.replace(/\/v1$/, '/console')
  const show = (reply: FastifyReply, language: Language) =>
    reply
      .headers(pageHeaders(language, 'asking'))
      .type('text/html; charset=utf-8')
      .send(joinPage(language, consoleUrl))
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MOST_BYTES },
    (_request, bytes, done) => done(null, bytes),
  )
  app.get(JOIN_PATH, async (_request, reply) => show(reply, LANGUAGES[0]))
  app.get<{ Params: { language: string } }>(
    `${JOIN_PATH}/:language`,
    async ({ params: { language } }, reply) => {
      if (!isLanguage(language)) throw unknownPage()
      return show(reply, language)
    },
  )
  app.get<{ Params: { file: string } }>(`${JOIN_PATH}/assets/:file`, async ({ params }, reply) => {
    const asset = Object.values(joinAssets()).find(({ file }) => file === params.file)
    if (asset === undefined) throw unknownPage()
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(asset.type)
      .send(asset.bytes)
  })
  app.post<{ Body: Buffer }>(`${JOIN_PATH}/certificates`, async (request) => {
    // The address is counted and forgotten; it stands in no log.
    const standings = [perAddress.take(request.ip), together.take(EVERYBODY)]
    const refused = standings.find(({ isAllowed }) => !isAllowed)
    if (refused !== undefined) {
      throw new HubError('rate.exceeded', 'There were too many requests; try again later.', {
        retryAfterSeconds: refused.nextInSeconds,
      })
    }
    if (!Buffer.isBuffer(request.body)) {
      throw new HubError('request.media_type', 'Send application/json.')
    }
    const body = parseJson(request.body)
    const places = isUse(body)
    if (places.length > 0) {
      throw new HubError('request.invalid', 'The body is not as it should be.', { places })
    }
    const { code, transport, signing } = body as Use
    return useInvitation(context, request.trace, code, { transport, signing })
  })
}

function unknownPage(): HubError {
  return new HubError('route.unknown', 'There is nothing at this path.')
}
