import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../kernel/clock.js'
import { HubError } from '../kernel/errors.js'
import { timeOrderedId } from '../kernel/identifiers.js'
import type { Trace } from '../parties/caller.js'
import { API_VERSION } from './contract.js'

/** Header that carries the identifier of an exchange in both directions. */
export const TRANSACTION_HEADER = 'fsc-transaction-id'

/** On every answer of every listener, refusals and broken HTTP included (API design rule 32). */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'api-version': API_VERSION,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const TRACE_PARENT =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/
/** Header with which a request says where in a trace it stands, and an answer which span it became. */
const TRACE_HEADER = 'traceparent'

/** Names an exchange: as the caller did when its name is one, or anew. */
export function transactionIds(clock: Clock): (raw: IncomingMessage) => string {
  return (raw) => {
    const given = raw.headers[TRANSACTION_HEADER]
    return typeof given === 'string' && UUID_V7.test(given) ? given : timeOrderedId(clock.now())
  }
}

/** Puts the headers of every answer in place before anything can go wrong. */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const { traceId, spanId } = request.trace
  // Flag 01: recorded, as everything is, whatever the caller wanted sampled.
  const trace = `00-${traceId}-${spanId}-01`
  void reply.headers({
    ...COMMON_HEADERS,
    [TRANSACTION_HEADER]: request.id,
    [TRACE_HEADER]: trace,
  })
}

/**
 * Checks what a request says about itself before anybody looks at who sent it.
 *
 * @throws {HubError} `request.transaction_id`, `request.not_acceptable` or `request.media_type`.
 */
export function checkRequestHeaders(request: FastifyRequest): void {
  const { headers } = request
  const given = headers[TRANSACTION_HEADER]
  if (given !== undefined && given !== request.id) {
    throw new HubError('request.transaction_id', 'Fsc-Transaction-Id is not one UUID of version 7.')
  }
  if (headers.accept !== undefined && !acceptsJson(headers.accept)) {
    throw new HubError('request.not_acceptable', 'The answer is application/json.')
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HubError('request.media_type', 'A body may not be compressed.')
  }
}

/**
 * A request of HTTP/1.1 names one host, once (RFC 9112 §3.2).
 *
 * @throws {HubError} `request.malformed`
 */
export function checkHost({ raw }: Pick<FastifyRequest, 'raw'>): void {
  const names = raw.rawHeaders.filter((_, at) => at % 2 === 0)
  const count = names.filter((name) => name.toLowerCase() === 'host').length
  if (count === 1 || (count === 0 && raw.httpVersion === '1.0')) return
  throw new HubError('request.malformed', 'A request has one header Host.')
}

/** Where a request stands in a distributed trace. Its span is new; nothing follows from it. */
export function traceOf({ headers, id }: Pick<FastifyRequest, 'headers' | 'id'>): Trace {
  const given = headers[TRACE_HEADER]
  const [, version, traceId, parentSpanId, rest] =
    (typeof given === 'string' && TRACE_PARENT.exec(given)) || []
  // A version after 00 may say more behind its four parts; 00 may not.
  const isKnown = traceId !== undefined && (version !== '00' || rest === undefined)
  return {
    traceId: isKnown ? traceId : id.replaceAll('-', ''),
    spanId: randomBytes(8).toString('hex'),
    ...(isKnown && { parentSpanId }),
    ...(headers[TRANSACTION_HEADER] === id && { transactionId: id }),
  }
}

/** Whether an Accept header takes JSON (RFC 9110 §12.5.1); weights matter only when they are zero. */
function acceptsJson(accept: string): boolean {
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const isRefused = parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter))
    return !isRefused && ['*/*', 'application/*', 'application/json'].includes(type)
  })
}
