import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDataApp, type DataAppOptions } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import type { Context } from '../../src/context.js'
import { generateHubKeys, loadHubKeys } from '../../src/crypto/hub-keys.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { splitRevocationLists } from '../../src/crypto/revocation.js'
import { signBody, type SignedBody } from '../../src/client/signed-body.js'
import { bulk, type Bound } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { createMetrics } from '../../src/http/metrics.js'
import { tlsProfile } from '../../src/http/tls.js'
import { ensureKeys, loadKeyRing } from '../../src/identity/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import type { Sector } from '../../src/kernel/sector.js'
import { loadShippedBases } from '../../src/legal-basis/index.js'
import { createLogger } from '../../src/logger.js'
import { registerAgency, registerMandates } from '../../src/mandates/index.js'
import type { PartyId } from '../../src/parties/index.js'
import { registerCertificate, registerOfficer, registerParty } from '../../src/registry/index.js'
import { freshDatabase, type TestDatabase } from './database.js'
import type { Owner } from './cluster.js'
import { anchorsOf, listsOf, testAuthority, testParty, testServer, type TestParty } from './pki.js'
import { OPERATOR } from './registry.js'

/** Municipalities that take part; the last one has no sealing key. */
export const ALMERE = '0034'
export const OMMEN = '0175'
export const KEYLESS = '0180'

/** Creditors, an agent that delivers for the first, and an officer of Almere's log. */
export const WONING = '00000099000000001000' as PartyId
export const STROOM = '00000099000000002000' as PartyId
export const KANTOOR = '00000099000000003000' as PartyId
export const OFFICER = '00000099000000004000' as PartyId

const SECTORS: Readonly<Record<string, readonly Sector[]>> = {
  [WONING]: ['RENT'],
  [STROOM]: ['ENERGY_ELECTRICITY', 'WATER', 'MUNICIPAL_TAX'],
}

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON as it came
}

/** One party that calls, over mutual TLS with its own certificate. */
export interface Calling {
  readonly party: TestParty
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Sends a body as it is. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Signs a body for an operation; send it as often as needed. */
  sign(operation: string, fields: Readonly<Record<string, unknown>>): SignedBody
  /** Sends a signed body. */
  send(path: string, body: SignedBody, method?: 'POST' | 'PUT'): Promise<Answer>
  /** Signs and delivers a batch. */
  submit(batchId: string, notifications: readonly unknown[]): Promise<Answer>
}

/** A whole hub on a loopback port, on a database of its own, with a clock that stands still. */
export interface TestHub {
  readonly context: Context & { readonly clock: SteppedClock }
  readonly database: TestDatabase
  readonly port: number
  /** Where secrets lie. */
  readonly secrets: string
  /** Private sealing keys by municipality, and their thumbprints. */
  readonly sealingKeys: ReadonlyMap<string, { readonly key: KeyObject; readonly kid: string }>
  /** Looks, or breaks something, as the server's administrator. */
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    params?: readonly Bound[],
  ): Promise<Row[]>
  as(party: PartyId): Calling
  asMunicipality(code: string): Calling
  asStranger(): Calling
  /** Registers one more party with certificates of its own. */
  enrol(id: PartyId, role: NewRole): Promise<Calling>
  /** The same as another process of the same hub answers it: a listener and connections of its own. */
  beside(): Promise<Pick<TestHub, 'as'>>
  /** Calls with any certificates, also unregistered or mixed up ones. */
  with(party: TestParty): Calling
}

/** A role as the registry takes it. */
export type NewRole = Parameters<typeof registerParty>[2]['roles'][0]

/** Party id of a municipality in tests. */
export function municipalParty(code: string): PartyId {
  return `00000099000000${code}00` as PartyId
}

/** Starts a hub with the parties above, their mandates from 2026 on, and the shipped legal bases. */
export async function startHub(
  t: Owner,
  {
    now = '2026-08-10T09:00:00Z',
    settings = {},
    signing,
  }: {
    readonly now?: string
    readonly settings?: Readonly<Record<string, string>>
    /** What revocation lists say of signatures; nothing unless told. */
    readonly signing?: DataAppOptions['signing']
  } = {},
): Promise<TestHub> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-hub-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const secrets = join(folder, 'secrets')
  generateHubKeys(secrets)
  const database = await freshDatabase(t)
  const superuser = database.open(database.superuserUrl)
  const sql: TestHub['sql'] = (text, params = []) =>
    inTransaction(superuser, 'test.sql', { role: 'login' }, (tx) => bulk(tx, text, params))
  await sql(`SELECT ensure_partitions('2026-01-01', 24)`)

  const clock = new SteppedClock(now)
  await ensureKeys(database.db, secrets, clock.now(), async () => undefined)
  const context = {
    config: parseConfig({
      VS_DATA_DIR: folder,
      VS_PUBLIC_URL: 'https://hub.example',
      VS_SANDBOX: 'true',
      VS_HUB_ID: 'sandbox.hub.example',
      ...settings,
    }),
    db: database.db,
    clock,
    keys: loadHubKeys(secrets),
    epochs: await loadKeyRing(database.db, secrets),
    log: createLogger(clock, 'silent', () => undefined),
    metrics: createMetrics(),
  }
  const authority = await testAuthority()
  const parties = new Map<PartyId, TestParty>()
  const register = async (id: PartyId, role: NewRole) => {
    await registerParty(context, OPERATOR, { id, name: `Party ${id.slice(14)}`, roles: [role] })
    const party = await testParty(authority, id)
    parties.set(id, party)
    for (const purpose of ['transport', 'signing'] as const) {
      const { certificate: pem } = party[purpose]
      // What takes two people is signed with certificates that name them; software connects.
      const holder = purpose === 'signing' && role.role === 'municipality' ? 'sleutel-1' : null
      await registerCertificate(context, OPERATOR, { party: id, purpose, pem, holder })
    }
  }
  const plain = (role: 'creditor' | 'agent') => ({ role, municipality: null, controller: '' })
  await register(WONING, plain('creditor'))
  await register(STROOM, plain('creditor'))
  await register(KANTOOR, plain('agent'))
  for (const code of [ALMERE, OMMEN, KEYLESS]) {
    await register(municipalParty(code), {
      role: 'municipality',
      municipality: code,
      controller: '',
    })
  }
  await register(OFFICER, { role: 'officer', municipality: null, controller: 'hub' })
  await registerOfficer(context, OPERATOR, OFFICER, municipalParty(ALMERE))
  const open = { validFrom: '2026-01-01' as Day, validUntil: null }
  await registerAgency(context, OPERATOR, { agent: KANTOOR, principal: WONING, ...open })
  await registerMandates(context, OPERATOR, mandates())
  await loadShippedBases(context, OPERATOR)
  const sealingKeys = new Map<string, { key: KeyObject; kid: string }>()
  for (const code of [ALMERE, OMMEN]) sealingKeys.set(code, await plantSealingKey(sql, code))

  const server = await testServer(authority)
  const https = {
    ...tlsProfile(),
    cert: server.chain,
    key: server.key,
    ca: anchorsOf(authority),
    crl: splitRevocationLists(await listsOf(authority)),
    requestCert: true,
    rejectUnauthorized: true,
  }
  const agents: Agent[] = []
  const listen = async (context: Context) => {
    const app = buildDataApp(context, { https, ...(signing && { signing }) })
    await app.listen({ host: '127.0.0.1', port: 0 })
    t.teardown(async () => {
      for (const agent of agents) agent.destroy()
      await app.close()
    })
    return (app.server.address() as AddressInfo).port
  }
  const port = await listen(context)
  const stranger = await testParty(authority, '00000099000000009000')
  const calling = (party: TestParty, at = port): Calling => {
    const { chain: cert, key } = party.transport
    const agent = new Agent({ keepAlive: true, cert, key, ca: anchorsOf(authority) })
    agents.push(agent)
    return callingAs(party, agent, at, context)
  }
  const known = (id: PartyId) => calling(parties.get(id)!)
  return {
    context,
    database,
    port,
    secrets,
    sealingKeys,
    sql,
    as: known,
    asMunicipality: (code) => known(municipalParty(code)),
    asStranger: () => calling(stranger),
    enrol: async (id, role) => {
      await register(id, role)
      return known(id)
    },
    async beside() {
      const at = await listen({ ...context, db: database.open(database.url) })
      return { as: (id) => calling(parties.get(id)!, at) }
    },
    with: (party) => calling(party),
  }
}

function mandates() {
  return Object.entries(SECTORS).flatMap(([creditor, sectors]) =>
    [ALMERE, OMMEN, KEYLESS].flatMap((municipality) =>
      sectors.map((sector) => ({
        agreement: 'LCV 2026',
        creditor,
        municipality,
        sector,
        validFrom: '2026-01-01' as Day,
        validUntil: null,
        entitledFields: ['creditorName', 'arrearsCents', 'oldestDueOn'],
      })),
    ),
  )
}

/** Gives a municipality an active sealing key without the ceremony. */
export async function plantSealingKey(sql: TestHub['sql'], code: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { kid, jwk } = parseSealingKey(publicKey.export({ format: 'jwk' }))
  await sql(
    `INSERT INTO sealing_key (municipality, key_id, version, jwk, status, challenge_hash, offered_by,
                              confirmed_by, offered_at, activated_at)
     VALUES ($1, $2, 1, $3::text::jsonb, 'ACTIVE', $4, 'first', 'second', now(), now())`,
    [code, kid, JSON.stringify(jwk), createHash('sha256').update('challenge').digest()],
  )
  return { key: privateKey, kid }
}

function callingAs(party: TestParty, agent: Agent, port: number, context: Context): Calling {
  const exchange = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', servername: 'localhost', port, path, method, agent }
      const request = httpsRequest({ ...options, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isJson = /json/.test(response.headers['content-type'] ?? '')
          const body = isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body })
        })
      })
      request.on('error', reject)
      request.end(body)
    })
  const json = { 'content-type': 'application/json' }
  const sign: Calling['sign'] = (operation, fields) =>
    signBody(context.config.hubId, operation, fields, party.signingKey, context.clock.now())
  const send: Calling['send'] = (path, { text, signature }, method = 'POST') =>
    exchange(method, path, { ...json, 'payload-signature': signature }, text)
  return {
    party,
    get: (path, headers = {}) => exchange('GET', path, headers),
    post: (path, body, headers = {}) =>
      exchange('POST', path, { ...json, ...headers }, JSON.stringify(body)),
    sign,
    send,
    submit: (batchId, notifications) =>
      send('/v1/notification-batches', sign('submitNotificationBatch', { batchId, notifications })),
  }
}
