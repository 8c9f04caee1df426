import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writePartyFolder } from '../cli/delivery/party-folder.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { startHub, WONING } from '../helpers/hub.js'
import { AUTHORITY_FOLDER, testAuthority } from '../helpers/pki.js'

t.test('pki renew, as a party runs it', async (t) => {
  await testAuthority()
  const settings = { VS_AUTHORITY_DIR: AUTHORITY_FOLDER }
  const hub = await startHub(t, { settings })
  const folder = await writePartyFolder(join(t.testdir({}), 'woning'), hub, hub.as(WONING))
  const path = (...names: string[]) => join(folder, ...names)
  const text = (...names: string[]) => readFileSync(path(...names), 'utf8')
  const old = { key: text('transport.key'), pem: text('signing.pem') }
  const asked = path('..', 'asked')

  await t.test('a refusal changes nothing but keeps the keys that were asked for', async (t) => {
    const names = readdirSync(folder)
    const refused = await runCommand(['pki', 'renew', folder, '--json'])
    t.match([refused.code, lastLine(refused)], [1, { error: 'enrolment.no_renewal' }])
    t.strictSame(readdirSync(folder).sort(), [...names, 'renewal'].sort())
    t.equal(text('transport.key'), old.key)
    cpSync(path('renewal'), asked, { recursive: true })
    const nobody = await runCommand(['pki', 'renew', path('none')])
    t.match(nobody, { code: 2, stderr: /no transport\.pem/ })
  })

  Object.assign(hub.context, { config: { ...hub.context.config, renewal: true } })

  await t.test('new keys and certificates take the place of the old, which are kept', async (t) => {
    const ended = await runCommand(['pki', 'renew', folder, '--json'])
    t.equal(ended.code, 0, ended.stderr + ended.stdout)
    const { renewed, before } = lastLine(ended)
    t.match(renewed, [{ purpose: 'transport' }, { purpose: 'signing' }])
    t.equal(text('transport.key'), readFileSync(join(asked, 'transport.key'), 'utf8'))
    t.equal(statSync(path('transport.key')).mode & 0o777, 0o600)
    t.equal(readFileSync(join(before, 'transport.key'), 'utf8'), old.key)
    t.equal(readFileSync(join(before, 'signing.pem'), 'utf8'), old.pem)
    t.notOk(existsSync(path('renewal')) || existsSync(path('renewal-ready')))
    const found = await runCommand(['creditor', 'expiry', '--party', folder, '--json'])
    t.match(lastLine(found), { expiries: Array }, 'the new ones connect')
  })

  const present = { key: text('transport.key'), pem: text('transport.pem') }

  await t.test('who lost the answer asks again and gets the same certificates', async (t) => {
    cpSync(asked, path('renewal'), { recursive: true })
    const again = await runCommand(['pki', 'renew', folder])
    t.match(again, { code: 0, stdout: /signing: renewed, until/ })
    t.equal(text('transport.pem'), present.pem)
    t.equal(text('transport.key'), present.key)
  })

  await t.test('who was stopped while files were put in place goes on', async (t) => {
    const ready = path('renewal-ready')
    cpSync(asked, ready, { recursive: true })
    cpSync(path('transport.pem'), join(ready, 'transport.pem'))
    // This key was moved, its certificate was not; of the other pair both were.
    for (const key of ['transport.key', 'signing.key']) rmSync(join(ready, key))
    t.match(await runCommand(['pki', 'renew', folder]), { code: 0, stdout: /transport: renewed/ })
    t.strictSame([text('transport.key'), text('transport.pem')], [present.key, present.pem])
    t.notOk(existsSync(ready))
  })

  await t.test('one of the two is renewed alone', async (t) => {
    t.match(await runCommand(['pki', 'renew', folder, '--only', 'signing']), { code: 0 })
    t.equal(text('transport.key'), present.key)
    t.not(text('signing.pem'), old.pem)
    const found = await runCommand(['creditor', 'expiry', '--party', folder, '--json'])
    t.match(lastLine(found), { expiries: Array })
  })
})
