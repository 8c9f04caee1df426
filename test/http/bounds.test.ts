import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import t from 'tap'
import type { Server } from 'node:https'
import { boundConnections, CONNECTION_LIMITS } from '../../src/http/connections.js'
import { MOST_HEADER_BYTES, PATIENCE } from '../../src/http/server.js'
import { startEdge } from './listener.js'

const HEAD = 'GET /v1/feeds HTTP/1.1\r\nhost: localhost\r\n'
const POST = 'POST /v1/access-log/_search HTTP/1.1\r\nhost: localhost\r\n'
const JSON_TYPE = 'content-type: application/json\r\n'
const answers = { listFeeds: () => ({ feeds: [] }) }

t.test('who trickles is cut off when its time is over, and not before', async (t) => {
  t.strictSame(PATIENCE, { headersMs: 15_000, requestMs: 120_000, idleMs: 65_000, lookMs: 5_000 })
  const patience = { headersMs: 600, requestMs: 1_200, idleMs: 400, lookMs: 50 }
  const edge = await startEdge(t, { answers, patience })
  const { municipality, officer } = edge.parties

  await t.test('headers, one byte at a time', async (t) => {
    const begun = performance.now()
    const socket = await edge.open(municipality, HEAD)
    const answer = await trickled(socket, 'x')
    t.match(answer, /^HTTP\/1\.1 408 [\s\S]*"code":"request\.timeout"/)
    t.ok(performance.now() - begun >= patience.headersMs)
    const inTime = await edge.open(municipality, HEAD)
    await delay(patience.headersMs / 6)
    inTime.write('connection: close\r\n\r\n')
    t.match(await heard(inTime), /^HTTP\/1\.1 200 /, 'a slow line is answered')
  })

  await t.test('a body, one byte at a time', async (t) => {
    const begun = performance.now()
    const socket = await edge.open(officer, `${POST}${JSON_TYPE}content-length: 60000\r\n\r\n{`)
    const answer = await trickled(socket, ' ')
    t.match(answer, /^HTTP\/1\.1 408 [\s\S]*"code":"request\.timeout"/)
    const seconds = performance.now() - begun
    t.ok(seconds >= patience.requestMs, 'and that is longer than for headers')
  })

  await t.test('a connection on which nothing is asked, at first or any more', async (t) => {
    t.match(await heard(await edge.open(municipality, '')), /^HTTP\/1\.1 408 /)
    const socket = await edge.open(municipality, `${HEAD}\r\n`)
    t.match(await heard(socket), /^HTTP\/1\.1 200 (?![\s\S]*HTTP)/, 'answered once, then ended')
  })
})

t.test('headers may be 16 KB together, and no byte more', async (t) => {
  const edge = await startEdge(t, { answers })
  const ask = (bytes: number) => {
    const rest = 'connection: close\r\n\r\n'
    const filler = bytes - HEAD.length - rest.length - 'x: \r\n'.length
    return edge.raw(edge.parties.municipality, `${HEAD}x: ${'v'.repeat(filler)}\r\n${rest}`)
  }
  // What is counted is names and values, without the request line and the marks between them.
  const marks = 'GET /v1/feeds HTTP/1.1\r\n'.length + '\r\n'.length
  t.match(await ask(MOST_HEADER_BYTES - marks), /^HTTP\/1\.1 200 /)
  t.match(
    await ask(MOST_HEADER_BYTES + 2 * marks),
    /^HTTP\/1\.1 431 [\s\S]*"code":"request\.headers_too_large"/,
  )
})

t.test('a body may be nested sixteen levels deep', async (t) => {
  const edge = await startEdge(t)
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const send = (body: string) =>
    edge.ask(edge.parties.officer, '/v1/access-log/_search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
  t.match(await send(nested(16)), { status: 400, body: { code: 'request.invalid' } })
  t.match(await send(nested(17)), { status: 400, body: { code: 'request.unreadable_json' } })
  t.match(await send(nested(30_000)), { status: 400, body: { code: 'request.unreadable_json' } })
})

t.test('two thousand connections, and the one after them is dropped', async (t) => {
  const edge = await startEdge(t, { answers })
  const server = edge.app.server as unknown as Server
  boundConnections(server, CONNECTION_LIMITS)
  const counted = () =>
    new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
  const most = CONNECTION_LIMITS.perProcess
  const { municipality } = edge.parties
  const idle: Socket[] = []
  t.teardown(() => idle.forEach((socket) => socket.destroy()))
  // Idle before their handshake, which is how a stranger would hold them.
  while (idle.length < most - 1) {
    // No more at once than the system's own queue of connections that nobody accepted yet.
    const some = Math.min(100, most - 1 - idle.length)
    for (let count = 0; count < some; count += 1) idle.push(connect(edge.port, '127.0.0.1'))
    while ((await counted()) < idle.length) await delay(2)
  }
  const kept = await edge.open(municipality, `${HEAD}\r\n`)
  t.match(await once(kept, 'data').then(String), /^HTTP\/1\.1 200 /, 'the two-thousandth')
  await t.rejects(edge.ask(municipality, '/v1/feeds'), { code: /ECONNRESET|EPIPE/ }, 'the next')
  kept.write(`${HEAD}\r\n`)
  t.match(await once(kept, 'data').then(String), /^HTTP\/1\.1 200 /, 'which harms nobody')
  const [first] = idle.splice(0, 1)
  first!.destroy()
  let status = 0
  for (let tries = 0; tries < 100 && status !== 200; tries += 1) {
    status = await edge.ask(municipality, '/v1/feeds').then(
      (answer) => answer.status,
      () => 0,
    )
    if (status !== 200) await delay(20)
  }
  t.equal(status, 200, 'one that goes makes room')
  kept.destroy()
})

/** Writes a piece now and then until the other side closes; what it said. */
async function trickled(socket: TLSSocket, piece: string): Promise<string> {
  const writing = setInterval(() => socket.write(piece), 40)
  try {
    return await heard(socket)
  } finally {
    clearInterval(writing)
  }
}

/** Everything that comes until the connection is closed. */
async function heard(socket: TLSSocket): Promise<string> {
  let text = ''
  socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')))
  socket.on('error', () => undefined)
  if (!socket.destroyed) await once(socket, 'close')
  return text
}
