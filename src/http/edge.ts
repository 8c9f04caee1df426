import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerOptions } from 'node:https'
import type { Denial } from '../access-log/denial.js'
import type { Context } from '../context.js'
import { hostMatcher } from '../crypto/certificate.js'
import type { VerificationKey } from '../crypto/signature-key.js'
import { HubError } from '../kernel/errors.js'
import { describeError } from '../logger.js'
import { waitForTurns } from './turns.js'
import { validateRequest } from './contract.js'
import { BodiesInFlight, holdBody } from './bodies-in-flight.js'
import { endingHeaders, endingLink } from './ending.js'
import { checkRequestHeaders } from './headers.js'
import { identifyCaller, inAllowedRole, peerFingerprint, type FindCertificate } from './mtls.js'
import { refusalOf } from './problem.js'
import { limitRate, RateLimit } from './rate-limit.js'
import { routeName } from './request.js'
import type { ShowRefusal } from './errors.js'
import { createListener, type Patience } from './server.js'
import { answerSigning } from './sign-answers.js'
import { registerBodyParser } from './signature.js'

/** What the data listener asks the register and the log. */
export interface Gate {
  readonly findCertificate: FindCertificate
  /** Finds a registered key by `x5t#S256` or `kid`. */
  readonly findSigningKey: (reference: string) => Promise<VerificationKey | undefined>
  /** Writes a refusal of access into the log. */
  readonly recordDenial: (denial: Denial) => Promise<void>
}

/** How a data listener is made. */
export interface EdgeOptions {
  readonly https?: ServerOptions | undefined
  /** How people read a refusal; a problem document when it has no page for the request. */
  readonly showRefusal?: ShowRefusal | undefined
  readonly patience?: Patience | undefined
}

/** Refusals that say somebody reached for what is not theirs, or for more than is, or was to be two. */
const DENIALS = new RegExp(
  [
    '^(certificate|form|party|quota|signature)\\.',
    '^body\\.wrong_',
    '^(work\\.duty|log\\.confidential)$',
    '\\.second_person$',
  ].join('|'),
)

/**
 * The data listener without routes. A request meets, in this order: its headers, the certificate of
 * its connection, how often its party calls, the roles of its operation, the room there is for its
 * body, the signature over its bytes, the turn of its party, the contract, its route.
 * Each of them refuses; nothing later makes up for it.
 */
export function createDataListener(
  context: Context,
  gate: Gate,
  options: EdgeOptions = {},
): FastifyInstance {
  const { config, clock } = context
  const rate = new RateLimit(config.requestsPerMinute)
  const bodies = new BodiesInFlight(config.bodiesInFlightBytes)
  const servesHost = hostsOf(options.https?.cert)
  const app = createListener(context, {
    https: options.https,
    bodyLimitBytes: config.bodyLimitBytes,
    showRefusal: options.showRefusal,
    patience: options.patience,
    admit: (request, reply) => admit(request, reply, { gate, servesHost, config, rate, bodies }),
    onRefusal: (request, error) => recordRefusal(context, gate, request, error),
  })
  app.addHook('onRoute', ({ url, method, config: route }) => {
    if (route?.operation === undefined && route?.page === undefined) {
      throw new Error(
        `${[method].flat().join()} ${url} is not in the contract, so nobody may call it`,
      )
    }
  })
  registerBodyParser(app, { hub: config.hubId, clock, findSigningKey: gate.findSigningKey })
  waitForTurns(app)
  app.addHook('preValidation', async (request) => validate(request))
  app.addHook('preSerialization', async (request, reply, payload) => {
    // The framework would turn an answer without a schema into JSON as it is, secrets and all.
    const { operation } = request.routeOptions.config
    if (operation?.responses.get(reply.statusCode) !== undefined) return payload
    throw new Error('an answer that the contract does not have')
  })
  app.addHook('onSend', answerSigning(context))
  app.addHook('onSend', async (request, reply) => {
    const { ending } = request.routeOptions.config.operation ?? {}
    const link = endingLink(ending, reply.getHeader('link'))
    if (link !== undefined) void reply.header('link', link)
  })
  return app
}

interface Admission {
  readonly gate: Gate
  /** Whether a host is one that this listener's certificate is for. */
  readonly servesHost: (host: string) => boolean
  readonly config: Context['config']
  readonly rate: RateLimit
  readonly bodies: BodiesInFlight
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { gate, servesHost, config, rate, bodies }: Admission,
): Promise<void> {
  // Also on refusals: whoever calls what ends must learn it.
  void reply.headers(endingHeaders(request.routeOptions.config.operation?.ending))
  checkRequestHeaders(request)
  if (!servesHost(request.hostname)) {
    throw new HubError('request.misdirected', 'This host is not served here.')
  }
  // A certificate before it is looked up, so that strangers cannot keep the register busy; then the
  // party, however many certificates it has.
  const fingerprint = peerFingerprint(request.raw.socket)
  if (fingerprint !== undefined) limitRate(rate, config.requestsPerMinute, fingerprint, reply)
  const party = await identifyCaller(request, gate.findCertificate)
  request.party = party
  limitRate(rate, config.requestsPerMinute, party.id, reply)
  const { operation, page } = request.routeOptions.config
  const asked = operation ?? page
  if (asked === undefined) return
  request.party = inAllowedRole(party, asked.roles)
  holdBody(bodies, config.bodyLimitBytes, request, reply)
  if (request.headers.range !== undefined) void reply.header('accept-ranges', 'none')
}

/** Validates every part of a request at once, so that all errors are in one answer. */
function validate(request: FastifyRequest): void {
  const { operation } = request.routeOptions.config
  if (operation === undefined) return
  // Without a body the parser was never called, so nothing was verified either.
  if (operation.signed && request.signed === undefined) {
    throw new HubError('signature.missing', 'This operation takes a signed body.')
  }
  const places = validateRequest(operation, {
    body: request.body,
    path: request.params,
    query: request.query,
  })
  if (places.length === 0) return
  throw new HubError('request.invalid', 'The request does not match the contract.', { places })
}

/** The names in the certificate of a listener are the hosts that it serves; without TLS, any. */
function hostsOf(certificate: ServerOptions['cert']): (host: string) => boolean {
  const [first] = [certificate].flat()
  return first === undefined ? () => true : hostMatcher(first)
}

/** A refusal is logged before it is answered; it is answered even when it cannot be logged. */
async function recordRefusal(
  { log }: Context,
  gate: Gate,
  request: FastifyRequest,
  error: unknown,
): Promise<void> {
  const code = refusalOf(error)?.code
  if (code === undefined || !DENIALS.test(code)) return
  try {
    await gate.recordDenial({
      ownLog: ownLog(request),
      aimedAt: error instanceof HubError ? error.aimedAt : undefined,
      actor: request.party?.id ?? request.registered?.party ?? 'unknown',
      actorKey: request.fingerprint ?? null,
      role: request.party?.role ?? 'unknown',
      operation: routeName(request) ?? 'unknown',
      code,
      ...request.trace,
    })
  } catch (failure) {
    log.error('a refusal could not be logged', {
      code,
      transaction: request.id,
      ...describeError(failure),
    })
  }
}

/**
 * The log in which those who answer for the caller read: its party's own. Whoever is nothing but an
 * officer works in the log that it reviews; one of several says in the request which, or none.
 */
function ownLog({ registered, party }: FastifyRequest): string | undefined {
  if (registered === undefined) return undefined
  const { roles, controllers } = party ?? registered
  if (roles.length !== 1 || roles[0] !== 'officer') return registered.party
  return controllers.length === 1 ? controllers[0] : undefined
}
