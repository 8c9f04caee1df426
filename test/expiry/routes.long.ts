import { join } from 'node:path'
import t from 'tap'
import { requestCertificate } from '../../certs/request.js'
import { observeExpiries } from '../../src/expiry/index.js'
import { revokeCertificate, registerCertificate } from '../../src/registry/index.js'
import { writePartyFolder } from '../cli/delivery/party-folder.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import {
  ALMERE,
  municipalParty,
  OFFICER,
  startHub,
  WONING,
  type Calling,
  type TestHub,
} from '../helpers/hub.js'
import {
  AUTHORITY_FOLDER,
  signingKeyOf,
  testAuthority,
  testParty,
  type TestParty,
} from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)

t.test('what ends, and when', async (t) => {
  const hub = await startHub(t)
  const [woning, town] = [hub.as(WONING), hub.asMunicipality(ALMERE)]
  const setEnd = (party: string, purpose: string, at: string) =>
    hub.sql('UPDATE certificate SET not_after = $3 WHERE party = $1 AND purpose = $2', [
      party,
      purpose,
      at,
    ])
  await setEnd(WONING, 'transport', '2026-08-22T09:00:00Z')
  await setEnd(WONING, 'signing', '2026-08-15T09:00:00Z')
  await hub.sql(
    `UPDATE agreement SET valid_until = '2026-08-10' WHERE creditor = $1 AND municipality = $2
        AND sector = 'RENT'`,
    [WONING, ALMERE],
  )
  await hub.sql(
    `UPDATE sealing_key SET activated_at = '2024-09-05T00:00:00Z' WHERE municipality = $1`,
    [ALMERE],
  )
  const listed = async (calling: typeof woning) =>
    (await calling.get('/v1/expiries')).body.expiries as Record<string, unknown>[]

  await t.test(
    'a creditor sees its certificates and agreements, and how urgent each is',
    async (t) => {
      const found = await listed(woning)
      const short = found.map(({ kind, daysLeft, step }) => [kind, daysLeft, step])
      t.strictSame(short, [
        ['AGREEMENT', 0, 1],
        ['SIGNING', 5, 7],
        ['TRANSPORT', 12, 14],
      ])
    },
  )

  await t.test('a municipality sees its sealing key, and the agreements with it', async (t) => {
    const found = await listed(town)
    t.match(
      found.find(({ kind }) => kind === 'SEALING_KEY'),
      { daysLeft: 25, step: 30 },
    )
    t.match(
      found.find(({ kind }) => kind === 'AGREEMENT'),
      { daysLeft: 0, step: 1 },
    )
    t.notMatch(JSON.stringify(found), /2026-08-22/, 'nothing of the creditor itself')
  })

  await t.test('the metrics count it and name nobody', async (t) => {
    await observeExpiries(hub.context)
    const text = await hub.context.metrics.registry.metrics()
    t.match(text, /hub_expiry_days\{kind="signing"\} 5\n/)
    t.match(text, /hub_expiring\{kind="transport",within="14"\} 1\n/)
    t.match(text, /hub_expiring\{kind="transport",within="7"\} 0\n/)
    t.match(text, /hub_expiry_days\{kind="sealing_key"\} 25\n/)
    t.notMatch(text, WONING)
  })

  await t.test('a script on either side is told by exit code', async (t) => {
    const folder = t.testdir({})
    const landlord = ['--party', await writePartyFolder(join(folder, 'woning'), hub, woning)]
    const asked = await runCommand(['creditor', 'expiry', ...landlord])
    t.match(asked, { code: 3, stdout: /SIGNING.*within 7 days/ }, asked.stderr)
    const city = ['--party', await writePartyFolder(join(folder, 'almere'), hub, town)]
    const told = await runCommand(['municipality', 'expiry', ...city, '--json'])
    const { needsAttention, expiries } = lastLine(told)
    t.equal(needsAttention, true)
    t.match(expiries[0], { kind: 'AGREEMENT' })
  })

  await t.test('the console points it out', async (t) => {
    const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
    await officer.signIn()
    const page = await officer.get(`/console/overview?log=${almere}`)
    t.match(page.text, /ma 10 aug 2026, binnen een dag/)
    t.match(page.text, /Verzegelsleutels[^]*binnen 30 dagen/)
    const all = await officer.get('/console/overview?log=hub')
    t.match(all.text, /binnen 7 dagen/)
    t.match(all.text, /binnen 14 dagen/)
  })

  await t.test('what is replaced needs no attention', async (t) => {
    const next = await testParty(await testAuthority(), WONING)
    const { certificate: pem } = next.signing
    await registerCertificate(hub.context, OPERATOR, { party: WONING, purpose: 'signing', pem })
    const found = await listed(woning)
    const [old] = found.filter(({ kind }) => kind === 'SIGNING')
    t.match(old, { daysLeft: 5, isReplaced: true, step: undefined })
    await observeExpiries(hub.context)
    const text = await hub.context.metrics.registry.metrics()
    t.match(text, /hub_expiring\{kind="signing",within="30"\} 0\n/)
    await checkLog(t, hub.context)
  })
})

t.test('a rotation under load refuses nothing', async (t) => {
  const settings = { VS_RENEWAL: 'on', VS_AUTHORITY_DIR: AUTHORITY_FOLDER }
  const hub = await startHub(t, { settings })
  const old = hub.as(WONING)
  let sender = old
  let count = 0
  let isOver = false
  const answers: { readonly status: number; readonly rejected: unknown }[] = []
  const line = async () => {
    while (!isOver) {
      count += 1
      const { status, body } = await sender.submit(id(20_000 + count), [report(20_000 + count)])
      answers.push({ status, rejected: body.counts?.rejected })
    }
  }
  const lines = [line(), line(), line()]
  const settle = async (more: number) => {
    for (const enough = answers.length + more; answers.length < enough;) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await settle(6)
  const renewed = await renew(old)
  // First the connection, with the old signing key; then the signing key as well.
  sender = hub.with({ ...old.party, transport: renewed.transport })
  await settle(6)
  sender = hub.with(renewed)
  // Every line has finished what it sent with the old ones before these are withdrawn.
  await settle(9)
  await withdraw(hub, old.party.transport.fingerprint)
  await withdraw(hub, old.party.signing.fingerprint)
  await settle(6)
  isOver = true
  await Promise.all(lines)
  t.ok(answers.length >= 27)
  t.strictSame(
    answers.filter(({ status, rejected }) => status !== 202 || rejected !== 0),
    [],
  )
  t.match(await old.get('/v1/mandates'), { status: 403, body: { code: 'certificate.revoked' } })
})

/** As the party does it itself: new keys, by the signature of the old one. */
async function renew(by: Calling): Promise<TestParty> {
  const made = {
    transport: await requestCertificate({ commonName: 'x' }, 'EC'),
    signing: await requestCertificate({ commonName: 'x' }, 'EC'),
  }
  const keys = { transport: made.transport.request, signing: made.signing.request }
  const fields = { requestId: id(1), ...keys }
  const { body } = await by.send('/v1/certificates/_renew', by.sign('renewCertificates', fields))
  const [transport, signing] = (['transport', 'signing'] as const).map((purpose, at) => {
    const { chain, fingerprint: hex } = body.certificates[at] as Record<string, string>
    const fingerprint = Buffer.from(hex!, 'hex').toString('base64url')
    return { certificate: chain!, chain: chain!, key: made[purpose].key, fingerprint }
  })
  const signingKey = signingKeyOf(signing!)
  return { organisationNumber: WONING, transport: transport!, signing: signing!, signingKey }
}

function withdraw({ context }: TestHub, fingerprint: string) {
  const hex = Buffer.from(fingerprint, 'base64url').toString('hex')
  return revokeCertificate(context, OPERATOR, hex)
}
