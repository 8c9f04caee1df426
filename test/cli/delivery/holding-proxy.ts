import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Owner } from '../../helpers/cluster.js'

/** What happens to an answer: it passes, the connection is cut, or it waits until the test goes on. */
export type Fate = 'pass' | 'cut' | 'hold'

/** A wire between a party and a hub on which answers can be lost after the hub has given them. */
export interface HoldingProxy {
  readonly port: number
  /** Answers to large requests seen so far. */
  readonly answers: number
  /** Resolves when an answer is being held. */
  held(): Promise<void>
}

/** More than a handshake and a question without body; less than a batch. */
const LARGE_BYTES = 12_000

/**
 * Starts a proxy in front of a hub. It sees encrypted bytes only: an answer is what the hub sends after
 * it was sent much.
 *
 * @param fateOf What to do with the answer of a number, counted from 1.
 */
export async function startHoldingProxy(
  t: Owner,
  hubPort: number,
  fateOf: (answer: number) => Fate,
): Promise<HoldingProxy> {
  const sockets = new Set<Socket>()
  let answers = 0
  let tellHeld: () => void = () => undefined
  let isHeld = new Promise<void>((resolve) => (tellHeld = resolve))
  const server = createServer((client) => {
    const hub = connect(hubPort, '127.0.0.1')
    let asked = 0
    let fate: Fate = 'pass'
    for (const socket of [client, hub]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    client.on('close', () => hub.destroy())
    hub.on('close', () => client.destroy())
    client.on('data', (bytes) => {
      asked += bytes.length
      hub.write(bytes)
    })
    hub.on('data', (bytes) => {
      if (asked > LARGE_BYTES) {
        answers += 1
        fate = fateOf(answers)
        if (fate === 'cut') client.destroy()
        if (fate === 'hold') {
          tellHeld()
          isHeld = new Promise<void>((resolve) => (tellHeld = resolve))
        }
      }
      asked = 0
      if (fate === 'pass') client.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return {
    port: (server.address() as AddressInfo).port,
    get answers() {
      return answers
    },
    held: () => isHeld,
  }
}
