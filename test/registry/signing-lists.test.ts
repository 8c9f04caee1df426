import t from 'tap'
import { createAuthority, revocationLists, revoke, type Authority } from '../../certs/authority.js'
import { issueSigning } from '../../certs/issue.js'
import { splitRevocationLists } from '../../src/crypto/revocation.js'
import { createMetrics } from '../../src/http/metrics.js'
import { systemClock } from '../../src/kernel/clock.js'
import { createLogger } from '../../src/logger.js'
import { findSigningKey, parsePartyId } from '../../src/parties/index.js'
import { registerCertificate, registerParty, SigningLists } from '../../src/registry/index.js'
import { revocationKeeping } from '../../src/revocation-keeping.js'
import type { Context } from '../../src/context.js'
import { freshDatabase } from '../helpers/database.js'
import { startHub, WONING } from '../helpers/hub.js'
import { ALWAYS, anchorsOf, EXPIRED, listsOf, testAuthority } from '../helpers/pki.js'
import { looker, OPERATOR, plainRole, registryContext } from '../helpers/registry.js'
import { id, report } from '../notifications/build.js'

const MENZIS = parsePartyId('00000099100000002000')
const PAST = new Date('2026-01-01T00:00:00Z')

t.test('signing certificates are judged by the lists of their authorities', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)
  const authority = await testAuthority()
  await registerParty(context, OPERATOR, {
    id: MENZIS,
    name: 'Menzis',
    roles: [plainRole('creditor')],
  })
  const subject = { commonName: 'Menzis', organisationNumber: MENZIS }
  const registered = async (issuer: Authority) => {
    const signing = await issueSigning(issuer, subject, ALWAYS)
    const asked = { party: MENZIS, purpose: 'signing', pem: signing.chain } as const
    await registerCertificate(context, OPERATOR, asked)
    return signing
  }
  const own = await registered(authority)
  const lists = async (validity = ALWAYS) =>
    splitRevocationLists(await listsOf(authority, validity))
  const judge = (only = true) =>
    new SigningLists(context, { pem: anchorsOf(authority), only }, systemClock)

  t.test('they hold while every level has a list in force that does not name them', async (t) => {
    const signing = judge()
    t.equal(await signing.refuses(own.fingerprint), true, 'no list is no proof')
    signing.take(await lists())
    t.equal(await signing.refuses(own.fingerprint), false)
    signing.take(await lists(EXPIRED))
    t.equal(await signing.refuses(own.fingerprint), true, 'the lists expired')
    signing.take([(await revocationLists(authority, ALWAYS)).issuing])
    t.equal(await signing.refuses(own.fingerprint), true, 'a level has none')
    const stranger = await createAuthority('Vroegsignaal test', ALWAYS)
    signing.take(splitRevocationLists(await listsOf(stranger)))
    t.equal(await signing.refuses(own.fingerprint), true, 'of somebody else by the same name')
  })

  t.test('one that is listed, itself or above, is refused at the next signature', async (t) => {
    const mine = await testAuthority()
    const signing = judge()
    signing.take(await lists())
    t.equal(await signing.refuses(own.fingerprint), false)
    revoke(mine, own.certificate, PAST)
    signing.take(splitRevocationLists(await listsOf(mine)))
    t.equal(await signing.refuses(own.fingerprint), true)
    const above = await testAuthority()
    revoke(above, above.issuing.certificate, PAST)
    signing.take(splitRevocationLists(await listsOf(above)))
    t.equal(await signing.refuses(own.fingerprint), true)
  })

  t.test('of an unknown authority none holds, but in a sandbox of one’s own', async (t) => {
    const strange = await registered(await createAuthority('Elsewhere', ALWAYS))
    for (const only of [true, false]) {
      const signing = judge(only)
      signing.take(await lists())
      t.equal(await signing.refuses(strange.fingerprint), only)
      t.equal(await signing.refuses('nonsense'), only)
    }
  })

  t.test('what the database could not take is done again, and holds nothing up', async (t) => {
    const mine = await testAuthority()
    revoke(mine, own.certificate, PAST)
    const said: string[] = []
    const log = createLogger(context.clock, 'trace', (line) => void said.push(line))
    const metrics = createMetrics()
    const signing = judge()
    const texts = splitRevocationLists(await listsOf(mine))
    const hub = { ...context, log, metrics } as unknown as Context
    const keeping = revocationKeeping(hub, signing, () => texts)
    const watch = { hoursUntilExpiry: () => [{ issuer: 'CN=An authority', hours: 12, left: 0.4 }] }
    const isRevoked = async () => (await findSigningKey(context, own.fingerprint))?.revoked

    await look('ALTER TABLE certificate RENAME TO certificate_away')
    await keeping.keep()
    await look('ALTER TABLE certificate_away RENAME TO certificate')
    t.match(said.join(), /signing certificates on a list could not be revoked/)
    t.equal((await look('SELECT 1 FROM revocation_list')).length, 2, 'the lists were kept')
    t.equal(await signing.refuses(own.fingerprint), true, 'and hold for signatures')
    t.equal(await isRevoked(), false)
    await keeping.tend(watch)
    t.equal(await isRevoked(), true, 'the next minute')
    t.match(await metrics.registry.metrics(), /hub_revocation_hours\{issuer="CN=An authority"\} 12/)
    t.match(await metrics.registry.metrics(), /hub_revocation_left\{issuer="CN=An authority"\} 0.4/)
    said.length = 0
    await look('ALTER TABLE revocation_list RENAME TO revocation_list_away')
    await keeping.tend(watch)
    t.strictSame(said, [], 'nothing is left to do')
    await keeping.keep()
    t.match(said.join(), /revocation lists could not be kept/)
  })
})

t.test('a body signed with a certificate that the lists refuse is not taken', async (t) => {
  let refused = false
  const hub = await startHub(t, { signing: { refuses: async () => refused } })
  const deliver = (nth: number) => hub.as(WONING).submit(id(nth), [report(nth)])
  t.equal((await deliver(1)).status, 202)
  refused = true
  t.match(await deliver(2), { status: 401, body: { code: 'signature.key_revoked' } })
})
