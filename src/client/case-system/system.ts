import { createHash } from 'node:crypto'
import { CaseSystemError, CaseSystemHttp, type CaseSystemAnswer, type HttpOptions } from './http.js'
import { valueAt } from './pointer.js'
import type { CaseSystemSettings } from './settings.js'

/** What became of a case that was handed over. */
export type HandedOver =
  | { readonly outcome: 'MADE' | 'CHANGED'; readonly reference: string }
  | { readonly outcome: 'REFUSED'; readonly status: number }

/** What is known of a case from before. */
export interface KnownCase {
  /** The case system's own name of it; `undefined` while it is in doubt whether it was made. */
  readonly reference: string | undefined
}

/** How often a case is sent whose answer was lost, each time after asking for it. */
const POST_ATTEMPTS = 3

/** A case system as its settings describe it. */
export class CaseSystem {
  readonly settings: CaseSystemSettings
  readonly #http: CaseSystemHttp

  constructor(settings: CaseSystemSettings, options: Omit<HttpOptions, 'connections'>) {
    this.settings = settings
    this.#http = new CaseSystemHttp({ ...options, connections: settings.parallel })
  }

  /**
   * Makes a case, or changes it. However often this is done for one id, and whatever answer was lost,
   * there is one case of it.
   *
   * @param known `undefined` for a case that was never sent.
   * @throws {CaseSystemError} When there is no sense in going on with others.
   */
  async handOver(id: string, body: object, known: KnownCase | undefined): Promise<HandedOver> {
    if (this.settings.once === 'PUT') return this.#put(id, body, known)
    const reference = known === undefined ? undefined : (known.reference ?? (await this.#find(id)))
    if (reference !== undefined) return this.#change(reference, body)
    return this.settings.once === 'LOOKUP' ? this.#askedFirst(id, body) : this.#keyed(id, body)
  }

  /** Everything that the case system has to tell of cases, page by page. */
  async *results(): AsyncGenerator<unknown> {
    const { outcomes } = this.settings
    if (outcomes === undefined) return
    const seen = new Set<string>()
    for (let url: URL | undefined = new URL(outcomes.endpoint); url !== undefined;) {
      if (seen.has(url.href)) throw broken('The pages of results of the case system go round.')
      seen.add(url.href)
      const { status, document } = await this.#http.send({ method: 'GET', url })
      if (status >= 400) {
        const message = `The case system does not give its results (${status}).`
        throw new CaseSystemError('results', message, status)
      }
      const items = valueAt(document, outcomes.items)
      if (!Array.isArray(items)) throw broken(`Results have no list at ${outcomes.items}.`)
      yield* items
      const next = outcomes.next === undefined ? undefined : valueAt(document, outcomes.next)
      url = typeof next === 'string' && next !== '' ? this.#own(next) : undefined
    }
  }

  close(): Promise<void> {
    return this.#http.close()
  }

  async #keyed(id: string, body: object): Promise<HandedOver> {
    const url = new URL(this.settings.endpoint)
    const wanted = { method: 'POST', url, body, idempotencyKey: keyOf(id) } as const
    return this.#made(await this.#http.send(wanted))
  }

  /** Sent again only after the case system said that it has no such case. */
  async #askedFirst(id: string, body: object): Promise<HandedOver> {
    const url = new URL(this.settings.endpoint)
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#http
        .send({ method: 'POST', url, body, isOnce: true })
        .catch((error: unknown) => {
          const isLast = attempt === POST_ATTEMPTS
          if (isLast || !(error instanceof CaseSystemError) || !error.isTransient) throw error
          return undefined
        })
      if (answer !== undefined && answer.status !== 409) return this.#made(answer)
      const there = await this.#find(id)
      if (there !== undefined) return this.#change(there, body)
      if (answer !== undefined) return this.#made(answer)
    }
  }

  #made(answer: CaseSystemAnswer): HandedOver {
    return answer.status >= 400
      ? { outcome: 'REFUSED', status: answer.status }
      : { outcome: 'MADE', reference: this.#referenceIn(answer) }
  }

  async #put(id: string, body: object, known: KnownCase | undefined): Promise<HandedOver> {
    const { status } = await this.#http.send({ method: 'PUT', url: this.#caseUrl(id), body })
    if (status >= 400) return { outcome: 'REFUSED', status }
    return { outcome: known?.reference === undefined ? 'MADE' : 'CHANGED', reference: id }
  }

  async #change(reference: string, body: object): Promise<HandedOver> {
    const { change } = this.settings
    if (change === 'NONE') return { outcome: 'CHANGED', reference }
    const { status } = await this.#http.send({
      method: change,
      url: this.#caseUrl(reference),
      body,
    })
    return status >= 400 ? { outcome: 'REFUSED', status } : { outcome: 'CHANGED', reference }
  }

  /** Whether a case is there of which it is in doubt; only a system that can be asked is asked. */
  async #find(id: string): Promise<string | undefined> {
    const { lookup, once } = this.settings
    if (once !== 'LOOKUP' || lookup === undefined) return undefined
    const url = new URL(this.settings.endpoint)
    // A random id, which says nothing of anybody.
    url.searchParams.set(lookup.parameter, id)
    const { status, document } = await this.#http.send({ method: 'GET', url })
    if (status === 404) return undefined
    if (status >= 400) {
      const message = `The case system cannot be asked for a case (${status}).`
      throw new CaseSystemError('lookup', message, status)
    }
    const found = valueAt(document, lookup.reference)
    return found === undefined || found === null ? undefined : asReference(found)
  }

  #referenceIn({ document }: CaseSystemAnswer): string {
    const { reference } = this.settings
    const found = reference === undefined ? undefined : valueAt(document, reference)
    if (found === undefined)
      throw broken(`The answer has no name of the case at ${reference ?? ''}.`)
    return asReference(found)
  }

  #caseUrl(reference: string): URL {
    if (reference.startsWith('https://')) return this.#own(reference)
    const { endpoint } = this.settings
    return new URL(`${endpoint.replace(/\/$/, '')}/${encodeURIComponent(reference)}`)
  }

  /** An address that the case system named: the token goes to no other than its own. */
  #own(text: string): URL {
    const { origin } = new URL(this.settings.endpoint)
    const url = URL.canParse(text, this.settings.endpoint)
      ? new URL(text, this.settings.endpoint)
      : undefined
    if (url?.origin === origin) return url
    throw broken('The case system names an address that is not its own.')
  }
}

function asReference(found: unknown): string {
  if (typeof found === 'string' && found !== '' && found.length <= 2_000) return found
  if (typeof found === 'number') return String(found)
  throw broken('What the case system names a case with is no text.')
}

function broken(message: string): CaseSystemError {
  return new CaseSystemError('broken', message, 0)
}

/** The same for the same case, at every attempt. */
function keyOf(id: string): string {
  return createHash('sha256').update(`vroegsignaal case ${id}`).digest('hex').slice(0, 32)
}
