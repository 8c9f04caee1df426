import t from 'tap'
import { createAuthority, revoke } from '../../certs/authority.js'
import { issueSigning } from '../../certs/issue.js'
import { splitRevocationLists } from '../../src/crypto/revocation.js'
import { findSigningKey, parsePartyId } from '../../src/parties/index.js'
import { registerCertificate, registerParty, revokeListed } from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { ALWAYS, listsOf, testAuthority } from '../helpers/pki.js'
import { looker, OPERATOR, plainRole, registryContext } from '../helpers/registry.js'

const MENZIS = parsePartyId('00000099100000002000')

t.test('a signing certificate that its authority revoked signs no more', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)
  const roles = [plainRole('creditor')]
  await registerParty(context, OPERATOR, { id: MENZIS, name: 'Menzis', roles })
  const issuer = await testAuthority()
  const [listed, other] = [
    await issueSigning(issuer, { commonName: 'Menzis', organisationNumber: MENZIS }, ALWAYS),
    await issueSigning(issuer, { commonName: 'Menzis', organisationNumber: MENZIS }, ALWAYS),
  ]
  for (const { chain: pem } of [listed, other]) {
    await registerCertificate(context, OPERATOR, {
      party: MENZIS,
      purpose: 'signing',
      pem,
      holder: null,
    })
  }
  const state = async ({ fingerprint }: typeof listed) =>
    (await findSigningKey(context, fingerprint))?.revoked
  const lists = async (of = issuer) => splitRevocationLists(await listsOf(of))
  t.strictSame(await revokeListed(context, await lists()), [], 'nothing is listed')
  revoke(issuer, listed.certificate, new Date('2026-08-01T00:00:00Z'))
  const stranger = await createAuthority('Vroegsignaal test', ALWAYS)
  stranger.revocations.push(...issuer.revocations)
  t.strictSame(await revokeListed(context, await lists(stranger)), [], 'a list of somebody else')
  t.equal((await revokeListed(context, await lists())).length, 1)
  t.strictSame([await state(listed), await state(other)], [true, false])
  t.strictSame(await revokeListed(context, await lists()), [], 'once')
  const said = await look(
    `SELECT count(*)::int AS n FROM log_entry
      WHERE operation = 'revokeCertificate' AND convert_from(record, 'UTF8') LIKE '%revocation-list%'`,
  )
  t.match(said, [{ n: 1 }])
})
