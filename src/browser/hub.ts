import type { JWK } from 'jose'
import type { components } from '../generated/openapi.js'
import { bodyText, isSignedBy, newFrame, signBody, type Frame } from './signatures.js'
import type { SigningKey } from './signing-key.js'

type Schemas = components['schemas']

/** The hub refused: a problem document. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/** No answer came, for as long as was waited. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** What was sent, as far as its receipt must name it. */
export interface SentContent {
  /** SHA-256 of the body, hexadecimal. */
  readonly digest: string
  /** Root over the digests of its items, hexadecimal; `undefined` when it was not computed. */
  readonly root: string | undefined
}

/** Something came that the hub did not sign, or about something else than was asked. */
export class NotVerified extends Error {
  override readonly name = 'NotVerified'
}

/** What a page knows of its hub. */
export interface HubFacts {
  /** Value of `hub` in signed bodies. */
  readonly hub: string
  readonly publicUrl: string
  readonly keys: readonly JWK[]
  /** What the clock of the hub said when the page was made, milliseconds. */
  readonly nowMs: number
}

/** An answer with the exact text that the hub signed. */
export interface Signed<Document> {
  readonly document: Document
  readonly text: string
  readonly signature: string
}

const BUSY = new Set([429, 502, 503, 504])
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
const PATIENCE_MS = 60_000

/** The hub that a page came from, over the connection that the browser makes with its certificate. */
export class Hub {
  readonly facts: HubFacts
  readonly #began = performance.now()

  constructor(facts: HubFacts) {
    this.facts = facts
  }

  /** The time on the clock of the hub: that of the computer may be wrong. */
  now(): Date {
    return new Date(this.facts.nowMs + (performance.now() - this.#began))
  }

  /** All mandates of the caller. */
  async mandates(): Promise<readonly Schemas['Mandate'][]> {
    const mandates: Schemas['Mandate'][] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`
      const { text } = await patiently(() => ask('GET', `/v1/mandates${query}`))
      const page = JSON.parse(text) as Schemas['MandatePage']
      mandates.push(...page.mandates)
      cursor = page.nextCursor ?? null
    }
    return mandates
  }

  /** Has items judged without delivering them. */
  async validate(
    notifications: readonly Schemas['Notification'][],
    key: SigningKey,
  ): Promise<Schemas['ValidationReport']> {
    const fields = { batchId: newId(), notifications }
    const frame = newFrame(this.now())
    const text = bodyText(this.facts.hub, 'validateNotificationBatch', frame, fields)
    const answer = await this.#send('/v1/notification-batches/_validate', text, key)
    return (await this.#verified<Schemas['ValidationReport']>(answer, 'vroegsignaal-report+jws'))
      .document
  }

  /** The text of a batch: the very same bytes at every attempt, also later. */
  batchText(
    batchId: string,
    { createdAt, nonce }: Frame,
    notifications: readonly Schemas['Notification'][],
  ): string {
    const fields = { batchId, notifications }
    return bodyText(this.facts.hub, 'submitNotificationBatch', { createdAt, nonce }, fields)
  }

  /** Delivers a batch and checks its receipt. */
  async submit(
    text: string,
    content: SentContent,
    key: SigningKey,
  ): Promise<Signed<Schemas['Receipt']>> {
    const answer = await this.#send('/v1/notification-batches', text, key)
    const { batchId } = JSON.parse(text) as { batchId: string }
    return this.receiptOf(answer, batchId, content)
  }

  /** The receipt of a batch that the hub has; nothing when it has none. */
  async findReceipt(
    batchId: string,
    content: SentContent,
  ): Promise<Signed<Schemas['Receipt']> | undefined> {
    try {
      const { text } = await patiently(() => ask('GET', `/v1/notification-batches/${batchId}`))
      const { receipt } = JSON.parse(text) as Schemas['BatchStatus']
      return await this.receiptOf(receipt, batchId, content)
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return undefined
      throw error
    }
  }

  /**
   * Checks that a receipt is the hub's, and about exactly these bytes and these items.
   *
   * @throws {NotVerified}
   */
  async receiptOf(
    answer: { readonly text: string; readonly signature: string },
    batchId: string,
    { digest, root }: SentContent,
  ): Promise<Signed<Schemas['Receipt']>> {
    const receipt = await this.#verified<Schemas['Receipt']>(answer, 'vroegsignaal-receipt+jws')
    const { document } = receipt
    const { accepted, acceptedWithWarnings, rejected } = document.counts
    const isWhole = document.items.length === accepted + acceptedWithWarnings + rejected
    const isSent =
      document.bodyDigest === digest && document.itemsRoot === (root ?? document.itemsRoot)
    if (document.batchId !== batchId || !isSent || !isWhole) {
      throw new NotVerified('the receipt is about something else')
    }
    return receipt
  }

  #send(path: string, text: string, key: SigningKey) {
    return patiently(async () =>
      ask('POST', path, {
        body: text,
        headers: {
          'Content-Type': 'application/json',
          'Payload-Signature': await signBody(text, key, this.now()),
        },
      }),
    )
  }

  async #verified<Document>(
    { text, signature }: { readonly text: string; readonly signature: string },
    typ: string,
  ): Promise<Signed<Document>> {
    if (!(await isSignedBy(this.facts.keys, text, signature, typ))) {
      throw new NotVerified('the signature of the hub does not hold')
    }
    return { document: JSON.parse(text) as Document, text, signature }
  }
}

/** A random UUID. */
export function newId(): string {
  return crypto.randomUUID()
}

async function ask(
  method: 'GET' | 'POST',
  path: string,
  more: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly text: string; readonly signature: string }> {
  const answer = await fetch(path, {
    method,
    redirect: 'error',
    cache: 'no-store',
    ...more,
  } as RequestInit).catch(() => {
    throw new Unreachable('no answer')
  })
  const text = await answer.text().catch(() => {
    throw new Unreachable('half an answer')
  })
  if (answer.ok) return { text, signature: answer.headers.get('payload-signature') ?? '' }
  let problem: { code?: unknown; detail?: unknown; title?: unknown } = {}
  try {
    problem = JSON.parse(text) as typeof problem
  } catch {
    // Something in between answered; its status says enough.
  }
  const detail = String(problem.detail ?? problem.title ?? '')
  throw new Refused(answer.status, String(problem.code ?? `http.${answer.status}`), detail)
}

/** Tries again while there is no answer; an answer, also a refusal, is final. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const began = performance.now()
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work()
    } catch (error) {
      const isQuota = error instanceof Refused && error.code === 'quota.exceeded'
      const isBusy = error instanceof Refused && BUSY.has(error.status) && !isQuota
      if (!isBusy && !(error instanceof Unreachable)) throw error
      if (performance.now() - began + pauseMs > PATIENCE_MS) throw new Unreachable('no answer')
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
