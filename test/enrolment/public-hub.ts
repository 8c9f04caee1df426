import { createPrivateKey, X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { saveAuthority } from '../../certs/folder.js'
import { requestCertificate } from '../../certs/request.js'
import { buildPublicApp } from '../../src/app.js'
import { signApplication, type ApplicationFields } from '../../src/client/index.js'
import { tlsProfile } from '../../src/http/tls.js'
import { ALMERE, startHub, type TestHub } from '../helpers/hub.js'
import { anchorsOf, signingKeyOf, testAuthority, testServer } from '../helpers/pki.js'

export const NEWCOMER = '00000099000000008100'
export const ORGANISATION = {
  organisationNumber: NEWCOMER,
  name: 'Woonstichting Nieuw',
  kvk: '12345678',
}
const WISHES = [
  { municipalityCode: ALMERE, sector: 'RENT' as const },
  { municipalityCode: '9999', sector: 'RENT' as const },
]

/** A body with its headers, right or wrong. */
export interface Sent {
  readonly text: string
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** What came back. */
export interface Answered {
  readonly status: number
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON as it came
  readonly body: any
}

/** A hub with its public listener on a real socket. */
export async function startPublic(t: Test, options: { readonly now?: string } = {}) {
  const authority = await testAuthority()
  const folder = join(t.testdir({}), 'authority')
  saveAuthority(folder, authority)
  const hub = await startHub(t, { ...options, settings: { VS_AUTHORITY_DIR: folder } })
  const server = await testServer(authority)
  const https = { ...tlsProfile(), cert: server.chain, key: server.key }
  const app = buildPublicApp(hub.context, { https, readiness: [], applicationsPerMinute: 500 })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const ca = anchorsOf(authority)
  const post = (path: string, { text, headers }: Sent) =>
    new Promise<Answered>((resolve, reject) => {
      const options = { host: '127.0.0.1', servername: 'localhost', port, path, method: 'POST', ca }
      const json = { 'content-type': 'application/json', ...headers }
      const sent = request({ ...options, headers: json, agent: false }, (response) => {
        let answer = ''
        response.on('data', (chunk: Buffer) => (answer += chunk.toString()))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: answer === '' ? undefined : JSON.parse(answer),
          }),
        )
      })
      sent.on('error', reject)
      sent.end(text)
    })
  return { ...hub, ca, publicUrl: `https://localhost:${port}`, post }
}

/** An applicant with keys of its own, which signs what it is told to. */
export async function newApplicant({ context }: Pick<TestHub, 'context'>) {
  const made = {
    transport: await requestCertificate({ commonName: 'x' }, 'EC'),
    signing: await requestCertificate({ commonName: 'x' }, 'EC'),
  }
  const keys = {
    transport: createPrivateKey(made.transport.key),
    signing: createPrivateKey(made.signing.key),
  }
  const fields: ApplicationFields = {
    organisation: ORGANISATION,
    roles: ['creditor'],
    transport: made.transport.request,
    signing: made.signing.request,
    wishes: WISHES,
  }
  const sign = (given: object = {}, by: Partial<typeof keys> = {}, at = context.clock.now()) =>
    signApplication(context.config.hubId, { ...fields, ...given }, { ...keys, ...by }, at)
  return { keys, fields, sign }
}

function fingerprintIn(pem: string): string {
  const hex = new X509Certificate(pem).fingerprint256.replaceAll(':', '')
  return Buffer.from(hex, 'hex').toString('base64url')
}

/** Calls with the certificates that were installed. */
export function callingFrom(hub: TestHub, text: (name: string) => string) {
  const credential = (purpose: string) => ({
    certificate: text(`${purpose}.pem`),
    chain: text(`${purpose}.pem`),
    key: text(`${purpose}.key`),
    fingerprint: fingerprintIn(text(`${purpose}.pem`)),
  })
  const [transport, signing] = [credential('transport'), credential('signing')]
  const signingKey = signingKeyOf(signing)
  return hub.with({ organisationNumber: NEWCOMER, transport, signing, signingKey })
}
