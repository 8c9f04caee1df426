import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from '../generated/openapi.js'
import type { SigningKey } from '../crypto/signature-key.js'
import { systemClock, type Clock } from '../kernel/clock.js'
import { randomId } from '../kernel/identifiers.js'
import { mandatesOf } from './agreements.js'
import { parsed, textOf, type Answer, type ConnectionOptions, type Signed } from './answer.js'
import type { Calls } from './calls.js'
import { verifyHubSignature, type HubIdentity } from './hub-identity.js'
import { checkReceipt } from './receipt.js'
import { bodyText, signBody, signText, type BodyFrame, type SignedBody } from './signed-body.js'
import { openTransport, type Transport } from './transport.js'

export type { ConnectionOptions, Signed } from './answer.js'

type Schemas = components['schemas']

/** One party's connection to one hub. Signs what must be signed and checks what comes back. */
export class HubConnection {
  readonly identity: HubIdentity
  readonly clock: Clock
  readonly #transport: Transport
  readonly #client: Client<paths>
  readonly #signingKey: SigningKey | undefined

  constructor(options: ConnectionOptions) {
    this.identity = options.identity
    this.clock = options.clock ?? systemClock
    this.#signingKey = options.signingKey
    this.#transport = openTransport(options.credentials, options)
    this.#client = createClient<paths>({
      baseUrl: options.identity.url,
      fetch: this.#transport.fetch,
      Request: this.#transport.Request,
    })
  }

  /** What calls that stand in files of their own are made with, as `agreements.ts`. */
  get calls(): Calls {
    return { client: this.#client, carry: (...signed) => this.#carry(this.#sign(...signed)) }
  }

  /** Signs a batch; what comes back can be kept and sent as often as needed. */
  signBatch(batchId: string, notifications: readonly Schemas['Notification'][]): SignedBody {
    return this.#sign('submitNotificationBatch', { batchId, notifications })
  }

  /** The text of a batch in a frame that was kept: the very same bytes at every attempt, also later. */
  batchText(
    batchId: string,
    frame: BodyFrame,
    notifications: readonly Schemas['Notification'][],
  ): string {
    const fields = { batchId, notifications }
    return bodyText(this.identity.hub, 'submitNotificationBatch', frame, fields)
  }

  /** Signs the text of a batch. */
  signText(text: string, nonce: string): SignedBody {
    return signText(text, nonce, this.#key, this.clock.now())
  }

  /** Delivers a signed batch and checks its receipt: the hub's signature, and that it is for this batch. */
  async submit(body: SignedBody): Promise<Signed<Schemas['Receipt']>> {
    const answer = await this.#client.POST('/notification-batches', this.#carry(body))
    const receipt = await this.#verified<Schemas['Receipt']>(answer, 'vroegsignaal-receipt+jws')
    checkReceipt(body, receipt.document)
    return receipt
  }

  /** Has a batch judged without delivering it. */
  async validate(
    notifications: readonly Schemas['Notification'][],
  ): Promise<Signed<Schemas['ValidationReport']>> {
    const body = this.#sign('validateNotificationBatch', { batchId: randomId(), notifications })
    const answer = await this.#client.POST('/notification-batches/_validate', this.#carry(body))
    return this.#verified(answer, 'vroegsignaal-report+jws')
  }

  /** How far a delivered batch has come. */
  async batchStatus(batchId: string): Promise<Schemas['BatchStatus']> {
    return parsed(
      await this.#client.GET('/notification-batches/{batchId}', {
        params: { path: { batchId } },
        parseAs: 'text',
      }),
    )
  }

  /** All mandates of the caller. */
  mandates(): Promise<readonly Schemas['Mandate'][]> {
    return mandatesOf(this)
  }

  /** The months of the caller's municipality. */
  async feeds(): Promise<readonly Schemas['FeedSummary'][]> {
    return parsed<Schemas['FeedList']>(await this.#client.GET('/feeds', { parseAs: 'text' })).feeds
  }

  /** All pages of a closed month, each with its signature checked. */
  async feedPages(month: string): Promise<readonly Signed<Schemas['FeedPage']>[]> {
    const pages: Signed<Schemas['FeedPage']>[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await this.feedPage(month, cursor)
      pages.push(page)
      cursor = page.document.nextCursor
    }
    return pages
  }

  /** One page of a closed month. */
  async feedPage(month: string, cursor?: string): Promise<Signed<Schemas['FeedPage']>> {
    const query = cursor === undefined ? {} : { cursor }
    const params = { path: { month }, query }
    const answer = await this.#client.GET('/feeds/{month}', { params, parseAs: 'text' })
    return this.#verified(answer, 'vroegsignaal-feed-page+jws')
  }

  /** One page of the urgent lane. */
  async urgentPage(after?: string): Promise<Signed<Schemas['UrgentPage']>> {
    const params = { query: after === undefined ? {} : { after } }
    const answer = await this.#client.GET('/feeds/urgent', { params, parseAs: 'text' })
    return this.#verified(answer, 'vroegsignaal-urgent-page+jws')
  }

  /** Acknowledges a month by the count and root that were checked. */
  async acknowledge(
    statement: Schemas['FeedStatement'],
  ): Promise<Signed<Schemas['FeedAcknowledged']>> {
    const { month, count, root } = statement
    const fields = { acknowledgementId: randomId(), month, count, root }
    const body = this.#sign('acknowledgeFeed', fields)
    const answer = await this.#client.POST('/feeds/{month}/_acknowledge', {
      ...this.#carry(body),
      params: { path: { month } },
    })
    return this.#verified(answer, 'vroegsignaal-acknowledgement+jws')
  }

  /** Acknowledges urgent items that were opened. */
  async acknowledgeUrgent(
    urgentIds: readonly string[],
  ): Promise<Signed<Schemas['UrgentAcknowledged']>> {
    const body = this.#sign('acknowledgeUrgentFeed', { acknowledgementId: randomId(), urgentIds })
    const answer = await this.#client.POST('/feeds/urgent/_acknowledge', this.#carry(body))
    return this.#verified(answer, 'vroegsignaal-acknowledgement+jws')
  }

  /** Asks creditors, through the hub, to deliver named notifications once more. */
  async requestRedelivery(
    reason: Schemas['RedeliveryRequest']['reason'],
    notifications: readonly Schemas['NotificationReference'][],
  ): Promise<Schemas['RedeliveryOpened']> {
    const fields = { requestId: randomId(), reason, notifications }
    const body = this.#sign('createRedeliveryRequest', fields)
    return parsed(await this.#client.POST('/redelivery-requests', this.#carry(body)))
  }

  /** Reports what came of cases; a `reportId` that is kept lets the same report be sent again. */
  async reportOutcomes(
    outcomes: readonly Schemas['CaseOutcome'][],
    reportId = randomId(),
  ): Promise<Signed<Schemas['OutcomeReceipt']>> {
    const body = this.#sign('submitOutcomes', { reportId, outcomes })
    const answer = await this.#client.POST('/outcomes', this.#carry(body))
    return this.#verified(answer, 'vroegsignaal-outcome-receipt+jws')
  }

  /** The numbers of a closed month of the caller's municipality. */
  async statistics(month: string): Promise<Schemas['MonthStatistics']> {
    const params = { path: { month } }
    return parsed(await this.#client.GET('/statistics/{month}', { params, parseAs: 'text' }))
  }

  /** How good the caller's deliveries of a month were. */
  async deliveryQuality(month: string): Promise<Schemas['DeliveryQuality']> {
    const params = { path: { month } }
    return parsed(await this.#client.GET('/delivery-quality/{month}', { params, parseAs: 'text' }))
  }

  /** What came of notifications, after a place; an agent names its principal. */
  async feedbackPage(
    after?: string,
    creditorId?: string,
  ): Promise<Signed<Schemas['FeedbackPage']>> {
    const query = { ...(after !== undefined && { after }), ...(creditorId && { creditorId }) }
    const answer = await this.#client.GET('/feedback', { params: { query }, parseAs: 'text' })
    return this.#verified(answer, 'vroegsignaal-feedback+jws')
  }

  /** Offers a sealing key; it becomes active once a second person confirmed it. */
  async offerSealingKey(
    version: number,
    key: Schemas['PublicKey'],
  ): Promise<Schemas['SealingKeyChallenge']> {
    const body = this.#sign('putSealingKey', { requestId: randomId(), version, key })
    return parsed(await this.#client.PUT('/sealing-keys', this.#carry(body)))
  }

  /** Confirms an offered key with what its challenge held; not by the person who offered it. */
  async confirmSealingKey(keyId: string, challenge: string): Promise<Schemas['SealingKey']> {
    const fields = { confirmationId: randomId(), keyId, challenge }
    const body = this.#sign('confirmSealingKey', fields)
    return parsed(
      await this.#client.POST('/sealing-keys/{keyId}/_confirm', {
        ...this.#carry(body),
        params: { path: { keyId } },
      }),
    )
  }

  /** The sealing keys of the caller's municipality. */
  async sealingKeys(): Promise<readonly Schemas['SealingKey'][]> {
    const answer = await this.#client.GET('/sealing-keys', { parseAs: 'text' })
    return parsed<Schemas['SealingKeyList']>(answer).sealingKeys
  }

  /** One page of the access log, for officers. */
  async searchLog(search: Schemas['LogSearch']): Promise<Schemas['LogPage']> {
    return parsed(await this.#client.POST('/access-log/_search', { body: search, parseAs: 'text' }))
  }

  /** Everything about one household or person, for officers. */
  async trace(request: Schemas['TraceRequest']): Promise<Schemas['Trail']> {
    return parsed(
      await this.#client.POST('/data-subjects/_trace', { body: request, parseAs: 'text' }),
    )
  }

  /** Proof that an entry of the caller's own is in the log. */
  async logProof(entryId: string): Promise<Schemas['LogEntryProof']> {
    const asked = { params: { path: { entryId } }, parseAs: 'text' } as const
    return parsed(await this.#client.GET('/log-entries/{entryId}/proof', asked))
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  #sign(operation: string, fields: Readonly<Record<string, unknown>>): SignedBody {
    return signBody(this.identity.hub, operation, fields, this.#key, this.clock.now())
  }

  get #key(): SigningKey {
    if (this.#signingKey === undefined) {
      throw new TypeError('this connection has no key to sign with')
    }
    return this.#signingKey
  }

  /** The signed text itself is what goes over the wire; the typed body is not serialised again. */
  #carry({ text, signature }: SignedBody) {
    return {
      // Any value will do: without one nothing would be sent at all.
      body: {} as never,
      bodySerializer: () => text,
      headers: { 'Content-Type': 'application/json', 'Payload-Signature': signature },
      parseAs: 'text' as const,
    }
  }

  async #verified<Document>(answer: Answer, typ: string): Promise<Signed<Document>> {
    const text = textOf(answer)
    const signature = answer.response.headers.get('payload-signature')
    await verifyHubSignature(this.identity, Buffer.from(text), signature, typ, this.clock.now())
    return { document: JSON.parse(text) as Document, text, signature }
  }
}
