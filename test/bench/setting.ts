import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { createAuthority, trustAnchors, type Authority } from '../../certs/authority.js'
import { FILES, saveAuthority, saveCredential, writeRevocationLists } from '../../certs/folder.js'
import { issueServer, issueSigning, issueTransport, type Credential } from '../../certs/issue.js'
import { parseConfig } from '../../src/config.js'
import { newEcKeyPair } from '../../src/crypto/key-pair.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { signingKey, type SigningKey } from '../../src/crypto/signature-key.js'
import { openDatabase } from '../../src/db/client.js'
import { startEmbedded } from '../../src/db/embedded.js'
import { freePort } from '../../src/demo/free-port.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import type { Day } from '../../src/kernel/calendar.js'
import { loadShippedBases } from '../../src/legal-basis/index.js'
import { fingerprintHex, type MunicipalityCode, type PartyId } from '../../src/parties/index.js'
import { registerMandates } from '../../src/mandates/index.js'
import {
  registerCertificate,
  registerParty,
  type RegistryContext,
} from '../../src/registry/index.js'
import { grantDuty } from '../../src/workbench/index.js'
import { cpuSeconds, type CpuSeconds } from './cpu.js'
import { startHubProcess, type HubProcess } from './hub-process.js'
import type { Options } from './options.js'
import { codesOf, CREDITORS, partyOf } from './population.js'
import { say } from './say.js'

/** When the notifications are delivered, and the month they count in. */
export const NOW = '2026-08-10T09:00:00.000Z'
export const MONTH = '2026-08'
/** When that month is closed. */
export const CLOSING = '2026-09-01T06:00:00.000Z'

const HUB = 'bench.vroegsignaal.example'
const OPERATOR = { pseudonym: 'bench-operator' }
const VALIDITY = {
  validFrom: new Date('2020-01-01T00:00:00Z'),
  validTo: new Date('2049-12-31T00:00:00Z'),
}

/** A creditor with its connection and its signature. */
export interface Sender {
  readonly id: string
  readonly transport: Credential
  readonly signingKey: SigningKey
}

/** A hub in a process of its own, with everybody registered. */
export interface BenchSetting {
  /** Value of `hub` in signed bodies. */
  readonly hub: string
  readonly folder: string
  readonly process: HubProcess
  /** Authorities that the hub's certificate comes from (PEM). */
  readonly anchors: string
  readonly senders: ReadonlyMap<string, Sender>
  readonly municipalities: readonly { readonly code: string; readonly party: string }[]
  /** The server's administrator, past the hub: looks, fills and copies. */
  readonly sql: postgres.Sql
  readonly superuserUrl: string
  /** What the hub and its database have used of the processors so far. */
  cpu(): CpuSeconds
  /** Gives every municipality a certificate for connections. */
  enrolMunicipalities(): Promise<ReadonlyMap<string, Credential>>
  /** Private sealing keys by municipality. */
  readonly sealingKeys: ReadonlyMap<string, KeyObject>
  /** A coordinator of a municipality, with a certificate of her own. */
  enrolCoordinator(code: string): Promise<Credential>
  /** Ends the processes and removes the folder. */
  close(): Promise<void>
}

/** Starts a hub on an empty database with fsync, and registers everybody. */
export async function openBenchSetting(options: Options): Promise<BenchSetting> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-bench-'))
  // A server that must not run as root keeps its data elsewhere.
  const folders = [folder]
  const closers: (() => unknown)[] = [
    () => folders.forEach((one) => rmSync(one, { recursive: true, force: true })),
  ]
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    say('starting a hub')
    const authority = await createAuthority('Vroegsignaal benchmark', VALIDITY)
    const settings = await settingsOf(folder, authority)
    const hubProcess = await startHubProcess({ settings, now: NOW }, options.profile)
    closers.push(() => hubProcess.stop())
    // The hub has it running; this only says how to reach it.
    const server = await startEmbedded({ dataDir: folder })
    folders.push(server.home)
    const db = openDatabase(server.hubUrl, { poolSize: 2 })
    closers.push(() => db.close())
    const sql = postgres(server.superuserUrl, { max: 2, onnotice: () => undefined })
    closers.push(() => sql.end())
    const context = { config: parseConfig(settings), db, clock: new SteppedClock(NOW) }
    const municipalities = codesOf(options.municipalities).map((code) => {
      return { code, party: partyOf(code) }
    })
    say(`registering ${municipalities.length} municipalities and ${CREDITORS.length} creditors`)
    const senders = await register(context, authority, municipalities)
    const sealingKeys = await plantSealingKeys(sql, municipalities)
    // As a database is that has been at work for a while.
    await sql`ANALYZE`
    return {
      hub: HUB,
      folder,
      process: hubProcess,
      anchors: trustAnchors(authority),
      senders,
      municipalities,
      sql,
      superuserUrl: server.superuserUrl,
      cpu: () => cpuSeconds(hubProcess.pid, server.pid),
      enrolMunicipalities: () => enrol(context, authority, municipalities),
      sealingKeys,
      enrolCoordinator: (code) => enrolCoordinator(context, authority, code),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function settingsOf(folder: string, authority: Authority): Promise<Record<string, string>> {
  const own = join(folder, 'pki')
  saveAuthority(own, authority)
  saveCredential(own, 'server', await issueServer(authority, ['localhost'], VALIDITY))
  const lists = await writeRevocationLists(own, authority, VALIDITY)
  mkdirSync(join(own, 'lists'))
  renameSync(lists, join(own, 'lists', FILES.lists))
  const ports = [await freePort(), await freePort(), await freePort()].map(String)
  return {
    VS_SANDBOX: 'true',
    VS_DATA_DIR: folder,
    VS_PUBLIC_URL: `https://localhost:${ports[1]}`,
    VS_HUB_ID: HUB,
    VS_LOG_ORIGIN: `${HUB}/log`,
    VS_DATA_HOST: '127.0.0.1',
    VS_DATA_PORT: ports[0]!,
    VS_PUBLIC_HOST: '127.0.0.1',
    VS_PUBLIC_PORT: ports[1]!,
    VS_METRICS_PORT: ports[2]!,
    VS_TLS_CERT: join(own, 'server.pem'),
    VS_TLS_KEY: join(own, 'server.key'),
    VS_TLS_CLIENT_CA: join(own, FILES.anchors),
    VS_TLS_SIGNING_CA: join(own, FILES.anchors),
    VS_TLS_CRL_DIR: join(own, 'lists'),
    VS_LOG_LEVEL: 'warn',
    // One caller stands for many here; how fast the hub is must not end at one party's share.
    VS_REQUESTS_PER_MINUTE: '10000000',
  }
}

async function register(
  context: RegistryContext,
  authority: Authority,
  municipalities: BenchSetting['municipalities'],
): Promise<Map<string, Sender>> {
  await loadShippedBases(context, OPERATOR)
  for (const { code, party } of municipalities) {
    await registerParty(context, OPERATOR, {
      id: party,
      name: `Gemeente ${code}`,
      roles: [{ role: 'municipality', municipality: code, controller: '' }],
    })
  }
  const senders = new Map<string, Sender>()
  for (const { id } of CREDITORS) {
    const party = await registerParty(context, OPERATOR, {
      id,
      name: `Leverancier ${id.slice(16, 17)}`,
      roles: [{ role: 'creditor', municipality: null, controller: '' }],
    })
    const transport = await certify(context, authority, party, 'transport')
    const signing = await certify(context, authority, party, 'signing')
    const key = signingKey(createPrivateKey(signing.key), { 'x5t#S256': signing.fingerprint })
    senders.set(id, { id, transport, signingKey: key })
  }
  await registerMandates(context, OPERATOR, mandatesOf(municipalities))
  return senders
}

function mandatesOf(municipalities: BenchSetting['municipalities']) {
  return CREDITORS.flatMap(({ id, sectors }) =>
    municipalities.flatMap(({ code }) =>
      sectors.map((sector) => ({
        agreement: 'LCV 2026',
        creditor: id,
        municipality: code,
        sector,
        validFrom: '2026-01-01' as Day,
        validUntil: null,
        entitledFields: ['creditorName', 'arrearsCents', 'oldestDueOn'],
      })),
    ),
  )
}

async function enrol(
  context: RegistryContext,
  authority: Authority,
  municipalities: BenchSetting['municipalities'],
): Promise<Map<string, Credential>> {
  const credentials = new Map<string, Credential>()
  for (const { code, party } of municipalities) {
    credentials.set(code, await certify(context, authority, party as PartyId, 'transport'))
  }
  return credentials
}

async function certify(
  context: RegistryContext,
  authority: Authority,
  party: PartyId,
  purpose: 'transport' | 'signing',
): Promise<Credential> {
  const issue = purpose === 'transport' ? issueTransport : issueSigning
  const subject = { commonName: party, organisation: party, organisationNumber: party }
  const credential = await issue(authority, subject, VALIDITY)
  const { certificate: pem } = credential
  await registerCertificate(context, OPERATOR, { party, purpose, pem })
  return credential
}

async function enrolCoordinator(
  context: RegistryContext,
  authority: Authority,
  code: string,
): Promise<Credential> {
  const credential = await issueTransport(authority, { commonName: 'cz-1' }, VALIDITY)
  const { certificate: pem, fingerprint } = credential
  const party = partyOf(code) as PartyId
  const holder = 'cz-1'
  await registerCertificate(context, OPERATOR, { party, purpose: 'transport', pem, holder })
  const print = fingerprintHex(fingerprint)!
  await grantDuty(context, OPERATOR, print, code as MunicipalityCode, 'COORDINATOR')
  return credential
}

/** Active sealing keys, without the exchange that leads to one. */
async function plantSealingKeys(
  sql: postgres.Sql,
  municipalities: BenchSetting['municipalities'],
): Promise<ReadonlyMap<string, KeyObject>> {
  const keys = new Map<string, KeyObject>()
  const challenge = createHash('sha256').update('challenge').digest()
  const rows = municipalities.map(({ code }) => {
    const { publicKey, privateKey } = newEcKeyPair()
    keys.set(code, privateKey)
    const { kid, jwk } = parseSealingKey(publicKey.export({ format: 'jwk' }))
    return {
      municipality: code,
      key_id: kid,
      version: 1,
      jwk: sql.json(jwk as never),
      status: 'ACTIVE',
      challenge_hash: challenge,
      offered_by: 'first',
      confirmed_by: 'second',
      offered_at: NOW,
      activated_at: NOW,
    }
  })
  await sql`INSERT INTO sealing_key ${sql(rows as never[])}`
  return keys
}
