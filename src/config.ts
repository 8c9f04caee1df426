import { env } from 'node:process'
import { CONFIG_KEYS } from './config-keys.js'
import { overlap, type Listen } from './config-listen.js'
import { SettingReader } from './config-reader.js'

export type { Listen } from './config-listen.js'

/** Files of the data listener, all PEM. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
  readonly clientCa: string
  readonly signingCa: string
}

/** Everything a process can be told, checked and frozen. Paths stand as they were given. */
export interface Config {
  /** `undefined` means the embedded server in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly migrationDatabaseUrl: string | undefined
  readonly dataDir: string
  readonly secretsDir: string
  readonly checkpointDir: string
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly hubId: string
  readonly logOrigin: string
  readonly data: Listen
  readonly public: Listen
  readonly metrics: Listen
  /** `undefined` only in a sandbox, which makes certificates of its own. */
  readonly tls: TlsFiles | undefined
  readonly crlDir: string | undefined
  /** Folder of the hub's own authority; `undefined` when none is named. */
  readonly authorityDir: string | undefined
  readonly publicTls: Pick<TlsFiles, 'cert' | 'key'> | undefined
  readonly sandbox: boolean
  readonly sandboxClockFile: string | undefined
  readonly bodyLimitBytes: number
  /** Bytes of bodies that this process holds at once; never less than one body may have. */
  readonly bodiesInFlightBytes: number
  /** Requests of one party to this process. */
  readonly requestsPerMinute: number
  /** Quotas of one party, over all processes. */
  readonly tracesPerDay: number
  readonly trialItemsPerDay: number
  readonly logPagesPerDay: number
  /** Where the log is sent as it grows, without a slash at the end; `undefined` when nowhere. */
  readonly collectorUrl: string | undefined
  /** Path of the authorities of its certificate. */
  readonly collectorCa: string | undefined
  /** Path of the policy of witnesses that cosign checkpoints; `undefined` when nobody does. */
  readonly witnessPolicy: string | undefined
  /** Path of the authorities of their certificates. */
  readonly witnessCa: string | undefined
  readonly poolSize: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly jobs: boolean
  /** Whether software is let in only with a signed report of the conformance kit. */
  readonly requireConformance: boolean
  /** Whether officers read the log by the draft read extension of LDV. */
  readonly ldvRead: boolean
  /** Whether the operator accepts beforehand that parties renew their certificates themselves. */
  readonly renewal: boolean
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const MEBIBYTE = 1024 * 1024

/** What a data listener needs, or none of it; without lists revoked certificates would be let in. */
const TLS_SETTINGS = {
  cert: 'VS_TLS_CERT',
  key: 'VS_TLS_KEY',
  clientCa: 'VS_TLS_CLIENT_CA',
  signingCa: 'VS_TLS_SIGNING_CA',
  crlDir: 'VS_TLS_CRL_DIR',
} as const

/** Every mistake in the settings, in one message that names settings and never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(`The settings cannot be used:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`)
    this.mistakes = mistakes
  }
}

/**
 * The settings of this process.
 *
 * @param defaults What holds where the environment says nothing, for a hub of a special kind.
 * @throws {ConfigError}
 */
export function readConfig(defaults: Readonly<Record<string, string>> = {}): Config {
  return parseConfig({ ...defaults, ...env })
}

/** The settings of this process as they came, for `config-check.ts` alone. */
export function ownSettings(): Readonly<Record<string, string | undefined>> {
  return env
}

/**
 * Checks settings and fills in what was not given.
 *
 * @param settings As an environment holds them; names that are not ours are left alone, but a name
 *   that begins as ours and is unknown is a mistake, because a mistyped setting does nothing.
 * @throws {ConfigError} With all mistakes at once.
 */
export function parseConfig(settings: Readonly<Record<string, string | undefined>>): Config {
  const read = new SettingReader(settings)
  const config = collectConfig(read)
  if (read.mistakes.length > 0) throw new ConfigError(read.mistakes)
  return config
}

/**
 * What the settings say, frozen. Where there is a mistake, which `read` has then noted, the default
 * stands in, so that the rest can still be looked at: not for use before the mistakes are.
 */
export function collectConfig(read: SettingReader): Config {
  read.refuseUnknown('VS_', new Set(CONFIG_KEYS.map(({ name }) => name)))
  const dataDir = read.text('VS_DATA_DIR') ?? '.data'
  const publicUrl = read.httpsUrl('VS_PUBLIC_URL') ?? 'https://localhost:8080'
  const tls = read.together(TLS_SETTINGS)
  const hasTls = Object.values(TLS_SETTINGS).some((name) => read.text(name) !== undefined)
  const sandbox = read.oneOf('VS_SANDBOX', ['true', 'false']) ?? (hasTls ? 'false' : 'true')
  const sandboxClockFile = read.text('VS_SANDBOX_CLOCK_FILE')
  if (sandbox === 'false' && !hasTls) {
    read.mistake('VS_TLS_CERT', 'is needed outside a sandbox, and so are the other VS_TLS_ files')
  }
  if (sandbox === 'false' && read.text('VS_PUBLIC_URL') === undefined) {
    read.mistake('VS_PUBLIC_URL', 'is needed outside a sandbox')
  }
  if (sandbox === 'false' && sandboxClockFile !== undefined) {
    read.mistake('VS_SANDBOX_CLOCK_FILE', 'is for a sandbox; elsewhere the database tells the time')
  }
  const config: Config = {
    databaseUrl: read.postgresUrl('DATABASE_URL'),
    migrationDatabaseUrl: read.postgresUrl('MIGRATION_DATABASE_URL'),
    dataDir,
    secretsDir: read.text('VS_SECRETS_DIR') ?? `${dataDir}/secrets`,
    checkpointDir: read.text('VS_CHECKPOINT_DIR') ?? `${dataDir}/checkpoints`,
    publicUrl,
    hubId: read.hubId('VS_HUB_ID') ?? new URL(publicUrl).host,
    logOrigin: read.origin('VS_LOG_ORIGIN') ?? `${new URL(publicUrl).hostname}/log`,
    data: read.listen('VS_DATA', '0.0.0.0', 8443),
    public: read.listen('VS_PUBLIC', '0.0.0.0', 8080),
    metrics: read.listen('VS_METRICS', '127.0.0.1', 9464),
    tls: tls && { cert: tls.cert, key: tls.key, clientCa: tls.clientCa, signingCa: tls.signingCa },
    crlDir: tls?.crlDir,
    authorityDir: read.text('VS_AUTHORITY_DIR'),
    publicTls: read.together({ cert: 'VS_PUBLIC_TLS_CERT', key: 'VS_PUBLIC_TLS_KEY' }),
    sandbox: sandbox === 'true',
    sandboxClockFile,
    bodyLimitBytes: read.integer('VS_BODY_LIMIT_BYTES', 1024, 256 * MEBIBYTE) ?? 32 * MEBIBYTE,
    bodiesInFlightBytes:
      read.integer('VS_BODIES_IN_FLIGHT_BYTES', 1024, 16_384 * MEBIBYTE) ?? 192 * MEBIBYTE,
    requestsPerMinute: read.integer('VS_REQUESTS_PER_MINUTE', 1, 10_000_000) ?? 3000,
    tracesPerDay: read.integer('VS_TRACES_PER_DAY', 0, 1_000_000) ?? 50,
    trialItemsPerDay: read.integer('VS_TRIAL_ITEMS_PER_DAY', 0, 1_000_000_000) ?? 100_000,
    logPagesPerDay: read.integer('VS_LOG_PAGES_PER_DAY', 0, 1_000_000) ?? 20_000,
    collectorUrl: read.collectorUrl('VS_LOG_COLLECTOR_URL'),
    collectorCa: read.text('VS_LOG_COLLECTOR_CA'),
    witnessPolicy: read.text('VS_WITNESS_POLICY'),
    witnessCa: read.text('VS_WITNESS_CA'),
    poolSize: read.integer('VS_POOL_SIZE', 2, 200) ?? 8,
    logLevel: read.oneOf('VS_LOG_LEVEL', LOG_LEVELS) ?? 'info',
    ldvRead: (read.oneOf('VS_LDV_READ', ['on', 'off']) ?? 'off') === 'on',
    requireConformance: (read.oneOf('VS_REQUIRE_CONFORMANCE', ['on', 'off']) ?? 'off') === 'on',
    renewal: (read.oneOf('VS_RENEWAL', ['on', 'off']) ?? 'off') === 'on',
    jobs: (read.oneOf('VS_JOBS', ['on', 'off']) ?? 'on') === 'on',
  }
  if (config.bodiesInFlightBytes < config.bodyLimitBytes) {
    read.mistake('VS_BODIES_IN_FLIGHT_BYTES', 'must not be less than VS_BODY_LIMIT_BYTES')
  }
  if (overlap(config.public, config.data)) {
    read.mistake('VS_PUBLIC_PORT', 'must not be VS_DATA_PORT on the same address')
  }
  for (const name of ['data', 'public'] as const) {
    if (overlap(config.metrics, config[name])) {
      const other = `VS_${name.toUpperCase()}_PORT`
      read.mistake('VS_METRICS_PORT', `must not be ${other} on the same address`)
    }
  }
  return freeze(config)
}

function freeze<Value extends object>(value: Value): Value {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null) freeze(part)
  }
  return Object.freeze(value)
}
