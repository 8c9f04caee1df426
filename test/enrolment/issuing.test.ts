import { createPrivateKey, X509Certificate } from 'node:crypto'
import t from 'tap'
import { saveAuthority } from '../../certs/folder.js'
import { requestCertificate } from '../../certs/request.js'
import { acceptCertificateRequest } from '../../src/enrolment/index.js'
import { inTransaction } from '../../src/db/transaction.js'
import { bulk } from '../../src/db/bulk.js'
import { registerParty, endParty } from '../../src/registry/index.js'
import { startHub, WONING } from '../helpers/hub.js'
import { signingKeyOf, testAuthority } from '../helpers/pki.js'
import { OPERATOR, plainRole } from '../helpers/registry.js'
import { join } from 'node:path'

const TRACE = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }

t.test('certificates of the hub itself, for keys that the party made', async (t) => {
  const folder = join(t.testdir({}), 'authority')
  saveAuthority(folder, await testAuthority())
  const hub = await startHub(t, { settings: { VS_AUTHORITY_DIR: folder } })
  const { context } = hub
  const roles = [plainRole('creditor')]
  const party = await registerParty(context, OPERATOR, { name: 'Verhuur De Wilg', roles })
  const made = {
    transport: await requestCertificate({ commonName: 'anything' }, 'EC'),
    signing: await requestCertificate({ commonName: 'anything' }, 'EC'),
  }
  const requests = { transport: made.transport.request, signing: made.signing.request }

  await t.test('what is wrong is refused and registers nothing', async (t) => {
    const ask = (given: object) =>
      acceptCertificateRequest(context, TRACE, { party, ...requests, ...given })
    await t.rejects(ask({ signing: requests.transport }), { code: 'registry.conflict' })
    await t.rejects(ask({ signing: 'nonsense' }), { code: 'certificate.malformed' })
    const forged = requests.signing.replace(/(.{20})\n-----END/, (text) =>
      text.replace(/^.{8}/, 'AAAAAAAA'),
    )
    await t.rejects(ask({ signing: forged }), { code: 'certificate.malformed' })
    await t.rejects(ask({ party: 'VS-000000000000' }), { code: 'registry.unknown' })
    const none = { ...context, config: { ...context.config, authorityDir: join(folder, 'none') } }
    await t.rejects(acceptCertificateRequest(none, TRACE, { party, ...requests }), {
      code: 'enrolment.no_authority',
    })
    t.strictSame(await hub.sql('SELECT FROM certificate WHERE party = $1', [party]), [])
  })

  await t.test('issued, they connect and sign', async (t) => {
    const issued = await acceptCertificateRequest(context, TRACE, { party, ...requests })
    const fingerprint = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
    const credential = (purpose: 'transport' | 'signing') => ({
      ...issued[purpose],
      key: made[purpose].key,
      fingerprint: fingerprint(issued[purpose].fingerprint),
    })
    const [transport, signing] = [credential('transport'), credential('signing')]
    const signingKey = signingKeyOf(signing)
    const landlord = hub.with({ organisationNumber: party, transport, signing, signingKey })
    t.match(await landlord.get('/v1/mandates'), { status: 200, body: { mandates: [] } })
    const { status, body } = await landlord.submit('0b6e0e0e-0000-4000-8000-000000000001', [])
    t.match({ status, body }, { status: 400, body: { code: 'request.invalid' } }, 'signed well')
    const subject = new X509Certificate(issued.transport.certificate)
    t.match(subject.subject, 'CN=Verhuur De Wilg')
    t.ok(subject.checkPrivateKey(createPrivateKey(made.transport.key)))
    const swapped = { transport: requests.signing, signing: requests.transport }
    await t.rejects(acceptCertificateRequest(context, TRACE, { party, ...swapped }), {
      code: 'registry.conflict',
    })
    t.match(await landlord.get('/v1/mandates'), { status: 200 }, 'nothing came of that')
  })

  await t.test(
    'beneath the code, it is the certificates of one party and nothing else',
    async (t) => {
      const as = (statement: string) =>
        inTransaction(
          context.db,
          'test.wall',
          { role: 'vroegsignaal_enrolment', party, controller: party },
          (tx) => bulk(tx, statement),
        )
      const copied = `INSERT INTO certificate (fingerprint, party, purpose, key_hash, key_id, jwk,
        not_before, not_after, registered_at)
      VALUES (repeat('a', 64), '${WONING}', 'signing', repeat('b', 64), 'k', '{}', now(), now(), now())`
      await t.rejects(as(copied))
      await t.rejects(as('SELECT jwk FROM certificate'))
      await t.rejects(as(`UPDATE certificate SET revoked_at = now()`))
      await t.rejects(as('SELECT name FROM enrolment'))
      t.strictSame(await as('SELECT id FROM party'), [{ id: party }])
    },
  )

  await t.test('a party that ended gets none', async (t) => {
    await endParty(context, OPERATOR, party)
    await t.rejects(acceptCertificateRequest(context, TRACE, { party, ...requests }), {
      code: 'registry.unknown',
    })
  })
})
