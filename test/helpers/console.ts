import { Agent, request as httpsRequest } from 'node:https'
import type { Credential } from '../../certs/issue.js'
import { SESSION_COOKIE } from '../../src/console/session.js'
import { registerCertificate } from '../../src/registry/index.js'
import type { PartyId, Role } from '../../src/parties/index.js'
import type { Answer, TestHub } from './hub.js'
import { anchorsOf, testAuthority, testPerson } from './pki.js'
import { OPERATOR } from './registry.js'

/** An answer to a browser: also what is no text. */
export interface PageAnswer extends Answer {
  readonly bytes: Buffer
}

/** A person at a browser without a window: cookies, forms, and one client certificate. */
export interface Visitor {
  readonly credential: Credential
  readonly cookies: Map<string, string>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<PageAnswer>
  /** Sends a form as a browser does from a page of the console. */
  submit(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<PageAnswer>
  /** Signs in and gives back the token that forms carry. */
  signIn(): Promise<string>
}

/** Registers a personal certificate of a party, for all its roles or for some. */
export async function enrolPerson(
  hub: TestHub,
  party: PartyId,
  holder: string,
  roles?: readonly Role[],
): Promise<Credential> {
  const credential = await testPerson(await testAuthority(), holder)
  const { certificate: pem } = credential
  await registerCertificate(hub.context, OPERATOR, {
    party,
    purpose: 'transport',
    pem,
    holder,
    roles,
  })
  return credential
}

/** Somebody who visits the console of a hub with a certificate. */
export async function visitorWith(
  t: { teardown: (done: () => unknown) => void },
  hub: TestHub,
  credential: Credential,
): Promise<Visitor> {
  const ca = anchorsOf(await testAuthority())
  const { chain: cert, key } = credential
  const agent = new Agent({ keepAlive: true, cert, key, ca })
  t.teardown(() => agent.destroy())
  const cookies = new Map<string, string>()
  const origin = `https://localhost:${hub.port}`
  const exchange = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string | undefined>>,
    body?: string,
  ): Promise<PageAnswer> =>
    new Promise((resolve, reject) => {
      const given = Object.entries({
        host: `localhost:${hub.port}`,
        accept: 'text/html,*/*;q=0.8',
        ...(cookies.size > 0 && {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        ...headers,
      }).filter((pair): pair is [string, string] => pair[1] !== undefined)
      const options = { host: '127.0.0.1', servername: 'localhost', port: hub.port, agent }
      const request = httpsRequest(
        { ...options, path, method, headers: Object.fromEntries(given) },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            for (const cookie of response.headers['set-cookie'] ?? []) keep(cookies, cookie)
            const bytes = Buffer.concat(chunks)
            const text = bytes.toString()
            const { statusCode: status = 0, headers: answered } = response
            resolve({ status, headers: answered, text, bytes, body: undefined })
          })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  const visitor: Visitor = {
    credential,
    cookies,
    get: (path, headers = {}) => exchange('GET', path, headers),
    submit: (path, fields = {}, headers = {}) =>
      exchange(
        'POST',
        path,
        {
          'content-type': 'application/x-www-form-urlencoded',
          origin,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        new URLSearchParams(fields).toString(),
      ),
    async signIn() {
      const answer = await visitor.submit('/console/sign-in')
      if (!cookies.has(SESSION_COOKIE)) throw new Error(`not signed in: ${answer.status}`)
      const page = await visitor.get('/console/overview')
      return tokenIn(page.text)
    },
  }
  return visitor
}

/** What forms of a page carry. */
export function tokenIn(page: string): string {
  const token = /name="token"\s+value="([^"]+)"/.exec(page)?.[1]
  if (token === undefined) throw new Error('the page has no form of a session')
  return token
}

function keep(cookies: Map<string, string>, header: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
  if (/max-age=0/i.test(header)) cookies.delete(name)
  else cookies.set(name, value)
}
