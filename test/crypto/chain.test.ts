import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { createAuthority } from '../../certs/authority.js'
import { isIssuedUnder } from '../../src/crypto/chain.js'
import { ALWAYS, anchorsOf, EXPIRED, testAuthority, testParty } from '../helpers/pki.js'

const NOW = new Date('2026-09-10T09:00:00Z')

t.test('a certificate is trusted by the chain to a known authority alone', async (t) => {
  const authority = await testAuthority()
  const { signing } = await testParty(authority, '00000099000000001000')
  const { root, issuing } = authority
  t.ok(isIssuedUnder(signing.certificate, anchorsOf(authority), NOW))
  t.ok(isIssuedUnder(signing.certificate, issuing.certificate, NOW))
  const chain = signing.certificate + issuing.certificate
  t.ok(isIssuedUnder(chain, root.certificate, NOW), 'over what stands between')
  t.notOk(isIssuedUnder(signing.certificate, root.certificate, NOW), 'which must be there')
  t.notOk(isIssuedUnder(signing.certificate, '', NOW))
  t.notOk(isIssuedUnder(root.certificate, issuing.certificate, NOW), 'nor upwards')
  t.notOk(isIssuedUnder(chain, root.certificate, new Date('2050-06-01T00:00:00Z')))
})

t.test('another authority of the same name is another authority', async (t) => {
  const authority = await testAuthority()
  const name = /CN=(.*) (?:root|issuing)/i.exec(
    new X509Certificate(authority.issuing.certificate).subject,
  )![1]!
  const [impostor, stale] = await Promise.all([
    createAuthority(name, ALWAYS),
    createAuthority(name, EXPIRED),
  ])
  const { signing } = await testParty(impostor, '00000099000000001000')
  t.notOk(isIssuedUnder(signing.certificate, anchorsOf(authority), NOW))
  const late = await testParty(stale, '00000099000000001000')
  t.notOk(isIssuedUnder(late.signing.certificate, anchorsOf(stale), NOW), 'an ended one is none')
})
