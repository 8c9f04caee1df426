import t from 'tap'
import { EnvelopeOpener, verifyEvidence, type EvidenceFile } from '../../src/client/index.js'
import { jwkSetOf } from '../../src/crypto/hub-keys.js'
import { splitRevocationLists } from '../../src/crypto/revocation.js'
import { exportEvidence, keepRevocationLists } from '../../src/evidence/index.js'
import { revokeCertificate } from '../../src/registry/index.js'
import { ALMERE, startHub, WONING } from '../helpers/hub.js'
import { anchorsOf, EXPIRED, listsOf, testAuthority } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { id, report } from '../notifications/build.js'

const BATCH = id(700)

t.test('who delivered what is shown years later, with nobody in it', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const authority = await testAuthority()
  await keepRevocationLists(context, splitRevocationLists(await listsOf(authority)))
  const woning = hub.as(WONING)
  const crisis = { crisis: true, crisisGround: 'EVICTION' }
  const notifications = [report(1, crisis), report(2), report(3)]
  const body = woning.sign('submitNotificationBatch', { batchId: BATCH, notifications })
  t.equal((await woning.send('/v1/notification-batches', body)).status, 202)

  const { forgotten, ...record } = await exportEvidence(context, OPERATOR, WONING, BATCH)
  t.equal(forgotten, null)
  const { hubId, sandbox } = context.config
  const file: EvidenceFile = {
    ...{ format: 'vroegsignaal-evidence-1', hub: hubId, sandbox: false },
    ...{ hubKeys: jwkSetOf(context.keys).keys },
    ...record,
  }
  t.ok(sandbox, 'the keys of this test carry no mark, which the command takes from the settings')
  const later = new Date('2031-01-01T00:00:00Z')
  const authorities = anchorsOf(authority)
  const { hubKeys } = file
  const failing = async (changed: Partial<EvidenceFile>, trust = { authorities, hubKeys }) => {
    const findings = await verifyEvidence({ ...file, ...changed }, trust, later)
    return findings.filter(({ holds }) => holds !== true).map(({ what, holds }) => [what, holds])
  }

  await t.test('everything holds, and nobody stands in it', async (t) => {
    t.strictSame(await failing({}), [])
    const findings = await verifyEvidence(file, { authorities }, later)
    const unsaid = findings.filter(({ holds }) => holds === undefined).map(({ what }) => what)
    t.strictSame(
      unsaid,
      ['the keys of the hub are those that one kept'],
      'keys in the file prove little',
    )
    t.notMatch(JSON.stringify(file), /Verzonnen|Fictielaan|1315ZZ|31600000000|post\.example/)
  })

  await t.test('the creditor proves from its own copy what it sent', async (t) => {
    t.strictSame(await failing({ body: body.text }), [])
    const other = body.text.replace('"arrearsCents":120001', '"arrearsCents":120009')
    t.not(other, body.text)
    t.strictSame(await failing({ body: other }), [
      ['the copy of the body is what was received', false],
      ['the copy of the body is what was signed', false],
      ['its items lead to the root in the receipt', false],
    ])
  })

  await t.test('the municipality proves from the envelope what it received', async (t) => {
    const page = (await hub.asMunicipality(ALMERE).get('/v1/feeds/urgent')).body
    const { key, kid } = hub.sealingKeys.get(ALMERE)!
    const opener = new EnvelopeOpener(page.deliveryKeys, new Map([[kid, key]]))
    const { sealedIdentity } = page.items[0].notification
    const envelope = opener.open(WONING, id(1), sealedIdentity)!.content
    t.match(envelope, /Verzonnen1/)
    t.strictSame(await failing({ envelope }), [])
    const forged = envelope.replace('Verzonnen1', 'Verzonnen9')
    t.strictSame(await failing({ envelope: forged }), [
      ['its item leads to the root in the receipt', false],
    ])
  })

  await t.test('what was changed, or was not so at that time, is found', async (t) => {
    const wrong = async (changed: Partial<EvidenceFile>, what: string) =>
      t.strictSame(await failing(changed), [[what, false]])
    const receipt = record.receipt!.replace(/"receivedAt":"20/, '"receivedAt":"19')
    await wrong({ receipt }, 'the hub signed the receipt')
    await wrong({ batchId: id(701) }, 'the receipt is for this batch of this deliverer')
    const signature = `${record.signature!.slice(0, -4)}AAAA`
    await wrong({ signature }, 'the deliverer signed the body')
    const early = '2026-08-01T00:00:00Z'
    await wrong({ revokedAt: early }, 'the operator had not taken it back by then')
    const old = splitRevocationLists(await listsOf(authority, EXPIRED))
    await wrong({ revocationLists: old }, 'no revocation list of that time names it or its issuers')
    t.strictSame(
      await failing({ revocationLists: [] }),
      [
        ['no revocation list of that time names it or its issuers', undefined],
        ['the authorities signed these revocation lists', undefined],
      ],
      'and what cannot be said is not claimed',
    )
    t.match(await failing({ certificate: null }), [['the deliverer signed the body', undefined]])
  })

  await t.test('a certificate that is taken back later proves what it signed before', async (t) => {
    context.clock.advance(86_400_000)
    await revokeCertificate(context, OPERATOR, woning.party.signing.fingerprint)
    const after = await exportEvidence(context, OPERATOR, WONING, BATCH)
    t.ok(after.revokedAt)
    t.strictSame(await failing(after), [])
  })

  await t.test(
    'of a batch that is not there nothing is told, and each export is logged',
    async (t) => {
      await t.rejects(exportEvidence(context, OPERATOR, WONING, id(999)), {
        code: 'registry.unknown',
      })
      const entries = await hub.sql(
        `SELECT 1 FROM log_entry WHERE encode(record::bytea, 'escape') LIKE '%exportEvidence%'`,
      )
      t.equal(entries.length, 2)
    },
  )
})
