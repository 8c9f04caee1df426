import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import type { Server } from 'node:http'
import type { ServerOptions } from 'node:https'
import type { Context } from '../context.js'
import { HubError } from '../kernel/errors.js'
import { sendProblem, type ShowRefusal } from './errors.js'
import { checkHost, setCommonHeaders, traceOf, transactionIds } from './headers.js'
import { collectPaths } from './methods.js'
import { routeName } from './request.js'
import { markSandbox } from './sandbox-mark.js'
import { answerBrokenHttp, answerOddRequests, type RawAnswers } from './socket-errors.js'

/** What every listener of the hub has in common. */
export interface ListenerOptions {
  /** TLS of the listener; left out only where a test or a private network wants plain HTTP. */
  readonly https?: ServerOptions | undefined
  readonly bodyLimitBytes: number
  /** Runs before anything is parsed, also for paths that nothing is served at. */
  readonly admit?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** How people read a refusal; a problem document when it has no page for the request. */
  readonly showRefusal?: ShowRefusal | undefined
  /** How long a caller may take; shorter only where a test cannot wait. */
  readonly patience?: Patience | undefined
  /** Hears of every refusal before it is answered. */
  readonly onRefusal?: (request: FastifyRequest, error: unknown) => Promise<void>
}

/** How long a listener waits for a caller, in milliseconds. */
export interface Patience {
  /** For all headers of a request, from the connection or the answer before; also when none come. */
  readonly headersMs: number
  /** For a whole request with its body. */
  readonly requestMs: number
  /** For the next request on a connection. */
  readonly idleMs: number
  /** How often it is looked who takes longer. */
  readonly lookMs: number
}

/** What a slow line needs, and no more: a caller that trickles holds its connection this long. */
export const PATIENCE: Patience = {
  headersMs: 15_000,
  requestMs: 120_000,
  idleMs: 65_000,
  lookMs: 5_000,
}

/** All headers together; a signature with one certificate takes 3 KB. */
export const MOST_HEADER_BYTES = 16 * 1024

/**
 * A server that answers every refusal as a problem document with the common headers, that repairs
 * nothing, and that serves no path with a slash at its end. HEAD is GET without the body, logged and
 * all. It has no routes yet.
 */
export function createListener(context: Context, options: ListenerOptions): FastifyInstance {
  const { config, clock, log, metrics } = context
  const paths = collectPaths()
  const { headersMs, requestMs, idleMs, lookMs } = options.patience ?? PATIENCE
  const answers: RawAnswers = {
    clock,
    publicUrl: config.publicUrl,
    sandbox: config.sandbox,
    count: (code) => metrics.refusals.inc({ operation: 'none', code }),
  }
  const settings: FastifyServerOptions = {
    logger: false,
    genReqId: transactionIds(clock),
    requestIdHeader: false,
    trustProxy: false,
    exposeHeadRoutes: true,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: requestMs,
    connectionTimeout: 0,
    keepAliveTimeout: idleMs,
    return503OnClosing: false,
    clientErrorHandler: answerBrokenHttp(answers),
    frameworkErrors: (error, request, reply) => {
      sendProblem(
        context,
        error,
        request as FastifyRequest,
        reply as FastifyReply,
        options.showRefusal,
      )
    },
  }
  const node = {
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: headersMs,
    connectionsCheckingInterval: lookMs,
    insecureHTTPParser: false,
    // Looked at here, so that its absence is answered like every other mistake.
    requireHostHeader: false,
  }
  const serverOptions = options.https
    ? { ...settings, https: { ...node, ...options.https } }
    : { ...settings, http: node }
  // With and without TLS differ in the type of the socket only, and no route looks at that.
  const app = Fastify(serverOptions as FastifyServerOptions)
  answerOddRequests(app.server as Server, answers)

  app.decorateRequest('fingerprint', undefined)
  app.decorateRequest('registered', undefined)
  app.decorateRequest('party', undefined)
  app.decorateRequest('signed', undefined)
  app.decorateRequest('trace')
  app.addHook('onRoute', ({ url, method }) => {
    for (const one of [method].flat()) paths.add(url, one)
  })
  if (config.sandbox) markSandbox(app)
  app.addHook('onRequest', async (request, reply) => {
    request.trace = traceOf(request)
    setCommonHeaders(request, reply)
    checkHost(request)
    await options.admit?.(request, reply)
    refuseUnserved(request, reply)
  })
  app.addHook('onResponse', async (request, reply) => {
    const operation = routeName(request) ?? 'none'
    const status = reply.statusCode
    metrics.requests.observe({ operation, status }, reply.elapsedTime / 1000)
    log.info('request', {
      operation,
      status,
      ms: Math.round(reply.elapsedTime),
      party: request.party?.id,
      transaction: request.id,
    })
  })
  // Never reached: paths that are not served were refused above.
  app.setNotFoundHandler(() => {
    throw new HubError('route.unknown', 'There is nothing at this path.')
  })
  app.setErrorHandler(async (error, request, reply) => {
    await options.onRefusal?.(request, error)
    return sendProblem(context, error, request, reply, options.showRefusal)
  })
  return app

  /**
   * The router would take an empty segment for a parameter, and `/feeds/urgent` for a month when
   * only its method differs; a request must fit the path that the contract writes.
   */
  function refuseUnserved(request: FastifyRequest, reply: FastifyReply): void {
    const [path = ''] = request.url.split('?', 1)
    const methods = paths.methodsOf(path)
    if (methods.includes(request.method)) return
    if (methods.length === 0) throw new HubError('route.unknown', 'There is nothing at this path.')
    void reply.header('allow', methods.join(', '))
    throw new HubError('method.not_allowed', `Allowed here: ${methods.join(', ')}.`)
  }
}
