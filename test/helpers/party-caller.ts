import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { readPartyFolder, signBody } from '../../src/client/index.js'
import { REQUEST_TYPE } from '../../src/client/signed-body.js'
import { signDetached } from '../../src/crypto/jws.js'
import type { Clock } from '../../src/kernel/clock.js'
import { sendRaw } from './raw-socket.js'

/** An answer with everything that came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What a request is made of; anything goes. */
export interface WireRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** A party that calls as its folder says, right or wrong. Every answer is kept. */
export class PartyCaller {
  /** Everything that was answered, as text. */
  readonly heard: string[] = []
  readonly #folder: ReturnType<typeof readPartyFolder>
  readonly #clock: Clock
  readonly #agent: Agent
  readonly #port: number
  readonly #raw: { readonly cert: string; readonly key: string; readonly ca: string }

  constructor(folder: string, clock: Clock) {
    const file = (name: string) => readFileSync(join(folder, name), 'utf8')
    this.#folder = readPartyFolder(folder)
    this.#clock = clock
    this.#port = Number(new URL(this.#folder.identity.url).port)
    this.#raw = { cert: file('transport.pem'), key: file('transport.key'), ca: file('ca.pem') }
    this.#agent = new Agent({ ...this.#raw, keepAlive: true })
  }

  /** Sends a request below `/v1`. */
  ask(path: string, { method = 'POST', headers = {}, body }: WireRequest): Promise<WireAnswer> {
    const options = {
      host: '127.0.0.1',
      servername: 'localhost',
      port: this.#port,
      method,
      headers,
    }
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, path: `/v1${path}`, agent: this.#agent }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString()
          this.heard.push(`${JSON.stringify(response.headers)}\n${text}`)
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  /** Signs fields as a body for an operation. */
  sign(operation: string, fields: Readonly<Record<string, unknown>>): WireRequest {
    const { identity, signingKey } = this.#folder
    const body = signBody(identity.hub, operation, fields, signingKey!, this.#clock.now())
    return signed(body.text, body.signature)
  }

  /** Signs bytes that need not be a body at all. */
  signBytes(bytes: string | Buffer): WireRequest {
    const statement = { typ: REQUEST_TYPE, iat: this.#clock.now() }
    return signed(bytes, signDetached(Buffer.from(bytes), this.#folder.signingKey!, statement))
  }

  /** Delivers a batch. */
  submit(batchId: string, notifications: readonly unknown[]): Promise<WireAnswer> {
    const body = this.sign('submitNotificationBatch', { batchId, notifications })
    return this.ask('/notification-batches', body)
  }

  /** Writes bytes on a connection of its own. */
  async raw(pieces: readonly (string | Buffer)[], hangUp = false): Promise<string> {
    const answer = await sendRaw(this.#port, this.#raw, pieces, hangUp)
    this.heard.push(answer)
    return answer
  }

  close(): void {
    this.#agent.destroy()
  }
}

function signed(body: string | Buffer, signature: string): WireRequest {
  const headers = { 'content-type': 'application/json', 'payload-signature': signature }
  return { headers, body }
}
