import { Agent, request } from 'node:https'
import { readPartyFolder, signBody, type PartyFolder, type SignedBody } from '../client/index.js'
import { fileClock, systemClock, type Clock } from '../kernel/clock.js'
import { Unfulfilled } from './case.js'

/** An answer with everything that came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** What a request is made of; anything goes. */
export interface WireRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer
  /** Ends the connection once everything was sent, without waiting for the answer. */
  readonly hangUp?: boolean
}

/** A request takes so long at most. */
const PATIENCE_MS = 60_000

/**
 * A party that calls over mutual TLS exactly as it is told, right or wrong. The client of the product
 * cannot do wrong, and repeats by itself; this one does neither.
 */
export class Wire {
  readonly party: PartyFolder
  readonly clock: Clock
  readonly #agent: Agent
  readonly #url: URL

  constructor(folder: string) {
    this.party = readPartyFolder(folder)
    const { identity, credentials } = this.party
    const { sandboxClockFile } = identity
    this.clock = sandboxClockFile === undefined ? systemClock : fileClock(sandboxClockFile)
    this.#url = new URL(identity.url)
    const { ca, cert, key } = credentials
    const trusted = ca === undefined ? {} : { ca: [ca].flat() }
    this.#agent = new Agent({ cert, key, ...trusted, keepAlive: true, maxSockets: 16 })
  }

  /**
   * Sends a request.
   *
   * @param path Below the address of the data listener, `/mandates`.
   * @throws {Unfulfilled} When no answer came and none was to be waited for.
   */
  ask(path: string, wanted: WireRequest = {}): Promise<WireAnswer> {
    const { method = 'GET', headers = {}, body, hangUp = false } = wanted
    const { hostname: host, port, pathname } = this.#url
    const sent = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host,
          servername: host,
          port: port === '' ? 443 : port,
          path: `${pathname}${path}`,
          method,
          headers: { ...sent, ...headers } as Record<string, string | string[]>,
          agent: hangUp ? false : this.#agent,
          ...(hangUp && this.#agent.options),
          timeout: PATIENCE_MS,
        },
        (response) => {
          const pieces: Buffer[] = []
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.on('error', () => reject(noAnswer()))
          response.on('end', () => {
            const text = Buffer.concat(pieces).toString()
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
          })
        },
      )
      call.on('error', () => {
        if (hangUp) resolve({ status: 0, headers: {}, text: '' })
        else reject(noAnswer())
      })
      call.on('timeout', () => call.destroy())
      // Written whole, so that the hub has all of it, and then gone before it can answer.
      if (hangUp) call.write(body ?? '', () => setImmediate(() => call.destroy()))
      else call.end(body)
    })
  }

  /** Signs fields as a body for an operation. */
  sign(operation: string, fields: Readonly<Record<string, unknown>>): SignedBody {
    return signBody(this.party.identity.hub, operation, fields, this.signingKey, this.clock.now())
  }

  /** Sends a signed body with its signature. */
  send(path: string, { text, signature }: SignedBody, method = 'POST'): Promise<WireAnswer> {
    return this.ask(path, { method, headers: signedHeaders(signature), body: text })
  }

  /** @throws {Unfulfilled} When the folder holds no signing certificate. */
  get signingKey(): NonNullable<PartyFolder['signingKey']> {
    const { signingKey } = this.party
    if (signingKey === undefined)
      throw new Unfulfilled('the folder of the party has no signing.pem')
    return signingKey
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** Headers of a signed body. */
export function signedHeaders(signature: string): Record<string, string> {
  return { 'content-type': 'application/json', 'payload-signature': signature }
}

function noAnswer(): Unfulfilled {
  return new Unfulfilled('the connection ended without an answer')
}
