import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, Agent, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import type { Test as TestContext } from 'tap'
import type { Authority, Validity } from '../../certs/authority.js'
import { saveCredential } from '../../certs/folder.js'
import type { Credential, LeafKey } from '../../certs/issue.js'
import { watchRevocation, type RevocationOptions } from '../../src/http/revocation.js'
import { tlsOptions, type ClientTrust, type TlsSettings } from '../../src/http/tls.js'
import { ALWAYS, anchorsOf, listsOf, testAuthority, testParty, testServer } from './pki.js'

const OIN = '00000099000000001000'

/** A listener with the product's TLS and nothing behind it. */
export interface TlsListener {
  readonly authority: Authority
  readonly port: number
  readonly settings: TlsSettings & { clients: ClientTrust }
  readonly watch: ReturnType<typeof watchRevocation>
  readonly errors: string[]
  /** Tries a handshake and a request; the negotiated parameters, or the reason it failed. */
  readonly attempt: (options: ConnectionOptions) => Promise<Outcome>
  /** Writes new revocation lists with whatever was revoked meanwhile. */
  readonly writeLists: (validity?: Validity) => Promise<void>
  /** A certificate that the listener accepts. */
  readonly client: Credential
}

/** What a handshake and one request led to. */
export interface Outcome {
  readonly ok: boolean
  readonly protocol?: string | null
  readonly cipher?: string
  readonly reused?: boolean
  readonly reason?: string
  readonly session?: Buffer | undefined
}

/** Starts a listener on a loopback port; gone when the test is. */
export async function startTlsListener(
  t: TestContext,
  {
    lists = ALWAYS,
    leafKey = 'EC',
    ...options
  }: RevocationOptions & {
    lists?: Validity
    leafKey?: LeafKey
  } = {},
): Promise<TlsListener> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-tls-'))
  const authority = await testAuthority()
  const paths = saveCredential(folder, 'server', await testServer(authority, leafKey))
  const clients = {
    authorityFiles: [join(folder, 'authorities.pem')],
    revocationFiles: [join(folder, 'lists.pem')],
  }
  const writeLists = async (validity: Validity = ALWAYS) =>
    writeFileSync(clients.revocationFiles[0]!, await listsOf(authority, validity))
  writeFileSync(clients.authorityFiles[0]!, anchorsOf(authority))
  await writeLists(lists)
  const settings = { certificateFile: paths.certificate, keyFile: paths.key, clients }
  const server = createServer(tlsOptions(settings), (_request, response) => response.end('ok'))
  const errors: string[] = []
  const watch = watchRevocation(
    server,
    settings,
    { onError: (reason) => errors.push(reason) },
    options,
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  t.teardown(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  })
  const client = (await testParty(authority, OIN)).transport
  const base = {
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: anchorsOf(authority),
    cert: client.chain,
    key: client.key,
  }
  const attempt = (extra: ConnectionOptions) => tryRequest({ ...base, ...extra })
  return { authority, port, settings, watch, errors, attempt, writeLists, client }
}

function tryRequest(options: ConnectionOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    let socket: TLSSocket
    let session: Buffer | undefined
    try {
      socket = connect(options)
    } catch (error) {
      resolve({ ok: false, reason: String((error as NodeJS.ErrnoException).code) })
      return
    }
    const fail = (reason: string) => {
      socket.destroy()
      resolve({ ok: false, reason })
    }
    socket.setTimeout(5000, () => fail('timeout'))
    socket.on('session', (each: Buffer) => (session = each))
    socket.on('error', (error: NodeJS.ErrnoException) => fail(String(error.code)))
    socket.on('close', () => fail('closed'))
    socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))
    socket.once('data', (data: Buffer) => {
      const ok = data.toString('latin1').startsWith('HTTP/1.1 200')
      const facts = {
        protocol: socket.getProtocol(),
        cipher: socket.getCipher().name,
        reused: socket.isSessionReused(),
      }
      // Tickets of TLS 1.3 come after the handshake.
      setTimeout(() => {
        socket.removeAllListeners('close')
        socket.destroy()
        resolve({ ok, ...facts, session })
      }, 50)
    })
  })
}

/** A client that keeps one connection and counts how many it needed. */
export function keepAlive(
  t: TestContext,
  { port, authority }: TlsListener,
  credential: Credential,
) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const sockets = new Set<unknown>()
  t.teardown(() => agent.destroy())
  const get = () =>
    new Promise<string>((resolve) => {
      const options = {
        agent,
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: anchorsOf(authority),
        cert: credential.chain,
        key: credential.key,
      }
      const request = httpsRequest(options, (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () => resolve(body))
      })
      request.on('socket', (socket) => sockets.add(socket))
      request.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)))
      request.end()
    })
  return { get, connections: () => sockets.size }
}
