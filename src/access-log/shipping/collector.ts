import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** Where records are sent. */
export interface Collector {
  /** Base address; `/v1/traces` and `/v1/logs` below it are called (OTLP/HTTP). */
  readonly url: string
  /** File with the authorities of its certificate (PEM); those of the system when left out. */
  readonly caFile?: string | undefined
}

/** The collector did not take what it was sent; it is sent again later. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError'
  /** Status of the answer, `partial`, or the code of the failed connection; never its text. */
  readonly code: string

  constructor(code: string) {
    super(`The collector did not take the records (${code}).`)
    this.code = code
  }
}

const TIMEOUT_MS = 30_000
const MOST_ANSWER_BYTES = 65_536

/**
 * Sends one request and waits until the collector has confirmed all of it. A confirmation that leaves
 * records out counts as none: the standard would let them go, a log must not.
 *
 * @param path `/v1/traces` or `/v1/logs`.
 * @param body OTLP in JSON.
 * @throws {CollectorError}
 */
export async function sendTo(
  { url, caFile }: Collector,
  path: string,
  body: string,
  signal: AbortSignal,
): Promise<void> {
  // Read anew each time, so that a renewed file needs no restart.
  const ca = caFile === undefined ? undefined : readFileSync(caFile, 'utf8')
  const answer = await post(`${url}${path}`, ca, body, signal)
  if (answer.status < 200 || answer.status > 299) throw new CollectorError(String(answer.status))
  if (rejectedIn(answer.text)) throw new CollectorError('partial')
}

function post(
  url: string,
  ca: string | undefined,
  body: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      reject(new CollectorError(error.code ?? 'UNKNOWN'))
    }
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      ...(ca !== undefined && { ca }),
    }
    const send = url.startsWith('https:') ? httpsRequest : httpRequest
    const sent = send(url, options, (answer) => {
      const parts: Buffer[] = []
      let length = 0
      answer.on('data', (part: Buffer) => {
        length += part.length
        if (length <= MOST_ANSWER_BYTES) parts.push(part)
      })
      answer.on('error', fail)
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') })
      })
    })
    sent.on('error', fail)
    sent.end(body)
  })
}

/** Whether an answer says that records were left out; an answer that says nothing took all. */
function rejectedIn(text: string): boolean {
  try {
    const { partialSuccess = {} } = JSON.parse(text) as { partialSuccess?: Record<string, unknown> }
    const { rejectedSpans = 0, rejectedLogRecords = 0 } = partialSuccess
    return Number(rejectedSpans) > 0 || Number(rejectedLogRecords) > 0
  } catch {
    return false
  }
}
