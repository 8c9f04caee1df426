import { Agent, request } from 'undici'
import type { Credential } from '../../certs/issue.js'
import type { SignedBatch } from './batches.js'

/** A party's connections to the hub, as bare as a client can be: it must not be what is measured. */
export interface Caller {
  /** Delivers a batch; the text of its receipt. */
  deliver(url: string, batch: SignedBatch): Promise<string>
  /** Reads; the text of the answer. */
  read(url: string, status?: number): Promise<string>
  close(): Promise<void>
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
    read: (url, status = 200) => exchange(url, { method: 'GET' }, status),
    close: () => dispatcher.close(),
  }
}
