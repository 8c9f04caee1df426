import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { signReport, verifyReport, reportOf } from '../../src/conformance/index.js'
import { signingKeyOf } from '../../src/client/index.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALWAYS, anchorsOf, testAuthority, testParty } from '../helpers/pki.js'
import { codeOf } from '../helpers/crafted-signature.js'

const OIN = '00000099000000001000'
const NOW = new Date('2026-09-10T09:00:00Z')
const HEAD = {
  kitVersion: '1.0.0',
  tested: 'creditor',
  hub: 'sandbox.hub.example',
  startedAt: '2026-09-10T08:00:00Z',
  endedAt: '2026-09-10T08:05:00Z',
} as const

const results = (failed: number) => [
  { group: 'signatures', name: 'one', outcome: 'PASSED' as const },
  { group: 'signatures', name: 'two', outcome: 'SKIPPED' as const, detail: 'needs more' },
  ...Array.from({ length: failed }, (_, at) => ({
    group: 'signatures',
    name: `bad ${at}`,
    outcome: 'FAILED' as const,
    detail: 'expected 200, found 500',
  })),
]

async function signed(failed = 0) {
  const authority = await testAuthority()
  const { signing } = await testParty(authority, OIN)
  const key = signingKeyOf(signing.certificate, signing.key)
  const report = signReport(reportOf(HEAD, results(failed)), key, signing.chain, NOW)
  return { text: JSON.stringify(report), report, authority }
}

t.test('a signed report says who stands for it, and under which authority', async (t) => {
  const { text, report, authority } = await signed()
  const found = await verifyReport(text, NOW, anchorsOf(authority))
  t.match(found, { signer: OIN, isTrusted: true, signedAt: NOW })
  t.match(found.report, { passed: 1, failed: 0, skipped: 1 })
  // The root alone did not issue it; what stands between them is missing then.
  const { certificate } = report
  const [leaf = ''] = certificate.split(/(?<=-----END CERTIFICATE-----\n)/)
  const alone = JSON.stringify({ ...report, certificate: leaf })
  t.match(await verifyReport(alone, NOW, authority.root.certificate), { isTrusted: false })
  t.match(await verifyReport(text, NOW), { isTrusted: undefined })
})

t.test('a report that was changed, or is none, is refused', async (t) => {
  const { report } = await signed(1)
  const changed = { ...report, report: report.report.replace('"failed":1', '"failed":0') }
  t.equal(await codeOf(verifyReport(JSON.stringify(changed), NOW)), 'signature.invalid')
  for (const text of ['', '[]', '{}', '{"report":"{}"}']) {
    t.equal(await codeOf(verifyReport(text, NOW)), 'signature.malformed')
  }
  const late = new Date(ALWAYS.validTo.getTime() + 60_000)
  t.match(await verifyReport(JSON.stringify(report), late), { signer: OIN }, 'it holds for ever')
})

t.test('the command tells scripts and people whether a report holds', async (t) => {
  const folder = t.testdir({})
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const { text, authority } = await signed()
  const good = write('good.json', text)
  const ca = write('ca.pem', anchorsOf(authority))
  const told = await runCommand(['conformance', 'verify', good, '--ca', ca, '--json'])
  t.match(lastLine(told), { holds: true, signer: OIN, passed: 1, failed: 0 })
  t.equal(told.code, 0)
  const bad = await runCommand(['conformance', 'verify', write('bad.json', (await signed(2)).text)])
  t.equal(bad.code, 1)
  t.match(bad.stdout, /bad 1/)
})
