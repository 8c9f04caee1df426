import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test as TestContext } from 'tap'
import { pkiCommand } from '../../src/cli/commands/pki.js'
import { readCertificate } from '../../src/crypto/certificate.js'
import { isRevoked, readRevocationList, splitRevocationLists } from '../../src/crypto/revocation.js'

const OIN = '00000099000000001000'

/** Runs a command and gives what `--json` printed, with the exit code that the process would have. */
async function run(t: TestContext, ...words: string[]): Promise<Record<string, unknown>> {
  const log = t.capture(console, 'log')
  await pkiCommand().parseAsync([...words, '--json'], { from: 'user' })
  const [line] = log().map(({ args }) => args[0] as string)
  log.restore()
  const exitCode = process.exitCode ?? 0
  process.exitCode = undefined
  return { ...(JSON.parse(line!) as Record<string, unknown>), exitCode }
}

t.test('an authority, from its first day to a revocation', async (t) => {
  const folder = t.testdir({})
  const authority = join(folder, 'authority')
  const party = join(folder, 'party')
  const listsFile = join(authority, 'revocation-lists.pem')

  t.match(await run(t, 'init', authority), { folder: authority, lists: listsFile, exitCode: 0 })
  t.match(await run(t, 'init', authority), { error: 'pki.exists', exitCode: 2 })
  t.equal(statSync(join(authority, 'root.key')).mode & 0o777, 0o600)

  const base = ['--authority', authority, '--out', party, '--name', 'Water', '--oin', OIN]
  const transport = await run(t, 'issue', 'transport', ...base, '--organisation', 'Water & Co')
  const signing = await run(t, 'issue', 'signing', ...base)
  const server = await run(t, 'issue', 'server', ...base, '--host', 'localhost', '127.0.0.1')
  for (const [name, made] of Object.entries({ transport, signing, server })) {
    t.match(made, { certificate: join(party, `${name}.pem`), key: join(party, `${name}.key`) })
    const certificate = new X509Certificate(readFileSync(join(party, `${name}.pem`)))
    t.ok(certificate.checkPrivateKey(createPrivateKey(readFileSync(join(party, `${name}.key`)))))
  }
  const early = [
    'issue',
    'signing',
    ...base,
    '--from',
    '2024-03-01',
    '--out',
    join(folder, 'early'),
  ]
  const { validFrom } = readCertificate(
    readFileSync(String((await run(t, ...early))['certificate']), 'utf8'),
  )
  t.match(validFrom.toISOString(), /^2024-02-29T23:59/, 'for a clock that stands elsewhere')
  const altNames = new X509Certificate(readFileSync(join(party, 'server.pem'))).subjectAltName
  t.equal(altNames, 'DNS:Water, DNS:localhost, IP Address:127.0.0.1')
  t.match(readFileSync(join(party, 'ca.pem'), 'utf8'), /BEGIN CERTIFICATE/)

  t.match(await run(t, 'show', join(party, 'transport.pem')), {
    fingerprint: transport['fingerprint'],
    organisationNumber: OIN,
    organisation: 'Water & Co',
    isTransport: true,
    isSigning: false,
  })
  t.match(await run(t, 'show', join(party, 'signing.pem')), { isTransport: false, isSigning: true })

  t.match(await run(t, 'issue', 'transport', ...base), { error: 'pki.file', exitCode: 2 })

  const lists = () => splitRevocationLists(readFileSync(listsFile, 'utf8')).map(readRevocationList)
  const own = readCertificate(readFileSync(join(party, 'transport.pem'), 'utf8'))
  const now = own.validFrom
  t.equal(isRevoked(own, lists(), now), false)
  const revoked = await run(t, 'revoke', join(party, 'transport.pem'), '--authority', authority)
  t.match(revoked, { revoked: transport['fingerprint'], lists: listsFile })
  t.equal(isRevoked(own, lists(), now), true)
  await run(t, 'lists', '--authority', authority, '--days', '60')
  t.equal(isRevoked(own, lists(), now), true, 'it stays revoked in later lists')
  const other = readCertificate(readFileSync(join(party, 'signing.pem'), 'utf8'))
  t.equal(isRevoked(other, lists(), now), false)
})

t.test('a certificate for a key that never leaves its holder', async (t) => {
  const folder = t.testdir({})
  const authority = join(folder, 'authority')
  const own = join(folder, 'own')
  const issued = join(folder, 'issued')
  await run(t, 'init', authority)
  for (const [purpose, type] of [
    ['transport', 'EC'],
    ['signing', 'RSA'],
  ] as const) {
    const made = await run(t, 'csr', purpose, '--out', own, '--name', 'Gas', '--key', type)
    const file = String(made['request'])
    const base = ['--authority', authority, '--out', issued, '--name', 'Gas', '--oin', OIN]
    await run(t, 'issue', purpose, ...base, '--request', file)
    const certificate = new X509Certificate(readFileSync(join(issued, `${purpose}.pem`)))
    const key = createPrivateKey(readFileSync(String(made['key'])))
    t.ok(certificate.checkPrivateKey(key))
    t.equal(readCertificate(certificate.raw).organisationNumber, OIN)
  }
})

t.test('mistakes get a sentence and an exit code', async (t) => {
  const folder = t.testdir({ 'no.pem': 'x' })
  const missing = ['--authority', join(folder, 'nothing'), '--out', folder, '--name', 'x']
  t.match(await run(t, 'issue', 'transport', ...missing), { error: 'pki.file', exitCode: 2 })
  t.match(await run(t, 'issue', 'sealing', ...missing), { error: 'pki.purpose', exitCode: 2 })
  t.match(await run(t, 'csr', 'transport', '--out', folder, '--name', 'x', '--oin', '1'), {
    error: 'certificate.organisation_number',
    exitCode: 1,
  })
  t.match(await run(t, 'show', join(folder, 'no.pem')), { error: 'certificate.malformed' })
  const pki = pkiCommand()
  for (const each of pki.commands)
    each.exitOverride().configureOutput({ writeErr: () => undefined })
  await t.rejects(
    pki.parseAsync(['lists', '--authority', folder, '--days', '0'], { from: 'user' }),
    { code: 'commander.invalidArgument' },
  )
})

t.test('without --json it prints lines for people', async (t) => {
  const folder = t.testdir({})
  const log = t.capture(console, 'log')
  await pkiCommand().parseAsync(['init', join(folder, 'a')], { from: 'user' })
  await pkiCommand().parseAsync(['show', join(folder, 'a', 'root.pem')], { from: 'user' })
  const lines = log().map(({ args }) => String(args[0]))
  t.ok(lines.some((line) => line.startsWith('folder: ')))
  t.ok(lines.some((line) => line === 'organisationNumber: (none)'))
  t.ok(lines.some((line) => line.startsWith('keyUsages: keyCertSign, cRLSign')))
})
