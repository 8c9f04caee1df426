import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { newEcKeyPair } from '../../src/crypto/key-pair.js'
import { freePort } from '../../src/demo/free-port.js'
import { startPublic } from '../enrolment/public-hub.js'
import { lastLine, runCommand } from '../helpers/command.js'

t.test('the first contact with a hub', { timeout: 600_000 }, async (t) => {
  const hub = await startPublic(t)
  await sequencePending(hub.context)
  const party = join(t.testdirName, 'party')
  mkdirSync(party)
  const ca = join(t.testdirName, 'authority.pem')
  writeFileSync(ca, hub.ca)
  const dataUrl = 'https://localhost:8443/v1'
  const connect = (publicUrl: string, ...more: string[]) =>
    runCommand(['connect', '--party', party, '--hub', dataUrl, '--public', publicUrl, ...more])
  const file = join(party, 'hub.json')
  const nobody = `https://localhost:${await freePort()}`
  const kept = () => JSON.parse(readFileSync(file, 'utf8')) as { keys: object[] }

  await t.test('a folder without the keys of the hub says how to get them', async (t) => {
    const asked = await runCommand(['creditor', 'mandates', '--party', party])
    t.equal(asked.code, 2)
    t.match(asked.stderr, /first fetch the keys of the hub, with vroegsignaal connect --party/)
  })

  await t.test('what is no address, or does not answer, is said so', async (t) => {
    t.match(await connect('y'), { code: 2, stderr: /--public is an address/ })
    t.match(await connect(nobody), { code: 1, stderr: /ECONNREFUSED/ })
    t.match(await connect(hub.publicUrl), { code: 1, stderr: /cannot be reached \(.*CERT/ })
    const application = ['--name', 'X', '--oin', '00000099000000008100', '--wish', '0034:RENT']
    const keys = join(t.testdirName, 'keys')
    const where = ['--party', keys, '--public', nobody]
    await runCommand(['pki', 'request', keys, '--name', 'X', '--oin', '00000099000000008100'])
    const enrolled = await runCommand(['creditor', 'enrol', ...where, ...application])
    t.match(enrolled, { code: 1, stderr: /hub\.unreachable/ })
  })

  await t.test('its keys are kept, for their owner only, beside its authority', async (t) => {
    const said = await connect(hub.publicUrl, '--ca', ca)
    t.equal(said.code, 0, said.stderr)
    t.match(said.stdout, /compare these with what the operator tells you/)
    t.equal(statSync(file).mode & 0o777, 0o600)
    t.equal(readFileSync(join(party, 'ca.pem'), 'utf8'), hub.ca)
    t.match(await connect(hub.publicUrl, '--ca', ca), { code: 0, stdout: /\(kept before\)/ })
  })

  await t.test('keys of which none was kept are not taken, unless somebody says so', async (t) => {
    const right = kept()
    const other = newEcKeyPair().publicKey.export({ format: 'jwk' })
    writeFileSync(file, JSON.stringify({ ...right, keys: [other] }))
    const refused = await connect(hub.publicUrl, '--ca', ca, '--json')
    t.match(lastLine(refused), { error: 'hub.other_keys' })
    t.strictSame(kept().keys, [other], 'what was kept stays')
    t.match(await connect(hub.publicUrl, '--ca', ca, '--replace'), { code: 0, stdout: /\(new\)/ })
    t.strictSame(kept(), right)
    writeFileSync(file, JSON.stringify({ ...right, keys: [other, ...right.keys] }))
    t.match(await connect(hub.publicUrl, '--ca', ca), { code: 0 }, 'a key that was announced')
    t.strictSame(kept(), right)
  })
})
