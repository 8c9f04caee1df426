import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import { HubError, type ErrorCode } from '../kernel/errors.js'
import { describeError } from '../logger.js'
import { API_VERSION } from './contract.js'
import { COMMON_HEADERS, TRANSACTION_HEADER } from './headers.js'
import { SANDBOX_HEADERS } from './sandbox-mark.js'
import { routeName } from './request.js'
import { kindOf, PROBLEM_TYPE, problemFor, refusalOf, type Problem } from './problem.js'

/** What answering a refusal needs of the context. */
export type ErrorContext = Pick<Context, 'config' | 'log' | 'metrics'>

/** A refusal as people read it. */
export interface RefusalPage {
  readonly html: string
  /** In place of the common ones. */
  readonly headers: Readonly<Record<string, string>>
}

/** The page for a refusal, where a request was made by a person; `undefined` elsewhere. */
export type ShowRefusal = (
  request: FastifyRequest,
  problem: Problem,
  retryAfterSeconds: number | undefined,
) => RefusalPage | undefined

/** Errors of the framework that mean something to a caller; others of it are simply malformed. */
const FRAMEWORK: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
}

/**
 * Answers a refusal or a failure as a problem document (RFC 9457). What was thrown is neither sent
 * nor logged; of a failure only its class and place are.
 */
export function sendProblem(
  context: ErrorContext,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  show?: ShowRefusal,
): FastifyReply {
  const error = translated(thrown)
  const operation = routeName(request) ?? 'none'
  const problem = problemFor(error, context.config.publicUrl, request.id)
  context.metrics.refusals.inc({ operation, code: problem.code })
  if (problem.status >= 500) {
    context.log.error('request failed', {
      operation,
      transaction: request.id,
      status: problem.status,
      ...describeError(error),
    })
  }
  const hints = hintsFor(problem, error)
  const page = show?.(request, problem, asNumber(hints['retry-after']))
  return reply
    .headers({
      ...COMMON_HEADERS,
      [TRANSACTION_HEADER]: request.id,
      ...hints,
      ...page?.headers,
    })
    .removeHeader('etag')
    .code(problem.status)
    .type(page === undefined ? PROBLEM_TYPE : 'text/html; charset=utf-8')
    .send(page?.html ?? JSON.stringify(problem))
}

function asNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

/** The problem document and headers for a refusal that is written without the framework. */
export function rawAnswer(
  code: ErrorCode,
  publicUrl: string,
  transactionId: string,
  sandbox: boolean,
): string {
  const detail = kindOf(code).title.en
  const problem = problemFor(new HubError(code, `${detail}.`), publicUrl, transactionId)
  const body = JSON.stringify(problem)
  const headers = {
    ...COMMON_HEADERS,
    ...(sandbox && SANDBOX_HEADERS),
    'api-version': API_VERSION,
    [TRANSACTION_HEADER]: transactionId,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    // Only for CONNECT, which is no method of any path.
    ...(code === 'method.not_allowed' && { allow: 'GET, HEAD, POST, PUT' }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${problem.status} ${detail}\r\n${lines.join('')}\r\n${body}`
}

/** An error of the framework as a refusal of ours; its own text may quote the request. */
function translated(thrown: unknown): unknown {
  if (refusalOf(thrown) !== undefined || !(thrown instanceof Error)) return thrown
  const { code, statusCode } = thrown as Partial<FastifyError>
  const known = code === undefined ? undefined : FRAMEWORK[code]
  if (known !== undefined) return new HubError(known, `${kindOf(known).title.en}.`)
  const isCallers = statusCode !== undefined && statusCode >= 400 && statusCode < 500
  return isCallers ? new HubError('request.malformed', 'The request could not be read.') : thrown
}

/** Headers that tell the caller what would do. */
function hintsFor({ status, code }: Problem, error: unknown): Record<string, string> {
  const usual = code === 'internal' ? undefined : kindOf(code as ErrorCode).retryAfterSeconds
  const seconds = refusalOf(error)?.retryAfterSeconds ?? usual
  return {
    ...(seconds !== undefined && { 'retry-after': String(seconds) }),
    ...(status === 415 && { accept: 'application/json' }),
    ...(code === 'request.digest_mismatch' && { 'want-content-digest': 'sha-256=1' }),
  }
}
