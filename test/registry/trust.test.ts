import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createAuthority, revoke } from '../../certs/authority.js'
import { parsePartyId } from '../../src/parties/index.js'
import { registerCertificate, registerParty } from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { ALWAYS, anchorsOf, EXPIRED, listsOf, testAuthority, testParty } from '../helpers/pki.js'
import { OPERATOR, plainRole, registryContext } from '../helpers/registry.js'

const MENZIS = parsePartyId('00000099100000002000')

t.test('a signing certificate is of an authority that the hub knows for signing', async (t) => {
  const database = await freshDatabase(t)
  const authority = await testAuthority()
  const folder = t.testdir({
    ca: { 'ca.pem': anchorsOf(authority) },
    lists: { 'lists.pem': await listsOf(authority) },
  })
  const file = join(folder, 'ca', 'ca.pem')
  const tls = { cert: file, key: file, clientCa: file, signingCa: file }
  const plain = registryContext(database.db)
  const crlDir = join(folder, 'lists')
  const context = { ...plain, config: { ...plain.config, tls, crlDir } }
  const roles = [plainRole('creditor')]
  await registerParty(context, OPERATOR, { id: MENZIS, name: 'Menzis', roles })
  const strange = await testParty(await createAuthority('Elsewhere', ALWAYS), MENZIS, 'Menzis')
  const known = await testParty(authority, MENZIS, 'Menzis')
  const register = (pem: string) =>
    registerCertificate(context, OPERATOR, { party: MENZIS, purpose: 'signing', pem })
  await t.rejects(register(strange.signing.certificate), { code: 'certificate.untrusted' })
  t.match(await register(known.signing.certificate), { party: MENZIS, purpose: 'signing' })
  const listed = await testParty(authority, MENZIS, 'Menzis')
  revoke(authority, listed.signing.certificate, new Date('2026-08-01T00:00:00Z'))
  writeFileSync(join(crlDir, 'lists.pem'), await listsOf(authority))
  await t.rejects(register(listed.signing.certificate), { code: 'certificate.revoked' })
  const next = await testParty(authority, MENZIS, 'Menzis')
  writeFileSync(join(crlDir, 'lists.pem'), await listsOf(authority, EXPIRED))
  await t.rejects(
    register(next.signing.certificate),
    { code: 'certificate.revoked' },
    'a list that has expired says nothing any more',
  )
})
