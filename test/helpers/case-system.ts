import { once } from 'node:events'
import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Owner } from './cluster.js'
import { testAuthority, testServer } from './pki.js'

/** A case as the case system keeps it. */
export interface KeptCase {
  readonly id: string
  readonly body: Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- as it came
  /** How often it was changed after it was made. */
  changes: number
}

/** A small case system that speaks HTTP over TLS, as ones on the market do. */
export interface TestCaseSystem {
  readonly origin: string
  /** By the id that it gave. */
  readonly cases: Map<string, KeptCase>
  /** What came of cases, as its users wrote it. */
  readonly results: object[]
  /** Method and address of every request. */
  readonly requests: string[]
  /** What to do with a request before it is handled; `after` comes behind that and before the answer. */
  readonly fates: {
    before?: (request: string) => number | 'cut' | undefined
    after?: (request: string) => Promise<'cut' | undefined> | undefined
  }
}

export const TOKEN = 'een-geheim-van-de-toets'

/** Starts it; it stops with the test. */
export async function startCaseSystem(t: Owner): Promise<TestCaseSystem> {
  const { chain, key } = await testServer(await testAuthority())
  const cases = new Map<string, KeptCase>()
  const keys = new Map<string, string>()
  const results: object[] = []
  const requests: string[] = []
  const fates: TestCaseSystem['fates'] = {}
  const made = (body: KeptCase['body'], id = `Z-${cases.size + 1}`) => {
    cases.set(id, { id, body, changes: 0 })
    return { status: 201, answer: { id } }
  }
  const server = createServer(
    { cert: chain, key },
    (request, response) => void answer(request, response),
  )
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '/', 'https://localhost')
    const line = `${method} ${url.pathname}${url.search}`
    requests.push(line)
    const before = fates.before?.(line)
    if (before === 'cut') return void request.socket.destroy()
    const text = await textOf(request)
    const { status, answer: content } =
      before !== undefined
        ? { status: before, answer: { error: text } }
        : headers.authorization !== `Bearer ${TOKEN}`
          ? { status: 401, answer: {} }
          : handle(method, url, text, headers['idempotency-key'])
    if ((await fates.after?.(line)) === 'cut') return void request.socket.destroy()
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(content))
  }
  const handle = (method: string, url: URL, text: string, key: unknown) => {
    const [, , last] = url.pathname.split('/').map(decodeURIComponent)
    if (url.pathname === '/results') return pageOf(url)
    if (method === 'GET') {
      const wanted = url.searchParams.get('externalId')
      const found = [...cases.values()].filter(({ body }) => body['externalId'] === wanted)
      return { status: 200, answer: { results: found.map(({ id }) => ({ id })) } }
    }
    const body = JSON.parse(text) as KeptCase['body']
    if (method === 'POST') {
      const known = typeof key === 'string' ? keys.get(key) : undefined
      if (known !== undefined) return { status: 200, answer: { id: known } }
      const fresh = made(body)
      if (typeof key === 'string') keys.set(key, fresh.answer.id)
      return fresh
    }
    const found = cases.get(last ?? '')
    if (found === undefined) {
      return method === 'PUT' ? made(body, last) : { status: 404, answer: {} }
    }
    cases.set(found.id, { ...found, body, changes: found.changes + 1 })
    return { status: 200, answer: { id: found.id } }
  }
  const pageOf = (url: URL) => {
    const from = Number(url.searchParams.get('from') ?? 0)
    const next = from + 1 < results.length ? `/results?from=${from + 1}` : null
    return { status: 200, answer: { results: results.slice(from, from + 1), next } }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `https://localhost:${port}`, cases, results, requests, fates }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request.setEncoding('utf8')) text += part
  return text
}
