import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import t from 'tap'
import { boundConnections, CONNECTION_LIMITS } from '../../src/http/connections.js'
import { anchorsOf, testAuthority, testParty, testServer } from '../helpers/pki.js'

t.test('connections are bounded, also those that never ask for anything', async (t) => {
  const authority = await testAuthority()
  const { chain: cert, key } = await testServer(authority)
  const ca = anchorsOf(authority)
  const sockets: TLSSocket[] = []
  const start = async (limits = CONNECTION_LIMITS) => {
    let excess = 0
    const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true })
    server.on('request', (_request, response) => response.end('here'))
    boundConnections(server, limits, () => (excess += 1))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    return { port, excess: () => excess }
  }
  const dial = (port: number, party: Awaited<ReturnType<typeof testParty>>) => {
    const { chain, key: own } = party.transport
    const socket = connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca,
      cert: chain,
      key: own,
    })
    sockets.push(socket)
    socket.on('error', () => undefined)
    return socket
  }
  /** Whether the hub answers on a connection. */
  const isServed = async (socket: TLSSocket) => {
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
    const heard = once(socket, 'data').then(() => true)
    return Promise.race([heard, once(socket, 'close').then(() => false)]).catch(() => false)
  }
  const first = await testParty(authority, '00000099000000001000')
  const renewed = await testParty(authority, '00000099000000001000')
  const other = await testParty(authority, '00000099000000002000')

  await t.test('32 of one party, with whichever certificates', async (t) => {
    t.strictSame(CONNECTION_LIMITS, { perProcess: 2000, perParty: 32 })
    const hub = await start()
    const idle = Array.from({ length: 32 }, (_, at) => dial(hub.port, at % 2 ? first : renewed))
    for (const socket of idle) t.ok(await isServed(socket))
    t.notOk(await isServed(dial(hub.port, first)), 'the thirty-third')
    t.equal(hub.excess(), 1)
    t.ok(await isServed(dial(hub.port, other)), 'another party is not kept out')
    idle[0]!.destroy()
    await once(idle[0]!, 'close')
    let again = false
    for (let tries = 0; tries < 20 && !again; tries += 1)
      again = await isServed(dial(hub.port, first))
    t.ok(again, 'and one that goes makes room')
  })

  await t.test('and so many of all parties together', async (t) => {
    const hub = await start({ perProcess: 3, perParty: 32 })
    for (const party of [first, other, first]) t.ok(await isServed(dial(hub.port, party)))
    t.notOk(await isServed(dial(hub.port, other)))
  })
})
