import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, createServer, request, type Server, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { peerFingerprint } from '../../http/mtls.js'
import type { TransportCredentials } from '../../client/index.js'
import { RETRY_AFTER_SECONDS, type Exchange, type Fault } from './exchange.js'

/** Decides what happens to a request, in view of those before it. */
export type Script = (
  wanted: Pick<Exchange, 'method' | 'path' | 'body'>,
  before: readonly Exchange[],
) => Fault

/** What a front is made of. */
export interface FrontOptions {
  /** TLS of the listener, which asks for client certificates. */
  readonly tls: ServerOptions
  /** Address of the hub's data listener, with /v1. */
  readonly hub: string
  /** By fingerprint: with what a party of the throw-away hub is passed on as itself. */
  readonly credentials: ReadonlyMap<string, TransportCredentials>
  readonly script: Script
  readonly port: number
  /** Milliseconds that rise evenly. */
  readonly now?: () => number
}

/** Stands between an implementation under test and a real hub, spoils what it is told to, and watches. */
export class Front {
  readonly exchanges: Exchange[] = []
  readonly #server: Server
  readonly #options: FrontOptions
  readonly #agents = new Map<string, Agent>()
  readonly #now: () => number

  private constructor(options: FrontOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#server = createServer(options.tls, (incoming, outgoing) => {
      this.#pass(incoming, outgoing).catch(() => incoming.socket.destroy())
    })
  }

  /** Starts listening on this machine. */
  static async open(options: FrontOptions): Promise<Front> {
    const front = new Front(options)
    front.#server.listen(options.port, '127.0.0.1')
    await once(front.#server, 'listening')
    return front
  }

  /** Address for the implementation under test, with /v1. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `https://localhost:${port}/v1`
  }

  async close(): Promise<void> {
    for (const agent of this.#agents.values()) agent.destroy()
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const at = this.#now()
    const fingerprint = peerFingerprint(incoming.socket) ?? ''
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece as Buffer)
    const bytes = Buffer.concat(pieces)
    const { method = 'GET', url = '' } = incoming
    const wanted = { method, path: url.replace(/^\/v1/, ''), body: bytes.toString() }
    const fault = this.#options.script(wanted, this.exchanges)
    const signature = [incoming.headers['payload-signature']].flat()[0]
    const seen = { at, ...wanted, fingerprint, signature, fault }
    if (fault === 'LOSE_REQUEST') {
      this.exchanges.push({ ...seen, status: 0, answer: '' })
      incoming.socket.destroy()
      return
    }
    if (fault === 'BUSY' || fault === 'LIMIT') {
      this.exchanges.push({ ...seen, status: fault === 'BUSY' ? 503 : 429, answer: '' })
      refuse(outgoing, fault)
      return
    }
    const answer = await this.#ask(incoming, fingerprint, url, bytes)
    const lost = fault === 'LOSE_ANSWER'
    const text = answer.bytes.toString()
    this.exchanges.push({ ...seen, status: lost ? 0 : answer.status, answer: lost ? '' : text })
    if (lost) {
      incoming.socket.destroy()
      return
    }
    outgoing.writeHead(answer.status, answer.headers)
    outgoing.end(fault === 'TAMPER' ? tampered(answer.bytes) : answer.bytes)
  }

  #ask(incoming: IncomingMessage, fingerprint: string, path: string, body: Buffer) {
    const { hostname: host, port } = new URL(this.#options.hub)
    const { method } = incoming
    const agent = this.#agentFor(fingerprint)
    // As it came, repeated headers too; only the length is known by now.
    const headers = [...incoming.rawHeaders]
    return new Promise<{ status: number; headers: string[]; bytes: Buffer }>((resolve, reject) => {
      const call = request({ host, port, path, method, headers, agent }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(pieces)
          resolve({ status: response.statusCode ?? 502, headers: response.rawHeaders, bytes })
        })
      })
      call.on('error', reject)
      call.end(body)
    })
  }

  #agentFor(fingerprint: string): Agent {
    const known = this.#agents.get(fingerprint)
    if (known !== undefined) return known
    const credentials = this.#options.credentials.get(fingerprint)
    if (credentials === undefined) throw new Error('a certificate that this hub did not give out')
    const { ca, cert, key } = credentials
    const trusted = ca === undefined ? {} : { ca: [ca].flat() }
    const agent = new Agent({ cert, key, ...trusted, keepAlive: true })
    this.#agents.set(fingerprint, agent)
    return agent
  }
}

function refuse(outgoing: ServerResponse, fault: 'BUSY' | 'LIMIT'): void {
  const [status, code] = fault === 'BUSY' ? [503, 'hub.overloaded'] : [429, 'rate.exceeded']
  outgoing.writeHead(status as number, {
    'content-type': 'application/problem+json',
    'retry-after': String(RETRY_AFTER_SECONDS),
  })
  outgoing.end(JSON.stringify({ type: 'about:blank', title: 'Later', status, code }))
}

/** Changes one digit, so that the answer is still JSON of the same length. */
function tampered(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  const at = changed.findLastIndex((byte) => byte >= 0x30 && byte <= 0x38)
  if (at >= 0) changed[at] = changed[at]! + 1
  return changed
}
