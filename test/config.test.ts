import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CONFIG_KEYS, configTable } from '../src/config-keys.js'
import { ConfigError, parseConfig } from '../src/config.js'
import { packageRoot } from '../src/package-root.js'

const TLS = {
  VS_TLS_CERT: 'chain.pem',
  VS_TLS_KEY: 'key.pem',
  VS_TLS_CLIENT_CA: 'clients.pem',
  VS_TLS_SIGNING_CA: 'signers.pem',
  VS_TLS_CRL_DIR: 'lists',
}
const PRODUCTION = { ...TLS, VS_PUBLIC_URL: 'https://hub.example.nl/' }

function mistakesIn(settings: Record<string, string>): readonly string[] {
  try {
    parseConfig(settings)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
}

t.test('without any setting it is a sandbox on an embedded server', async (t) => {
  const config = parseConfig({ PATH: '/bin', HOME: '/nowhere' })
  t.match(config, {
    databaseUrl: undefined,
    sandbox: true,
    tls: undefined,
    dataDir: '.data',
    secretsDir: '.data/secrets',
    checkpointDir: '.data/checkpoints',
    hubId: 'localhost:8080',
    logOrigin: 'localhost/log',
    data: { host: '0.0.0.0', port: 8443 },
    metrics: { host: '127.0.0.1', port: 9464 },
    jobs: true,
  })
})

t.test('with certificates it is a production hub', async (t) => {
  const config = parseConfig(PRODUCTION)
  t.equal(config.sandbox, false)
  t.equal(config.publicUrl, 'https://hub.example.nl')
  t.equal(config.hubId, 'hub.example.nl')
  t.equal(config.logOrigin, 'hub.example.nl/log')
  t.strictSame(config.tls, {
    cert: 'chain.pem',
    key: 'key.pem',
    clientCa: 'clients.pem',
    signingCa: 'signers.pem',
  })
})

t.test('cannot be changed, to any depth', async (t) => {
  const config = parseConfig(PRODUCTION)
  t.throws(() => Object.assign(config, { sandbox: true }), TypeError)
  t.throws(() => Object.assign(config.data, { port: 1 }), TypeError)
  t.throws(() => Object.assign(config.tls!, { key: '' }), TypeError)
})

t.test('all mistakes are told at once, and no value with them', async (t) => {
  const secret = 'Kanarie-geheim'
  const settings = {
    DATABASE_URL: `mysql://u:${secret}@host/db`,
    MIGRATION_DATABASE_URL: secret,
    VS_DATA_PRT: secret,
    VS_PUBLIC_URL: `http://${secret}`,
    VS_LOG_ORIGIN: `https://${secret}`,
    VS_DATA_PORT: '65536',
    VS_PUBLIC_PORT: '8e3',
    VS_METRICS_PORT: '-1',
    VS_SANDBOX: 'yes',
    VS_BODY_LIMIT_BYTES: '1MB',
    VS_BODIES_IN_FLIGHT_BYTES: '1023',
    VS_REQUESTS_PER_MINUTE: '0',
    VS_TRACES_PER_DAY: 'many',
    VS_TRIAL_ITEMS_PER_DAY: '-1',
    VS_LOG_PAGES_PER_DAY: '1e3',
    VS_POOL_SIZE: '0',
    VS_LOG_LEVEL: 'loud',
    VS_JOBS: 'true',
    VS_TLS_CERT: secret,
    VS_PUBLIC_TLS_KEY: secret,
  }
  const mistakes = mistakesIn(settings)
  const named = mistakes.map((mistake) => mistake.split(' ')[0])
  const wrong = Object.keys(settings).filter((name) => !/^VS_(PUBLIC_)?TLS_/.test(name))
  for (const name of wrong) t.ok(named.includes(name), name)
  for (const name of [
    'VS_TLS_KEY',
    'VS_TLS_CLIENT_CA',
    'VS_TLS_SIGNING_CA',
    'VS_TLS_CRL_DIR',
    'VS_PUBLIC_TLS_CERT',
  ]) {
    t.ok(named.includes(name), `${name} is missing beside another`)
  }
  t.notMatch(mistakes.join('\n'), secret)
  const error = new ConfigError(mistakes)
  for (const mistake of mistakes) t.ok(error.message.includes(mistake))
})

t.test('a production hub needs certificates, its address, and no stepped clock', async (t) => {
  t.strictSame(
    mistakesIn({ VS_SANDBOX: 'false', VS_SANDBOX_CLOCK_FILE: 'clock' }).map((m) => m.split(' ')[0]),
    ['VS_TLS_CERT', 'VS_PUBLIC_URL', 'VS_SANDBOX_CLOCK_FILE'],
  )
  t.strictSame(
    mistakesIn({ ...PRODUCTION, VS_SANDBOX: 'true', VS_SANDBOX_CLOCK_FILE: 'clock' }),
    [],
  )
})

t.test('a hub that asks for certificates needs revocation lists, also in a sandbox', async (t) => {
  const { VS_TLS_CRL_DIR: _lists, ...without } = PRODUCTION
  t.strictSame(mistakesIn(without), ['VS_TLS_CRL_DIR is needed beside VS_TLS_CERT'])
  t.equal(mistakesIn({ ...without, VS_SANDBOX: 'true' }).length, 1)
})

t.test('two listeners on one port are a mistake, unless their addresses differ', async (t) => {
  const ports = { VS_DATA_PORT: '9000', VS_PUBLIC_PORT: '9000', VS_METRICS_PORT: '9000' }
  t.strictSame(mistakesIn(ports), [
    'VS_PUBLIC_PORT must not be VS_DATA_PORT on the same address',
    'VS_METRICS_PORT must not be VS_DATA_PORT on the same address',
    'VS_METRICS_PORT must not be VS_PUBLIC_PORT on the same address',
  ])
  const hosts = (data: string, reader: string) =>
    mistakesIn({ ...ports, VS_METRICS_PORT: '0', VS_DATA_HOST: data, VS_PUBLIC_HOST: reader })
  t.equal(hosts('127.0.0.1', '127.0.0.2').length, 0)
  t.equal(hosts('0.0.0.0', '::1').length, 0)
  for (const [one, other] of [
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '0.0.0.0'],
    ['::', '127.0.0.1'],
    ['0.0.0.0', '::'],
    ['0.0.0.0', 'hub.example'],
  ] as const) {
    t.equal(hosts(one, other).length, 1, `${one} ${other}`)
    t.equal(hosts(other, one).length, 1, `${other} ${one}`)
  }
  t.strictSame(
    mistakesIn({ VS_DATA_PORT: '0', VS_PUBLIC_PORT: '0', VS_METRICS_PORT: '0' }),
    [],
    'zero is a port of its own each time',
  )
})

t.test('listeners have an address, and a hub has the name that bodies may name', async (t) => {
  for (const good of ['::1', '10.0.0.1', 'localhost', 'hub-1.example.nl']) {
    t.strictSame(mistakesIn({ VS_METRICS_HOST: good }), [], good)
  }
  for (const bad of ['999.1.1.1', '1.2.3', 'a b', '-a.nl', '[::1]', 'https://a.nl', 'a..nl']) {
    t.match(mistakesIn({ VS_METRICS_HOST: bad }), [/^VS_METRICS_HOST must be an IP/], bad)
  }
  t.strictSame(mistakesIn({ VS_HUB_ID: 'hub.example:8443/a' }), [])
  for (const bad of ['a b', '-a', 'a'.repeat(101), 'é']) {
    t.match(mistakesIn({ VS_HUB_ID: bad }), [/^VS_HUB_ID must be/], bad)
  }
})

t.test('one body of the largest size must always find room', async (t) => {
  const settings = { VS_BODY_LIMIT_BYTES: '4096', VS_BODIES_IN_FLIGHT_BYTES: '4095' }
  t.strictSame(mistakesIn(settings), [
    'VS_BODIES_IN_FLIGHT_BYTES must not be less than VS_BODY_LIMIT_BYTES',
  ])
  t.strictSame(mistakesIn({ ...settings, VS_BODIES_IN_FLIGHT_BYTES: '4096' }), [])
})

t.test('an empty setting is a setting that is not there', async (t) => {
  t.strictSame(mistakesIn(Object.fromEntries(CONFIG_KEYS.map(({ name }) => [name, ' ']))), [])
})

t.test('an address may have a path and nothing behind it', async (t) => {
  t.strictSame(mistakesIn({ VS_PUBLIC_URL: 'https://example.nl/hub' }), [])
  for (const bad of ['https://a.nl?x', 'https://a.nl#x', 'https://u@a.nl', 'a.nl', 'ftp://a.nl']) {
    t.equal(mistakesIn({ VS_PUBLIC_URL: bad }).length, 1, bad)
  }
})

t.test('every setting is told about in both languages, once', async (t) => {
  const names = CONFIG_KEYS.map(({ name }) => name)
  t.equal(new Set(names).size, names.length)
  for (const { en, nl } of CONFIG_KEYS) t.ok(en !== '' && nl !== '')
  for (const name of names) {
    t.ok(configTable('en').includes(`\`${name}\``))
    t.ok(configTable('nl').includes(`\`${name}\``))
  }
})

t.test('the example file names every setting and is accepted', async (t) => {
  const text = readFileSync(join(packageRoot(), '.env.example'), 'utf8')
  const lines = [...text.matchAll(/^#? ?([A-Z_]+)=(.*)$/gm)]
  t.strictSame(
    lines.map(([, name]) => name),
    CONFIG_KEYS.map(({ name }) => name),
  )
})

t.test('the operators’ page shows the table as it is', async (t) => {
  const page = join(packageRoot(), 'OPERATORS.md')
  if (!existsSync(page)) return
  t.ok(plain(readFileSync(page, 'utf8')).includes(plain(configTable('en'))))
})

/** Without the blanks that a formatter puts into tables. */
function plain(markdown: string): string {
  return markdown.replace(/ +/g, ' ').replace(/-{3,}/g, '---')
}
