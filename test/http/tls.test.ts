import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, Agent, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import t, { type Test as TestContext } from 'tap'
import {
  createAuthority,
  revocationLists,
  revoke,
  type Authority,
  type Validity,
} from '../../certs/authority.js'
import { saveCredential } from '../../certs/folder.js'
import { issueTransport, type Credential } from '../../certs/issue.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { tlsOptions, type TlsSettings, type ClientTrust } from '../../src/http/tls.js'
import { watchRevocation, type RevocationOptions } from '../../src/http/revocation.js'
import {
  ALWAYS,
  anchorsOf,
  EXPIRED,
  listsOf,
  testAuthority,
  testParty,
  testServer,
} from '../helpers/pki.js'

const OIN = '00000099000000001000'

interface Listener {
  readonly authority: Authority
  readonly port: number
  readonly settings: TlsSettings & { clients: ClientTrust }
  readonly watch: ReturnType<typeof watchRevocation>
  readonly errors: string[]
  /** Tries a handshake and a request; the negotiated parameters, or the reason it failed. */
  attempt(options: ConnectionOptions): Promise<Outcome>
  writeLists(validity?: Validity): Promise<void>
  client: Credential
}

interface Outcome {
  readonly ok: boolean
  readonly protocol?: string | null
  readonly cipher?: string
  readonly reused?: boolean
  readonly reason?: string
  readonly session?: Buffer | undefined
}

async function startListener(
  t: TestContext,
  {
    lists = ALWAYS,
    leafKey = 'EC',
    ...options
  }: RevocationOptions & {
    lists?: Validity
    leafKey?: 'EC' | 'RSA'
  } = {},
): Promise<Listener> {
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

const UNSAFE = ':@SECLEVEL=0'

t.test('only what NCSC-NL calls good or sufficient is spoken', async (t) => {
  const listener = await startListener(t)
  const rsaListener = await startListener(t, { leafKey: 'RSA' })

  const allowed: [string, ConnectionOptions][] = [
    ['TLS 1.3', { minVersion: 'TLSv1.3' }],
    ['TLS 1.2', { maxVersion: 'TLSv1.2' }],
    ['AES-256 in 1.3', { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_256_GCM_SHA384' }],
    ['ChaCha20 in 1.3', { minVersion: 'TLSv1.3', ciphers: 'TLS_CHACHA20_POLY1305_SHA256' }],
    ['AES-128 in 1.3', { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' }],
    ['AES-256 in 1.2', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' }],
    ['ChaCha20 in 1.2', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' }],
    ['AES-128 in 1.2', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }],
    ['X25519', { ecdhCurve: 'X25519' }],
    ['secp256r1', { ecdhCurve: 'prime256v1' }],
    ['secp384r1', { ecdhCurve: 'secp384r1' }],
  ]
  for (const [name, options] of allowed) {
    const outcome = await listener.attempt(options)
    t.equal(outcome.ok, true, `${name}: ${outcome.reason}`)
  }
  t.match(
    await rsaListener.attempt({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' }),
    {
      ok: true,
      cipher: 'ECDHE-RSA-AES256-GCM-SHA384',
    },
  )

  const refused: [string, ConnectionOptions][] = [
    ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: `ALL${UNSAFE}` }],
    ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: `ALL${UNSAFE}` }],
    ['CCM_8 in 1.3', { minVersion: 'TLSv1.3', ciphers: `TLS_AES_128_CCM_8_SHA256${UNSAFE}` }],
    ['ffdhe2048 in 1.3', { minVersion: 'TLSv1.3', ecdhCurve: 'ffdhe2048' }],
    ['ffdhe3072 in 1.3', { minVersion: 'TLSv1.3', ecdhCurve: 'ffdhe3072' }],
    ['secp521r1', { ecdhCurve: 'secp521r1' }],
  ]
  for (const [name, options] of refused) {
    const outcome = await listener.attempt(options)
    t.equal(outcome.ok, false, name)
    t.match(outcome.reason, /^(ERR_SSL|ECONNRESET|closed)/, name)
  }
  const oldSuites = [
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-CCM8',
    'ECDHE-RSA-AES128-SHA256',
    'ECDHE-RSA-AES256-SHA384',
    'DHE-RSA-AES128-GCM-SHA256',
    'AES128-GCM-SHA256',
    'AES256-SHA',
    'ECDHE-ECDSA-CAMELLIA128-SHA256',
    'ECDHE-ECDSA-ARIA128-GCM-SHA256',
  ]
  for (const suite of oldSuites) {
    for (const each of [listener, rsaListener]) {
      const outcome = await each.attempt({ maxVersion: 'TLSv1.2', ciphers: suite + UNSAFE })
      t.equal(outcome.ok, false, suite)
      t.match(outcome.reason, /^(ERR_SSL|ECONNRESET|closed)/, suite)
    }
  }
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const skip = hasOpenssl ? false : 'openssl is not installed'

t.test('OpenSSL as a second client sees the same', { skip }, async (t) => {
  const { port } = await startListener(t)
  const handshake = (...options: string[]) =>
    new Promise<string>((resolve) => {
      const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...options])
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')))
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')))
      child.on('close', () => resolve(output))
      child.stdin.end('Q\n')
    })
  t.match(await handshake('-tls1_3'), /Cipher is TLS_AES_256_GCM_SHA384/)
  t.match(await handshake('-tls1_2'), /Cipher is ECDHE-ECDSA-AES256-GCM-SHA384/)
  const modern = await handshake('-tls1_2', '-status')
  t.match(modern, /Secure Renegotiation IS supported/)
  t.match(modern, /Compression: NONE/)
  t.match(modern, /Extended master secret: yes/)
  t.match(await handshake('-tls1_2', '-cipher', `ECDHE-ECDSA-AES128-SHA${UNSAFE}`), /\(NONE\)/)
  t.match(await handshake('-tls1_1', '-cipher', `ALL${UNSAFE}`), /\(NONE\)/)
  t.match(await handshake('-tls1_3', '-groups', 'ffdhe2048'), /\(NONE\)/)
})

t.test('a client cannot renegotiate', async (t) => {
  const { port, authority, client } = await startListener(t)
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: anchorsOf(authority),
    cert: client.chain,
    key: client.key,
    maxVersion: 'TLSv1.2',
  })
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  const outcome = await new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)))
    socket.renegotiate({}, (error) => resolve(error ? 'refused' : 'renegotiated'))
  })
  socket.destroy()
  t.match(outcome, /refused|ERR_SSL_NO_RENEGOTIATION/)
})

t.test('nobody comes in without a certificate of a trusted authority', async (t) => {
  const { attempt } = await startListener(t)
  t.equal((await attempt({ cert: undefined, key: undefined })).ok, false)
  const stranger = await createAuthority('Stranger', ALWAYS)
  const own = await issueTransport(stranger, { commonName: 'x', organisationNumber: OIN }, ALWAYS)
  t.equal((await attempt({ cert: own.chain, key: own.key })).ok, false)
  const { authority } = await startListener(t)
  const { signing } = await testParty(authority, OIN)
  t.equal((await attempt({ cert: signing.chain, key: signing.key })).ok, true, 'purpose: see mtls')
  const expired = await issueTransport(authority, { commonName: 'x' }, EXPIRED)
  t.equal((await attempt({ cert: expired.chain, key: expired.key })).ok, false)
})

t.test('a revoked certificate is refused after a reload, without a restart', async (t) => {
  const listener = await startListener(t)
  t.equal((await listener.attempt({})).ok, true)
  revoke(listener.authority, listener.client.certificate, new Date('2026-01-01T00:00:00Z'))
  await listener.writeLists()
  t.strictSame(listener.watch.reload(), { changed: true, lists: 2, closed: 0 })
  t.equal((await listener.attempt({})).ok, false)
  const other = (await testParty(listener.authority, OIN)).transport
  t.equal((await listener.attempt({ cert: other.chain, key: other.key })).ok, true)
  t.equal(listener.watch.reload().changed, false)
})

t.test('a session of before the revocation does not let anyone in', async (t) => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const listener = await startListener(t)
    const first = await listener.attempt({ minVersion: version, maxVersion: version })
    t.equal(first.ok, true)
    const resumed = { minVersion: version, maxVersion: version, session: first.session }
    t.equal((await listener.attempt(resumed)).reused, false, 'nothing is resumed at all')
    revoke(listener.authority, listener.client.certificate, new Date('2026-01-01T00:00:00Z'))
    await listener.writeLists()
    listener.watch.reload()
    t.equal((await listener.attempt(resumed)).ok, false)
  }
})

t.test('an open connection is cut when its certificate is revoked', async (t) => {
  const listener = await startListener(t)
  const other = (await testParty(listener.authority, OIN)).transport
  const revoked = keepAlive(t, listener, listener.client)
  const innocent = keepAlive(t, listener, other)
  t.strictSame([await revoked.get(), await innocent.get()], ['ok', 'ok'])
  revoke(listener.authority, listener.client.certificate, new Date('2026-01-01T00:00:00Z'))
  await listener.writeLists()
  t.equal(listener.watch.reload().closed, 1)
  t.notMatch(await revoked.get(), 'ok')
  t.equal(await innocent.get(), 'ok')
  t.equal(innocent.connections(), 1, 'the innocent connection was kept')
})

t.test('a revoked authority takes everybody below it along', async (t) => {
  const listener = await startListener(t)
  const client = keepAlive(t, listener, listener.client)
  t.equal(await client.get(), 'ok')
  revoke(
    listener.authority,
    listener.authority.issuing.certificate,
    new Date('2026-01-01T00:00:00Z'),
  )
  await listener.writeLists()
  t.equal(listener.watch.reload().closed, 1)
  t.notMatch(await client.get(), 'ok')
})

t.test('a deny-list cuts connections too', async (t) => {
  const listener = await startListener(t)
  const client = keepAlive(t, listener, listener.client)
  t.equal(await client.get(), 'ok')
  t.equal(
    listener.watch.closeConnections((each) => each === 'somebody else'),
    0,
  )
  t.equal(
    listener.watch.closeConnections((each) => each === listener.client.fingerprint),
    1,
  )
})

t.test('an expired list refuses everybody', async (t) => {
  const atStart = await startListener(t, { lists: EXPIRED })
  t.equal((await atStart.attempt({})).ok, false, 'in the handshake')

  const clock = new SteppedClock('2026-01-01T00:00:00Z')
  const later = await startListener(t, { clock })
  const client = keepAlive(t, later, later.client)
  t.equal(await client.get(), 'ok')
  const [root] = later.watch.hoursUntilExpiry()
  t.ok(root!.hours > 200_000)
  clock.set('2050-01-01T00:00:00Z')
  t.equal(later.watch.reload().closed, 1, 'on an open connection')
  t.equal(later.watch.hoursUntilExpiry()[0]!.hours, -24)
})

t.test('a missing level refuses everybody', async (t) => {
  const listener = await startListener(t)
  const { issuing } = await revocationLists(listener.authority, ALWAYS)
  writeFileSync(listener.settings.clients.revocationFiles[0]!, issuing)
  listener.watch.reload()
  t.equal((await listener.attempt({})).ok, false)
})

t.test('lists that cannot be read, or are older, change nothing', async (t) => {
  const listener = await startListener(t)
  const [file] = listener.settings.clients.revocationFiles
  writeFileSync(file!, 'garbage')
  t.equal(listener.watch.reload().changed, false)
  writeFileSync(file!, '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n')
  t.equal(listener.watch.reload().changed, false)
  await listener.writeLists({ ...ALWAYS, validFrom: new Date('2019-01-01T00:00:00Z') })
  t.equal(listener.watch.reload().changed, false)
  t.match(listener.errors, [/no revocation list/, /not a certificate revocation list/, /older/])
  t.equal((await listener.attempt({})).ok, true)
})

t.test('an old connection is closed after its request', async (t) => {
  const clock = new SteppedClock('2026-01-01T00:00:00Z')
  const listener = await startListener(t, { clock, mostAgeMs: 1000 })
  const client = keepAlive(t, listener, listener.client)
  await client.get()
  await client.get()
  t.equal(client.connections(), 1)
  clock.advance(1001)
  t.equal(await client.get(), 'ok')
  t.equal(await client.get(), 'ok')
  t.equal(client.connections(), 2)
})

t.test('a listener does not start without lists, or with a key that others can read', async (t) => {
  const { settings } = await startListener(t)
  const without = { ...settings, clients: { ...settings.clients, revocationFiles: [] } }
  t.throws(() => tlsOptions(without), /revocation lists/)
  chmodSync(settings.keyFile, 0o640)
  t.throws(() => tlsOptions(settings), /mode to 600/)
})

/** A client that keeps one connection and counts how many it needed. */
function keepAlive(t: TestContext, { port, authority }: Listener, credential: Credential) {
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
