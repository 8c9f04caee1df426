import { createPrivateKey } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { saveCredential } from '../certs/folder.js'
import { issueServer } from '../certs/issue.js'
import { checkConfig } from '../src/config-check.js'
import { ConfigError } from '../src/config.js'
import { generateHubKeys } from '../src/crypto/hub-keys.js'
import { runCommand } from './helpers/command.js'
import { EXPIRED, anchorsOf, listsOf, testAuthority, testServer } from './helpers/pki.js'

const NOW = new Date('2026-08-10T09:00:00Z')
const isRoot = process.getuid?.() === 0

type Settings = Record<string, string>

/** Settings of a production hub whose files are all in order. */
async function production(t: Test): Promise<{ folder: string; settings: Settings }> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-config-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const authority = await testAuthority()
  const { certificate, key } = saveCredential(folder, 'server', await testServer(authority))
  const anchors = join(folder, 'anchors.pem')
  writeFileSync(anchors, anchorsOf(authority))
  mkdirSync(join(folder, 'lists'))
  writeFileSync(join(folder, 'lists', 'all.pem'), await listsOf(authority))
  const settings = {
    DATABASE_URL: 'postgres://vroegsignaal_hub@localhost/hub',
    VS_PUBLIC_URL: 'https://hub.example.nl',
    VS_TLS_CERT: certificate,
    VS_TLS_KEY: key,
    VS_TLS_CLIENT_CA: anchors,
    VS_TLS_SIGNING_CA: anchors,
    VS_TLS_CRL_DIR: join(folder, 'lists'),
    VS_SECRETS_DIR: join(folder, 'secrets'),
    VS_CHECKPOINT_DIR: join(folder, 'checkpoints'),
  }
  return { folder, settings }
}

function mistakesIn(settings: Settings): readonly string[] {
  try {
    checkConfig(NOW, settings)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
}

/** A folder that nothing can be written to, not even by root. */
function readOnlyFolder(): string | undefined {
  if (!existsSync('/proc/mounts')) return undefined
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, path = '', , options = '']) => options.startsWith('ro') && isFolder(path))?.[1]
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

t.test('files that are in order are accepted, and nothing is made', async (t) => {
  const { folder, settings } = await production(t)
  const before = readdirSync(folder)
  t.match(checkConfig(NOW, settings), { warnings: [], config: { sandbox: false } })
  const [cert, key] = [settings['VS_TLS_CERT']!, settings['VS_TLS_KEY']!]
  const both = { VS_PUBLIC_TLS_CERT: cert, VS_PUBLIC_TLS_KEY: key, VS_LOG_COLLECTOR_CA: cert }
  t.strictSame(mistakesIn({ ...settings, ...both }), [])
  t.strictSame(readdirSync(folder), before)
})

t.test('every file that is missing is named with its path, beside other mistakes', async (t) => {
  const names = [
    'VS_TLS_CERT',
    'VS_TLS_KEY',
    'VS_TLS_CLIENT_CA',
    'VS_TLS_SIGNING_CA',
    'VS_TLS_CRL_DIR',
    'VS_PUBLIC_TLS_CERT',
    'VS_PUBLIC_TLS_KEY',
    'VS_LOG_COLLECTOR_CA',
    'VS_WITNESS_CA',
    'VS_WITNESS_POLICY',
    'VS_SANDBOX_CLOCK_FILE',
  ]
  const missing = Object.fromEntries(names.map((name) => [name, `/nope/${name.toLowerCase()}`]))
  const mistakes = mistakesIn({ VS_SANDBOX: 'true', VS_POOL_SIZE: 'many', ...missing })
  const wanted = names.map((name) => `${name} (/nope/${name.toLowerCase()}) does not exist`)
  t.strictSame(
    [...mistakes].sort(),
    [...wanted, 'VS_POOL_SIZE must be a whole number from 2 to 200'].sort(),
  )
})

t.test('what is in a file must be what the setting says', async (t) => {
  const { folder, settings } = await production(t)
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 })
    return join(folder, name)
  }
  const only = (changed: Settings, wanted: RegExp) => {
    const mistakes = mistakesIn({ ...settings, ...changed })
    t.equal(mistakes.length, 1, mistakes.join('\n'))
    const told = mistakes[0] ?? ''
    t.match(told, wanted)
    t.ok(told.startsWith(Object.keys(changed)[0]!), told)
  }
  const authority = await testAuthority()
  const other = await testServer(authority)
  const junk = file('junk.pem', 'kanarie')

  only({ VS_TLS_CERT: junk }, /junk\.pem\) holds no certificate/)
  only({ VS_TLS_KEY: junk }, /is no private key/)
  only({ VS_TLS_CLIENT_CA: junk }, /holds no certificate/)
  only({ VS_TLS_SIGNING_CA: junk }, /holds no certificate/)
  only({ VS_LOG_COLLECTOR_CA: junk }, /holds no certificate/)
  only({ VS_WITNESS_CA: junk }, /holds no certificate/)
  only({ VS_WITNESS_POLICY: junk }, /line 1 of the policy: log, witness, group or quorum/)
  only({ VS_TLS_CERT: folder }, /is a folder/)
  only({ VS_TLS_CRL_DIR: junk }, /is not a folder/)
  only({ VS_TLS_KEY: file('other.key', other.key) }, /is not the key of the certificate in/)
  const damaged = other.certificate.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n')
  only({ VS_LOG_COLLECTOR_CA: file('damaged.pem', damaged) }, /certificate 1 is damaged/)
  only({ VS_TLS_SIGNING_CA: file('leaf.pem', other.certificate) }, /not one of an authority/)
  const locked = createPrivateKey(other.key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  only({ VS_TLS_KEY: file('locked.key', locked) }, /passphrase/)
  const open = file('open.key', other.key)
  chmodSync(open, 0o644)
  only({ VS_TLS_KEY: open }, /set its mode to 600/)
  only({ VS_TLS_KEY: other.key.replaceAll('\n', '') }, /^VS_TLS_KEY must be a path/)

  const past = await issueServer(authority, ['localhost'], EXPIRED)
  const paths = saveCredential(folder, 'past', past)
  const expired = { VS_TLS_CERT: paths.certificate, VS_TLS_KEY: paths.key }
  only(expired, /expired on 2020-02-01T00:00:00\.000Z/)
  const mistakes = mistakesIn({ VS_SANDBOX: 'true', VS_SANDBOX_CLOCK_FILE: junk })
  t.match(mistakes, [/^VS_SANDBOX_CLOCK_FILE .*no instant/])
})

t.test(
  'revocation lists must be there for each authority, and warn when they expired',
  async (t) => {
    const { folder, settings } = await production(t)
    const list = join(folder, 'lists', 'all.pem')
    const authority = await testAuthority()
    const whole = await listsOf(authority)

    writeFileSync(list, await listsOf(authority, EXPIRED))
    t.match(checkConfig(NOW, settings).warnings, [
      /^VS_TLS_CRL_DIR the list of .*root.* has expired/,
      /^VS_TLS_CRL_DIR the list of .*issuing.* has expired/,
    ])
    const first = whole.slice(0, whole.indexOf('-----BEGIN', 10))
    writeFileSync(list, first)
    t.match(mistakesIn(settings), [/^VS_TLS_CRL_DIR \(.*lists\) holds no list of .*issuing/])
    writeFileSync(list, 'kanarie')
    t.match(mistakesIn(settings), [/all\.pem holds no revocation list/])
    rmSync(list)
    t.match(mistakesIn(settings), [/^VS_TLS_CRL_DIR .* holds no revocation list \(PEM/])
  },
)

t.test('folders must be there or can be made, and keys in them can be used', async (t) => {
  const { folder, settings } = await production(t)
  const { DATABASE_URL: _url, VS_SECRETS_DIR: _secrets, ...embedded } = settings
  const file = join(folder, 'server.pem')
  t.match(mistakesIn({ ...settings, VS_SECRETS_DIR: file }), [/^VS_SECRETS_DIR .*not a folder/])
  t.match(mistakesIn({ ...settings, VS_CHECKPOINT_DIR: '/dev/null/x/y' }), [
    /^VS_CHECKPOINT_DIR \(\/dev\/null\/x\/y\) lies below \/dev\/null, which is no folder/,
  ])
  t.match(mistakesIn({ ...embedded, VS_DATA_DIR: '/dev/null/x' }), [/^VS_DATA_DIR/], 'once')
  t.strictSame(mistakesIn({ ...settings, VS_DATA_DIR: '/dev/null/x' }), [], 'not needed')
  const readOnly = readOnlyFolder()
  t.test('read-only', { skip: readOnly === undefined && 'no read-only mount' }, async (t) => {
    const folder = join(readOnly!, 'vroegsignaal')
    t.match(mistakesIn({ ...settings, VS_SECRETS_DIR: folder }), [/^VS_SECRETS_DIR .*read-only/])
  })
  t.test('where we may not write', { skip: isRoot && 'root may write everywhere' }, async (t) => {
    const locked = join(folder, 'locked')
    mkdirSync(locked, { mode: 0o555 })
    const wanted = join(locked, 'secrets')
    t.match(mistakesIn({ ...settings, VS_SECRETS_DIR: wanted }), [/cannot be|read-only/])
  })

  const secrets = join(folder, 'secrets')
  generateHubKeys(secrets)
  t.strictSame(mistakesIn(settings), [])
  chmodSync(join(secrets, 'mac.key'), 0o640)
  writeFileSync(join(secrets, 'log.key'), 'kanarie')
  const mistakes = mistakesIn(settings)
  t.match(mistakes, [/^VS_SECRETS_DIR .*log\.key does not hold/, /mac\.key .*mode to 600/])
  t.notMatch(mistakes.join('\n'), 'kanarie')
})

t.test('serve and serve --check tell all of it, end with 2 and leave no trace', async (t) => {
  const { folder, settings } = await production(t)
  const files = Object.entries(settings).filter(([name]) => name.startsWith('VS_TLS_'))
  const missing = Object.fromEntries(files.map(([name]) => [name, `/nope/${name}`]))
  const dataDir = join(folder, 'data')
  const wrong = {
    VS_PUBLIC_URL: 'https://a.nl',
    VS_DATA_DIR: dataDir,
    VS_HUB_ID: 'a b',
    ...missing,
  }
  for (const args of [['serve', '--check'], ['serve']]) {
    const ended = await runCommand(args, wrong)
    t.equal(ended.code, 2)
    t.match(ended.stderr, /\[config\.invalid\]/)
    for (const path of Object.values(missing)) t.match(ended.stderr, path)
    t.match(ended.stderr, 'VS_HUB_ID')
    t.equal(existsSync(dataDir), false)
  }
  t.match(await runCommand(['serve', '--check'], settings), { code: 0, stdout: /can be used/ })
})
