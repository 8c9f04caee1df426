import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import t, { type Test } from 'tap'
import { pkcs12 } from '../../certs/pkcs12.js'
import { pkiCommand } from '../../src/cli/commands/pki.js'

/** Runs a command and gives what `--json` printed. */
async function run(t: Test, ...words: string[]): Promise<Record<string, string>> {
  const log = t.capture(console, 'log')
  await pkiCommand().parseAsync([...words, '--json'], { from: 'user' })
  const [line] = log().map(({ args }) => args[0] as string)
  log.restore()
  process.exitCode = undefined
  return JSON.parse(line!) as Record<string, string>
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

t.test('a personal certificate in one file, as browsers import it', async (t) => {
  const folder = t.testdir({})
  const authority = join(folder, 'authority')
  await run(t, 'init', authority)
  for (const kind of ['EC', 'RSA']) {
    const out = join(folder, kind)
    const base = ['--authority', authority, '--out', out, '--name', 'fg-1', '--key', kind]
    const { certificate = '', key = '' } = await run(t, 'issue', 'transport', ...base)
    const file = join(out, 'fg-1.p12')
    const packed = await run(t, 'pack', certificate, key, '--name', 'fg-1', '--out', file)
    const { password = '' } = packed
    t.match(password, /^[a-z2-9+]{24}$/)
    t.equal(statSync(file).mode & 0o777, 0o600)
    const pfx = readFileSync(file)
    t.ok(createSecureContext({ pfx, passphrase: password }), `${kind}: opens with the password`)
    t.throws(() => createSecureContext({ pfx, passphrase: `${password}x` }), 'and with no other')
    const changed = Buffer.from(pfx)
    changed[changed.length >> 1]! ^= 1
    t.throws(() => createSecureContext({ pfx: changed, passphrase: password }), 'nor changed')
    t.notOk(pfx.includes(password), 'the password is not in it')
    const again = await run(t, 'pack', certificate, key, '--name', 'fg-1', '--out', file)
    t.match(again, { error: 'pki.file' }, 'a file that is there stays')

    await t.test('openssl reads it', { skip: !hasOpenssl && 'SKIPPED: no openssl' }, async (t) => {
      const words = ['pkcs12', '-in', file, '-passin', `pass:${password}`, '-info', '-nodes']
      const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' })
      t.equal(status, 0, stderr)
      t.equal(stdout.match(/BEGIN CERTIFICATE/g)?.length, 2, 'with its issuer')
      t.match(stdout, /friendlyName: fg-1/)
      t.match(stdout, /BEGIN PRIVATE KEY/)
    })
  }
})

t.test('a password that could be guessed is refused', async (t) => {
  const nothing = { certificate: '', chain: '', key: '', fingerprint: '' }
  t.throws(() => pkcs12(nothing, 'fg-1', 'secret'), RangeError)
})
