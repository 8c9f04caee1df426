import t from 'tap'
import { recordConformance, registerCertificate } from '../../src/registry/index.js'
import { missingTests } from '../../src/registry/conformance/requirement.js'
import { startHub, WONING } from '../helpers/hub.js'
import { testAuthority, testParty } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'

t.test('what the software of a party has to show follows from its roles', async (t) => {
  t.strictSame(missingTests(['creditor', 'agent'], []), ['creditor'])
  t.strictSame(missingTests(['creditor', 'municipality'], ['creditor']), ['municipality'])
  t.strictSame(missingTests(['officer', 'executor'], []), [])
})

t.test('an operator may ask for a report before software is let in', async (t) => {
  const hub = await startHub(t)
  const config = { ...hub.context.config, requireConformance: true }
  const context = { ...hub.context, config }
  const { transport, signing } = await testParty(await testAuthority(), WONING)
  const add = (purpose: 'transport' | 'signing', holder: string | null = null) => {
    const pem = (purpose === 'transport' ? transport : signing).certificate
    return registerCertificate(context, OPERATOR, { party: WONING, purpose, pem, holder })
  }
  await t.rejects(add('transport'), { code: 'registry.conformance' })
  await add('signing')

  const passed = {
    ...{ signer: WONING as string, isTrusted: true, tested: 'creditor', kitVersion: '1.0.0' },
    ...{ passed: 18, failed: 0, signedAt: hub.context.clock.now() },
  }
  const keep = (changes: Partial<typeof passed>, text = JSON.stringify(changes)) =>
    recordConformance(context, OPERATOR, WONING, { ...passed, ...changes }, text)
  await t.rejects(keep({ failed: 1 }), { code: 'registry.invalid' })
  await t.rejects(keep({ signer: '00000099000000002000' }), { code: 'registry.invalid' })
  await t.rejects(keep({ isTrusted: false }), { code: 'registry.invalid' })
  await keep({ tested: 'municipality' })
  const old = new Date(hub.context.clock.now().getTime() - 800 * 86_400_000)
  await keep({ signedAt: old })
  await t.rejects(add('transport'), { code: 'registry.conformance' })

  t.match(await keep({}, 'the file'), { isNew: true })
  t.match(await keep({}, 'the file'), { isNew: false }, 'the same report is kept once')
  await add('transport')
})
