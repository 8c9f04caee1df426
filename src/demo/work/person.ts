import { Agent, request as httpsRequest } from 'node:https'
import type { Credential } from '../../../certs/issue.js'
import { issueTransport } from '../../../certs/issue.js'
import { trustAnchors } from '../../../certs/authority.js'
import { registerCertificate } from '../../registry/index.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'
import { fingerprintHex } from '../../parties/index.js'
import { grantDuty, type GrantedDutyName } from '../../workbench/index.js'
import { OPERATOR } from '../enrolment.js'
import type { Setting } from '../setting.js'

/** What the hub answered to a browser. */
export interface PageAnswer {
  readonly status: number
  readonly text: string
}

/**
 * A person at the workbench, with a certificate of her own: cookies and forms over mutual TLS, as a
 * browser sends them.
 */
export class Person {
  readonly party: PartyId
  readonly #url: URL
  readonly #agent: Agent
  readonly #cookies = new Map<string, string>()
  #token = ''

  constructor(party: PartyId, dataUrl: string, { chain, key }: Credential, anchors: string) {
    this.party = party
    this.#url = new URL(dataUrl)
    this.#agent = new Agent({ keepAlive: true, cert: chain, key, ca: anchors })
  }

  /** Signs in, and chooses for which municipality to act when one is named. */
  async begin(municipality?: string): Promise<void> {
    this.#cookies.clear()
    await this.submit('/console/sign-in')
    const { text } = await this.get('/console/work/choose')
    const [, token] = /name="token"\s+value="([^"]+)"/.exec(text) ?? []
    if (token === undefined) throw new Error('nobody signed in at the workbench')
    this.#token = token
    if (municipality !== undefined) await this.choose(municipality)
  }

  /** Chooses for which municipality to act in this session. */
  async choose(municipality: string): Promise<void> {
    const { status } = await this.submit('/console/work/choose', { municipality })
    if (status !== 303) throw new Error(`not at work: ${status}`)
  }

  /** A page. */
  get(path: string): Promise<PageAnswer> {
    return this.#exchange('GET', path)
  }

  /** Sends a form with the token of the session. */
  submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    return this.#exchange('POST', path, new URLSearchParams({ token: this.#token, ...fields }))
  }

  /** Goes home: nothing stays open. */
  leave(): void {
    this.#agent.destroy()
  }

  #exchange(method: 'GET' | 'POST', path: string, form?: URLSearchParams): Promise<PageAnswer> {
    const { origin, hostname: host, port } = this.#url
    const headers = {
      accept: 'text/html,*/*;q=0.8',
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form && {
        'content-type': 'application/x-www-form-urlencoded',
        origin,
        'sec-fetch-site': 'same-origin',
      }),
    }
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, host, port, method, path, headers }
      const request = httpsRequest(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          for (const cookie of response.headers['set-cookie'] ?? []) this.#keep(cookie)
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
        })
      })
      request.on('error', reject)
      request.end(form?.toString())
    })
  }

  #keep(header: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
    this.#cookies.set(name, value)
  }
}

/** Gives somebody of an organisation a personal certificate, and duties at municipalities. */
export async function enrolPerson(
  { context, authority, validity, serving }: Setting,
  party: PartyId,
  holder: string,
  duties: Readonly<Record<string, GrantedDutyName>> = {},
): Promise<Person> {
  const credential = await issueTransport(authority, { commonName: holder }, validity)
  const pem = credential.certificate
  await registerCertificate(context, OPERATOR, { party, purpose: 'transport', pem, holder })
  const fingerprint = fingerprintHex(credential.fingerprint)!
  for (const [municipality, duty] of Object.entries(duties)) {
    await grantDuty(context, OPERATOR, fingerprint, municipality as MunicipalityCode, duty)
  }
  return new Person(party, serving.dataUrl, credential, trustAnchors(authority))
}
