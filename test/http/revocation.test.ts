import { writeFileSync } from 'node:fs'
import t from 'tap'
import { revocationLists, revoke } from '../../certs/authority.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { ALWAYS, EXPIRED, testParty } from '../helpers/pki.js'
import { keepAlive, startTlsListener } from '../helpers/tls-listener.js'

const OIN = '00000099000000001000'

t.test('a revoked certificate is refused after a reload, without a restart', async (t) => {
  const listener = await startTlsListener(t)
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
    const listener = await startTlsListener(t)
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
  const listener = await startTlsListener(t)
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
  const listener = await startTlsListener(t)
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
  const listener = await startTlsListener(t)
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
  const atStart = await startTlsListener(t, { lists: EXPIRED })
  t.equal((await atStart.attempt({})).ok, false, 'in the handshake')

  const clock = new SteppedClock('2026-01-01T00:00:00Z')
  const later = await startTlsListener(t, { clock })
  const client = keepAlive(t, later, later.client)
  t.equal(await client.get(), 'ok')
  const [root] = later.watch.hoursUntilExpiry()
  t.ok(root!.hours > 200_000)
  clock.set('2050-01-01T00:00:00Z')
  t.equal(later.watch.reload().closed, 1, 'on an open connection')
  t.equal(later.watch.hoursUntilExpiry()[0]!.hours, -24)
})

t.test('a missing level refuses everybody', async (t) => {
  const listener = await startTlsListener(t)
  const { issuing } = await revocationLists(listener.authority, ALWAYS)
  writeFileSync(listener.settings.clients.revocationFiles[0]!, issuing)
  listener.watch.reload()
  t.equal((await listener.attempt({})).ok, false)
})

t.test('lists that cannot be read, or are older, change nothing', async (t) => {
  const listener = await startTlsListener(t)
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
  const listener = await startTlsListener(t, { clock, mostAgeMs: 1000 })
  const client = keepAlive(t, listener, listener.client)
  await client.get()
  await client.get()
  t.equal(client.connections(), 1)
  clock.advance(1001)
  t.equal(await client.get(), 'ok')
  t.equal(await client.get(), 'ok')
  t.equal(client.connections(), 2)
})
