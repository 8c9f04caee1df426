import { generateKeyPairSync } from 'node:crypto'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { buildDataApp, type DataAppOptions } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import type { Context } from '../../src/context.js'
import { signDetached } from '../../src/crypto/jws.js'
import { signingKey, type VerificationKey } from '../../src/crypto/signature-key.js'
import { splitRevocationLists } from '../../src/crypto/revocation.js'
import type { Database } from '../../src/db/client.js'
import { OPERATIONS, operation } from '../../src/http/contract.js'
import type { Gate } from '../../src/http/edge.js'
import { createMetrics } from '../../src/http/metrics.js'
import { REQUEST_TYPE } from '../../src/http/signature.js'
import { tlsProfile } from '../../src/http/tls.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { Secret } from '../../src/kernel/secret.js'
import { createLogger } from '../../src/logger.js'
import type { KnownCertificate } from '../../src/parties/caller.js'
import { readCertificate } from '../../src/crypto/certificate.js'
import {
  anchorsOf,
  listsOf,
  testAuthority,
  testParty,
  testServer,
  type TestParty,
} from '../helpers/pki.js'

/** The instant at which every test of the edge starts; the examples were written for it. */
export const NOW = '2026-09-10T09:00:00.000Z'
export const HUB = 'sandbox.vroegsignaal.example'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON as it came
}

export interface Ask {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
}

/** A context whose database is never reached: what is tested ends before it. */
export function edgeContext(
  lines: string[] = [],
  settings: Readonly<Record<string, string>> = {},
): Context & { readonly clock: SteppedClock } {
  const clock = new SteppedClock(NOW)
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
  return {
    config: parseConfig({
      VS_PUBLIC_URL: 'https://public.vroegsignaal.example',
      VS_HUB_ID: HUB,
      VS_BODY_LIMIT_BYTES: String(64 * 1024),
      ...settings,
    }),
    db: {} as Database,
    clock,
    keys: {
      signing: signingKey(ec, { kid: 'hub' }),
      log: generateKeyPairSync('ed25519').privateKey,
      mac: new Secret(Buffer.alloc(32, 7)),
      beside: [],
    },
    epochs: {} as Context['epochs'],
    log: createLogger(clock, 'trace', (line) => void lines.push(line)),
    metrics: createMetrics(),
  }
}

export const CREDITOR = '00000099000000001000'
export const MUNICIPALITY = '00000099000000002000'
export const OFFICER = '00000099000000003000'

/** The data listener over real mutual TLS, with a register in memory and routes that answer `{}`-likes. */
export async function startEdge(
  t: { teardown: (done: () => unknown) => void },
  {
    settings = {},
    ...options
  }: DataAppOptions & {
    settings?: Readonly<Record<string, string>>
    answers?: Readonly<Record<string, (request: any) => unknown>> // eslint-disable-line @typescript-eslint/no-explicit-any -- any route
  } = {},
) {
  const lines: string[] = []
  const context = edgeContext(lines, settings)
  const authority = await testAuthority()
  const server = await testServer(authority)
  const parties = {
    creditor: await testParty(authority, CREDITOR),
    municipality: await testParty(authority, MUNICIPALITY),
    officer: await testParty(authority, OFFICER),
    executor: await testParty(authority, '00000099000000005000'),
    stranger: await testParty(authority, '00000099000000004000'),
  }
  const known = new Map<string, KnownCertificate>()
  const keys = new Map<string, VerificationKey>()
  const denials: { code: string; actor: string; operation: string }[] = []
  for (const role of ['creditor', 'municipality', 'officer', 'executor'] as const) {
    const party = parties[role]
    for (const purpose of ['transport', 'signing'] as const) {
      const { fingerprint, publicKey } = readCertificate(party[purpose].certificate)
      const hex = Buffer.from(fingerprint, 'base64url').toString('hex')
      known.set(hex, {
        fingerprint: hex,
        party: party.organisationNumber as KnownCertificate['party'],
        name: role,
        purpose,
        holder: null,
        state: 'ACTIVE',
        roles: [role],
        municipality: (role === 'municipality'
          ? '0034'
          : undefined) as KnownCertificate['municipality'],
        controllers: [],
        sealed: [],
      })
      keys.set(fingerprint, { fingerprint, publicKey, party: party.organisationNumber, purpose })
    }
  }
  const gate: Gate = {
    findCertificate: async (fingerprint) => known.get(fingerprint),
    findSigningKey: async (reference) => keys.get(reference),
    recordDenial: async (denial) => void denials.push(denial),
  }
  const app = buildDataApp(context, {
    gate,
    https: {
      ...tlsProfile(),
      cert: server.chain,
      key: server.key,
      ca: anchorsOf(authority),
      crl: splitRevocationLists(await listsOf(authority)),
      requestCert: true,
      rejectUnauthorized: true,
    },
    features: [
      async (scope) => {
        for (const { operationId } of OPERATIONS) {
          const answer = options.answers?.[operationId] ?? (() => ({}))
          scope.route({
            ...operation(scope, operationId),
            handler: async (request, reply) => {
              const status = operation(scope, operationId).config.operation.responses.keys().next()
              reply.code(status.value ?? 200)
              return answer(request)
            },
          })
        }
      },
    ],
    ...options,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  t.teardown(() => app.close())

  const credentials = ({ transport }: Pick<TestParty, 'transport'>) => ({
    host: '127.0.0.1',
    port,
    servername: 'localhost',
    ca: anchorsOf(authority),
    cert: transport.chain,
    key: transport.key,
  })

  return {
    context,
    app,
    parties,
    known,
    keys,
    denials,
    lines,
    port,
    ask: (party: Pick<TestParty, 'transport'>, path: string, ask: Ask = {}) =>
      exchange({ ...credentials(party), path, agent: false }, ask),
    /** Writes bytes as they are and gives back everything that came. */
    raw: (party: TestParty, bytes: string) => rawExchange(connect(credentials(party)), bytes),
    /** Writes bytes on a connection that stays open. */
    open: (party: TestParty, bytes: string) => opened(connect(credentials(party)), bytes),
    signed: (party: TestParty, body: unknown, change: Partial<SigningChoices> = {}) =>
      signedAsk(party, body, context.clock.now(), change),
  }
}

interface SigningChoices {
  readonly typ: string
  readonly iat: Date
  readonly header: string
}

export function signedAsk(
  party: TestParty,
  body: unknown,
  now: Date,
  { typ = REQUEST_TYPE, iat = now, header = 'Payload-Signature' }: Partial<SigningChoices> = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const signature = signDetached(Buffer.from(text), party.signingKey, { typ, iat })
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', [header]: signature },
    body: text,
  }
}

export function exchange(options: RequestOptions, ask: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      { ...options, method: ask.method ?? 'GET', headers: ask.headers ?? {} },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isJson = /json/.test(response.headers['content-type'] ?? '')
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: isJson && text !== '' ? JSON.parse(text) : undefined,
          })
        })
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(ask.body)
  })
}

function opened(socket: TLSSocket, bytes: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('secureConnect', () => socket.write(bytes, () => resolve(socket)))
  })
}

function rawExchange(socket: TLSSocket, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('secureConnect', () => socket.write(bytes))
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}
