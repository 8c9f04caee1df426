import { spawn, spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { connect, type ConnectionOptions } from 'node:tls'
import t from 'tap'
import { createAuthority } from '../../certs/authority.js'
import { issueTransport } from '../../certs/issue.js'
import { tlsOptions } from '../../src/http/tls.js'
import { ALWAYS, anchorsOf, EXPIRED, testParty } from '../helpers/pki.js'
import { startTlsListener } from '../helpers/tls-listener.js'

const OIN = '00000099000000001000'
const UNSAFE = ':@SECLEVEL=0'

t.test('only what NCSC-NL calls good or sufficient is spoken', async (t) => {
  const listener = await startTlsListener(t)
  const rsaListener = await startTlsListener(t, { leafKey: 'RSA' })

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
  const { port } = await startTlsListener(t)
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
  const { port, authority, client } = await startTlsListener(t)
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
  const { attempt } = await startTlsListener(t)
  t.equal((await attempt({ cert: undefined, key: undefined })).ok, false)
  const stranger = await createAuthority('Stranger', ALWAYS)
  const own = await issueTransport(stranger, { commonName: 'x', organisationNumber: OIN }, ALWAYS)
  t.equal((await attempt({ cert: own.chain, key: own.key })).ok, false)
  const { authority } = await startTlsListener(t)
  const { signing } = await testParty(authority, OIN)
  t.equal((await attempt({ cert: signing.chain, key: signing.key })).ok, true, 'purpose: see mtls')
  const expired = await issueTransport(authority, { commonName: 'x' }, EXPIRED)
  t.equal((await attempt({ cert: expired.chain, key: expired.key })).ok, false)
})

t.test('a listener does not start without lists, or with a key that others can read', async (t) => {
  const { settings } = await startTlsListener(t)
  const without = { ...settings, clients: { ...settings.clients, revocationFiles: [] } }
  t.throws(() => tlsOptions(without), /revocation lists/)
  chmodSync(settings.keyFile, 0o640)
  t.throws(() => tlsOptions(settings), /mode to 600/)
})
