import { connect, type TLSSocket } from 'node:tls'
import t from 'tap'
import { BodiesInFlight } from '../../src/http/bodies-in-flight.js'
import { anchorsOf, testAuthority, type TestParty } from '../helpers/pki.js'
import { startEdge } from './listener.js'

const KIBIBYTE = 1024
const JSON_BODY = { 'content-type': 'application/json' }
const PATH = '/v1/notification-batches'

t.test('room is given back once', async (t) => {
  const bodies = new BodiesInFlight(10)
  const release = bodies.hold('a', 6)
  t.throws(() => bodies.hold('b', 5), { code: 'hub.overloaded' })
  bodies.hold('b', 4)
  release()
  release()
  bodies.hold('a', 6)
  t.throws(() => bodies.hold('c', 1), { code: 'hub.overloaded' })
})

t.test('one party does not hold all the room, but for one body', async (t) => {
  const bodies = new BodiesInFlight(10)
  bodies.hold('a', 3)
  bodies.hold('a', 2)
  t.throws(() => bodies.hold('a', 1), { code: 'hub.overloaded' })
  bodies.hold('b', 5)()
  new BodiesInFlight(10).hold('a', 10)
})

t.test('what is held together never exceeds the bound, whoever comes and goes', async (t) => {
  const most = 1000
  const bodies = new BodiesInFlight(most)
  const held: { bytes: number; release: () => void }[] = []
  let state = 7
  const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
  let [shed, reached] = [0, 0]
  for (let step = 0; step < 20_000; step += 1) {
    if (next(5) < 2) held.splice(next(held.length + 1), 1)[0]?.release()
    else {
      const bytes = 1 + next(200)
      try {
        held.push({ bytes, release: bodies.hold(`party ${next(6)}`, bytes) })
      } catch {
        shed += 1
      }
    }
    reached = Math.max(
      reached,
      held.reduce((sum, one) => sum + one.bytes, 0),
    )
  }
  t.ok(reached <= most && reached > most * 0.9, 'and it is reached')
  t.ok(shed > 0)
})

t.test('503: what would not fit beside the bodies under way', async (t) => {
  const edge = await startEdge(t, {
    settings: { VS_BODIES_IN_FLIGHT_BYTES: String(64 * KIBIBYTE) },
  })
  const { creditor } = edge.parties
  const post = (bytes: number) =>
    edge.ask(creditor, PATH, {
      method: 'POST',
      headers: JSON_BODY,
      body: Buffer.alloc(bytes, ' '),
    })
  const busy = { status: 503, body: { code: 'hub.overloaded' }, headers: { 'retry-after': '5' } }
  // Refused for its signature, so there was room for it.
  const taken = { status: 401, body: { code: 'signature.missing' } }

  for (const length of [`Content-Length: ${40 * KIBIBYTE}`, 'Transfer-Encoding: chunked']) {
    t.match(await post(60 * KIBIBYTE), taken, 'an empty hub takes it')
    const held = await openBody(edge.port, creditor, length)
    t.match(await until(() => post(25 * KIBIBYTE), busy.status), busy, length)
    if (length.startsWith('Content')) {
      t.match(await post(20 * KIBIBYTE), busy, 'a party with more than half gets no second')
      const other = { method: 'POST', headers: JSON_BODY, body: Buffer.alloc(20 * KIBIBYTE, ' ') }
      const { status } = await edge.ask(edge.parties.officer, '/v1/access-log/_search', other)
      t.equal(status, 400, 'which fits for another')
    }
    t.equal((await edge.ask(creditor, '/v1/mandates')).status, 500, 'without a body always')
    held.destroy()
    t.match(
      await until(() => post(60 * KIBIBYTE), taken.status),
      taken,
      'room after the caller left',
    )
  }

  t.test('nobody holds room who is not let in, nor with more than is ever read', async (t) => {
    const strangers = await openBody(edge.port, edge.parties.stranger, `Content-Length: 65536`)
    const others = await openBody(edge.port, edge.parties.municipality, `Content-Length: 65536`)
    t.match(await post(64 * KIBIBYTE), taken)
    t.match(await post(65 * KIBIBYTE), { status: 413, body: { code: 'request.too_large' } })
    strangers.destroy()
    others.destroy()
  })
})

/** Sends the head of a request and leaves its body out. */
async function openBody(
  port: number,
  { transport }: TestParty,
  length: string,
): Promise<TLSSocket> {
  const authority = await testAuthority()
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca: anchorsOf(authority),
      cert: transport.chain,
      key: transport.key,
    })
    const head = [`POST ${PATH} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json']
    socket.on('error', reject)
    socket.on('secureConnect', () => {
      socket.write(`${[...head, length].join('\r\n')}\r\n\r\n`, () => resolve(socket))
    })
  })
}

/** The two sides of a socket do not see the same at the same instant. */
async function until<Answer extends { status: number }>(
  ask: () => Promise<Answer>,
  status: number,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask()
    if (answer.status === status || attempt === 50) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
