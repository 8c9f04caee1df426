import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../kernel/clock.js'
import type { ErrorCode } from '../kernel/errors.js'
import { timeOrderedId } from '../kernel/identifiers.js'
import { rawAnswer } from './errors.js'

/** What is needed to answer what is not proper HTTP. */
export interface RawAnswers {
  readonly clock: Clock
  readonly publicUrl: string
  readonly sandbox: boolean
  /** Counts a refusal that no route saw. */
  readonly count: (code: ErrorCode) => void
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'request.too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
}

/**
 * Answers broken HTTP with a problem document. The error carries the raw packet, so nothing of it is
 * kept or shown.
 */
export function answerBrokenHttp(answers: RawAnswers) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    const code = CODES[error.code ?? ''] ?? 'request.malformed'
    if (error.code === 'ECONNRESET' || !socket.writable || hasBegun(socket)) {
      socket.destroy()
      return
    }
    answers.count(code)
    end(socket, code, answers)
  }
}

/** Answers what Node would otherwise answer, or drop, in its own way: CONNECT and Expect. */
export function answerOddRequests(server: Server, answers: RawAnswers): void {
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    answers.count('method.not_allowed')
    end(socket, 'method.not_allowed', answers)
  })
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    answers.count('request.expectation')
    if (response.socket) end(response.socket, 'request.expectation', answers)
  })
}

function end(socket: Socket, code: ErrorCode, { clock, publicUrl, sandbox }: RawAnswers): void {
  const answer = rawAnswer(code, publicUrl, timeOrderedId(clock.now()), sandbox)
  socket.end(answer, () => socket.destroy())
}

/** Whether an answer is already on its way: a second one would be read as part of it. */
function hasBegun(socket: Socket): boolean {
  // The only place where Node says so; absent or null when nothing is being answered.
  const message = (socket as { _httpMessage?: ServerResponse | null })._httpMessage
  return message?.headersSent === true
}
