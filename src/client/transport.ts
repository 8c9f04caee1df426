import { Agent, fetch as undiciFetch, Request as UndiciRequest, type Dispatcher } from 'undici'
import { setTimeout as pause } from 'node:timers/promises'

/** What a party needs to open a connection to a hub; all in PEM. */
export interface TransportCredentials {
  /** Transport certificate with its chain. */
  readonly cert: string
  readonly key: string
  /** Authorities that the hub's own certificate may come from; without, those that are publicly trusted. */
  readonly ca?: string | readonly string[] | undefined
}

export interface TransportOptions {
  /** How many connections at once; 4 unless told. */
  readonly connections?: number
  /** How often a request is tried before the failure is passed on; 4 unless told. */
  readonly attempts?: number
  /** Milliseconds before the first repeat; doubles with each. 250 unless told. */
  readonly pauseMs?: number
}

/** A way to reach one hub, to be closed after use. */
export interface Transport {
  readonly fetch: (request: Request) => Promise<Response>
  readonly Request: typeof Request
  close(): Promise<void>
}

const RETRIED_STATUS = new Set([429, 502, 503, 504])

/**
 * A mutually authenticated connection that repeats a request when no answer came, or when the hub
 * asked to come back later. Repeating is safe: every operation of the hub that changes something
 * carries its own id in the signed body, and a repeat of that body is not carried out again: it gets the
 * first answer, or what holds by now.
 */
export function openTransport(
  credentials: TransportCredentials,
  options: TransportOptions = {},
): Transport {
  const agent = new Agent({
    connections: options.connections ?? 4,
    allowH2: false,
    bodyTimeout: 120_000,
    headersTimeout: 120_000,
    connect: {
      cert: credentials.cert,
      key: credentials.key,
      ...(credentials.ca !== undefined && { ca: [credentials.ca].flat() }),
      minVersion: 'TLSv1.2',
    },
  })
  const attempts = options.attempts ?? 4
  const pauseMs = options.pauseMs ?? 250
  return {
    // undici's own fetch and Request: those of the platform belong to another version of it.
    fetch: (request) => attemptFetch(agent, request, attempts, pauseMs),
    Request: UndiciRequest as unknown as typeof Request,
    close: () => agent.close(),
  }
}

async function attemptFetch(
  dispatcher: Dispatcher,
  request: Request,
  attempts: number,
  pauseMs: number,
): Promise<Response> {
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await undiciFetch(request.url, {
        method: request.method,
        headers: [...request.headers] as [string, string][],
        body,
        dispatcher,
        redirect: 'error',
      })
      if (attempt === attempts || !RETRIED_STATUS.has(response.status)) {
        return response as unknown as Response
      }
      await response.arrayBuffer()
      await pause(retryAfterMs(response.headers.get('retry-after')) ?? pauseMs * 2 ** (attempt - 1))
    } catch (error) {
      if (attempt === attempts || !isTransient(error)) throw unreachable(error)
      await pause(pauseMs * 2 ** (attempt - 1))
    }
  }
}

/** The hub could not be reached, or ended the connection: no answer, not a refusal. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  /** Code of the socket or of TLS, for example ECONNREFUSED. */
  readonly reason: string

  constructor(reason: string) {
    super(`The hub cannot be reached (${reason}).`)
    this.reason = reason
  }
}

const TRANSIENT = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'],
  ...[
    'UND_ERR_SOCKET',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ],
])

function isTransient(error: unknown): boolean {
  return TRANSIENT.has(reasonOf(error))
}

/** What a fetch that got no answer threw, as an error that says so and nothing of the request. */
export function unreachable(error: unknown): UnreachableError {
  return new UnreachableError(reasonOf(error))
}

function reasonOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code
  }
  return 'UNKNOWN'
}

function retryAfterMs(header: string | null): number | undefined {
  if (header === null || !/^\d{1,4}$/.test(header)) return undefined
  return Math.min(Number(header), 30) * 1000
}
