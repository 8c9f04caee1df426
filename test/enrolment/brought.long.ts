import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createAuthority, revoke, trustAnchors, type Authority } from '../../certs/authority.js'
import { issueSigning, issueTransport } from '../../certs/issue.js'
import { parseConfig } from '../../src/config.js'
import { readBroughtKey } from '../../src/enrolment/keys/service.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import type { PartyId } from '../../src/parties/index.js'
import { ALWAYS, EXPIRED, listsOf, testAuthority } from '../helpers/pki.js'

const NUMBER = '00000099000000008100' as PartyId
const NOW = '2026-08-10T09:00:00Z'

t.test('certificates of authorities that the settings name', async (t) => {
  const [connecting, signing] = [
    await testAuthority(),
    await createAuthority('Signing of others', ALWAYS),
  ]
  const folder = t.testdir({})
  mkdirSync(join(folder, 'crl'))
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const tls = {
    cert: '',
    key: '',
    clientCa: write('clients.pem', trustAnchors(connecting)),
    signingCa: write('signers.pem', trustAnchors(signing)),
  }
  const writeLists = async (of = listsOf(signing)) => {
    write('crl/clients.pem', await listsOf(connecting))
    write('crl/signers.pem', await of)
  }
  await writeLists()
  const plain = parseConfig({ VS_SANDBOX: 'true', VS_DATA_DIR: folder })
  const config = { ...plain, tls, crlDir: join(folder, 'crl') }
  const context = { config, clock: new SteppedClock(NOW) }
  const subject = { commonName: 'Nieuw', organisation: 'Nieuw', organisationNumber: NUMBER }
  const signer = (authority: Authority) => issueSigning(authority, subject, ALWAYS)
  const connector = (authority: Authority) => issueTransport(authority, subject, ALWAYS)
  const brought = async (purpose: 'transport' | 'signing', pem: string) =>
    readBroughtKey(context, NUMBER, purpose, pem).then(
      () => 'taken',
      (error: { code: string }) => error.code,
    )
  const [own, connection] = [await signer(signing), await connector(connecting)]

  await t.test('each purpose has authorities of its own', async (t) => {
    t.equal(await brought('transport', connection.chain), 'taken')
    t.equal(await brought('signing', own.chain), 'taken')
    t.equal(await brought('signing', own.certificate), 'taken', 'a known issuer may be left out')
    t.equal(await brought('transport', (await connector(signing)).chain), 'certificate.untrusted')
    t.equal(await brought('signing', (await signer(connecting)).chain), 'certificate.untrusted')
    const [leaf, other] = [own.certificate, connecting.issuing.certificate]
    t.equal(await brought('signing', leaf + other), 'taken', 'what stands below is only a help')
  })

  await t.test('an authority that is only known by its root needs the chain', async (t) => {
    write('signers.pem', signing.root.certificate)
    t.equal(await brought('signing', own.chain), 'taken')
    t.equal(await brought('signing', own.certificate), 'certificate.untrusted')
    write('signers.pem', trustAnchors(signing))
  })

  await t.test('one that was taken back is refused', async (t) => {
    const taken = await signer(signing)
    revoke(signing, taken.certificate, new Date(NOW))
    await writeLists()
    t.equal(await brought('signing', taken.chain), 'certificate.revoked')
    t.equal(await brought('signing', own.chain), 'taken', 'and no other')
  })

  await t.test('so is one below an authority that was taken back', async (t) => {
    const before = [...signing.revocations]
    revoke(signing, signing.issuing.certificate, new Date(NOW))
    await writeLists()
    t.equal(await brought('signing', own.chain), 'certificate.revoked')
    t.equal(await brought('signing', own.certificate), 'certificate.revoked', 'however it is sent')
    signing.revocations.splice(0, signing.revocations.length, ...before)
    await writeLists()
    t.equal(await brought('signing', own.chain), 'taken')
  })

  await t.test(
    'no list, one that is over, or one that another signed: nothing is trusted',
    async (t) => {
      await writeLists(listsOf(signing, EXPIRED))
      t.equal(await brought('signing', own.chain), 'certificate.revoked')
      await writeLists(listsOf(connecting))
      t.equal(await brought('signing', own.chain), 'certificate.revoked')
      const forger = await createAuthority('Signing of others', ALWAYS)
      await writeLists(listsOf(forger))
      t.equal(
        await brought('signing', own.chain),
        'certificate.revoked',
        'of the same name, other keys',
      )
      const none = { ...context, config: { ...config, crlDir: undefined } }
      await t.rejects(readBroughtKey(none, NUMBER, 'signing', own.chain), {
        code: 'certificate.revoked',
      })
    },
  )
})
