import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { StatedError } from '../../kernel/stated-error.js'

/** A case system that does not do what it was asked; says nothing of the case, nor what it answered. */
export class CaseSystemError extends StatedError {
  override readonly name = 'CaseSystemError'
  /** Status of the answer; 0 when there was none. */
  readonly status: number
  /** Whether the same may go well later. */
  readonly isTransient: boolean

  constructor(code: string, message: string, status: number, isTransient = false) {
    super(`case_system.${code}`, message)
    this.status = status
    this.isTransient = isTransient
  }
}

/** An answer of a case system that it gave in good order. */
export interface CaseSystemAnswer {
  readonly status: number
  /** JSON; `undefined` when the answer was empty. */
  readonly document: unknown
}

/** What goes out with a request. */
export interface CaseSystemRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly url: URL
  readonly body?: object
  readonly idempotencyKey?: string
  /** What must not be sent again when nobody knows whether it arrived. */
  readonly isOnce?: boolean
}

/** How the address is reached. */
export interface HttpOptions {
  readonly token: string
  /** Authorities of the certificate, PEM; those of Node without. */
  readonly authorities?: string
  readonly connections: number
  /** Milliseconds before the first repeat; doubles with each. 500 unless told. */
  readonly pauseMs?: number
}

const ATTEMPTS = 4
const AGAIN = new Set([429, 502, 503, 504])
const MOST_BYTES = 20_000_000

/** Speaks to one case system over TLS, with its token in the header and nowhere else. */
export class CaseSystemHttp {
  readonly #agent: Agent
  readonly #authorization: string
  readonly #pauseMs: number

  constructor({ token, authorities, connections, pauseMs = 500 }: HttpOptions) {
    const ca = authorities === undefined ? {} : { ca: authorities }
    this.#agent = new Agent({
      connections,
      allowH2: false,
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
      connect: { minVersion: 'TLSv1.2', ...ca },
    })
    this.#authorization = `Bearer ${token}`
    this.#pauseMs = pauseMs
  }

  /**
   * Sends a request; again when no answer came or the case system asks to come back. Redirects are
   * not followed.
   *
   * @throws {CaseSystemError} `unreachable`, `unauthorised`, `busy` and `broken` when there is no sense in
   *   going on; any other status is an answer.
   */
  async send(wanted: CaseSystemRequest): Promise<CaseSystemAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === ATTEMPTS || wanted.isOnce === true
      const answer = await this.#try(wanted).catch((error: unknown) => {
        if (error instanceof CaseSystemError || isLast) throw stated(error)
        return undefined
      })
      if (answer !== undefined && !AGAIN.has(answer.status)) return usable(answer)
      if (answer !== undefined && isLast) {
        throw new CaseSystemError(
          'busy',
          `The case system asks to come back (${answer.status}).`,
          answer.status,
          true,
        )
      }
      await pause(answer?.retryMs ?? this.#pauseMs * 2 ** (attempt - 1))
    }
  }

  close(): Promise<void> {
    return this.#agent.close()
  }

  async #try({ method, url, body, idempotencyKey }: CaseSystemRequest) {
    const {
      statusCode,
      headers,
      body: stream,
    } = await request(url, {
      method,
      dispatcher: this.#agent,
      headers: {
        accept: 'application/json',
        authorization: this.#authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const parts: Buffer[] = []
    let size = 0
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length
      if (size > MOST_BYTES) {
        throw new CaseSystemError(
          'broken',
          'An answer of the case system is too large.',
          statusCode,
        )
      }
      parts.push(part)
    }
    const retryMs = retryAfterMs(headers['retry-after'])
    return { status: statusCode, text: Buffer.concat(parts).toString('utf8'), retryMs }
  }
}

function usable({ status, text }: { status: number; text: string }): CaseSystemAnswer {
  if (status === 401 || status === 403) {
    const message = `The case system does not accept the token (${status}).`
    throw new CaseSystemError('unauthorised', message, status)
  }
  if (status >= 500) {
    throw new CaseSystemError('broken', `The case system fails (${status}).`, status, true)
  }
  if (status >= 400 || text === '') return { status, document: undefined }
  if (status >= 300) {
    const message = `The case system sends elsewhere (${status}); put its own address in the settings.`
    throw new CaseSystemError('elsewhere', message, status)
  }
  try {
    return { status, document: JSON.parse(text) as unknown }
  } catch {
    // What it wrote may be about somebody.
    throw new CaseSystemError(
      'broken',
      'The case system answered something that is no JSON.',
      status,
    )
  }
}

function stated(error: unknown): CaseSystemError {
  if (error instanceof CaseSystemError) return error
  const reason = reasonOf(error)
  return new CaseSystemError(
    'unreachable',
    `The case system cannot be reached (${reason}).`,
    0,
    true,
  )
}

function reasonOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code
  }
  return 'UNKNOWN'
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || !/^\d{1,4}$/.test(header)) return undefined
  return Math.min(Number(header), 30) * 1000
}
