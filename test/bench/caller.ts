import { once } from 'node:events'
import { Agent, request } from 'undici'
import type { Credential } from '../../certs/issue.js'
import type { SignedBatch } from './batches.js'

/** A party's connections to the hub, as bare as a client can be: it must not be what is measured. */
export interface Caller {
  /** Delivers a batch; the text of its receipt. */
  deliver(url: string, batch: SignedBatch): Promise<string>
  /** Reads to the end; the text of the answer is counted and thrown away. */
  read(url: string, status?: number): Promise<Read>
  close(): Promise<void>
}

/** An answer that was read. */
export interface Read {
  readonly bytes: number
  /** Address of the page after it, from the header `Link`. */
  readonly next: string | undefined
}

/** Opens up to so many mutually authenticated connections. */
export function openCaller(anchors: string, credential: Credential, connections: number): Caller {
  const dispatcher = new Agent({
    connections,
    allowH2: false,
    headersTimeout: 600_000,
    bodyTimeout: 600_000,
    connect: { ca: anchors, cert: credential.chain, key: credential.key },
  })
  const exchange = async (url: string, options: object, expected: number): Promise<string> => {
    const { statusCode, body } = await request(url, { dispatcher, ...options })
    const text = await body.text()
    if (statusCode !== expected) throw new Error(`${url} answered ${statusCode}: ${text}`)
    return text
  }
  return {
    deliver: (url, { signature, body }) => {
      const headers = { 'content-type': 'application/json', 'payload-signature': signature }
      return exchange(url, { method: 'POST', headers, body: body() }, 202)
    },
    read: async (url, expected = 200) => {
      const { statusCode, headers, body } = await request(url, { dispatcher })
      let bytes = 0
      body.on('data', (piece: Buffer) => (bytes += piece.length))
      await once(body, 'end')
      if (statusCode !== expected) throw new Error(`${url} answered ${statusCode}`)
      const link = /<([^>]*)>; rel="next"/.exec(String(headers['link'] ?? ''))
      return { bytes, next: link === null ? undefined : new URL(link[1]!, url).href }
    },
    close: () => dispatcher.close(),
  }
}
