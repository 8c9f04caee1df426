import { newDeliveryKey } from '../crypto/delivery-key.js'
import { seal } from '../crypto/envelope.js'
import { parseSealingKey } from '../crypto/jwk.js'
import type { components } from '../generated/openapi.js'
import { randomId } from '../kernel/identifiers.js'
import { parsed, textOf } from './answer.js'
import type { HubConnection } from './connection.js'
import { verifyHubSignature } from './hub-identity.js'
import { EnvelopeOpener, type OpenedIdentity, type SealingKeys } from './open-envelope.js'
import { VerificationError } from './problem.js'

type Schemas = components['schemas']

/** Transfers from and to the caller's municipality, newest first. */
export function transfersOf(hub: HubConnection): Promise<readonly Schemas['Transfer'][]> {
  return hub.calls.client
    .GET('/transfers', { parseAs: 'text' })
    .then((answer) => parsed<Schemas['TransferList']>(answer).transfers)
}

/** What of a case another municipality may have, with the envelopes that go. */
export function planTransfer(
  hub: HubConnection,
  trial: Schemas['TransferTrial'],
): Promise<Schemas['TransferPlan']> {
  const call = { body: trial, parseAs: 'text' } as const
  return hub.calls.client.POST('/transfers/_prepare', call).then(parsed<Schemas['TransferPlan']>)
}

/** What is sealed anew for the municipality that a plan names. */
export type Resealed = Pick<Schemas['TransferOffer'], 'deliveryKey' | 'envelopes'>

/**
 * Opens the envelopes that go with the caller's own keys, and seals what they hold for the other
 * municipality: byte for byte the same content, so that it can be proved there too.
 *
 * @throws {VerificationError} `transfer.key` when the key is not the one of its name; `envelope.*`,
 *   `delivery_key` when one does not open.
 */
export function reseal(plan: Schemas['TransferPlan'], keys: SealingKeys): Resealed {
  const recipient = parseSealingKey(plan.key)
  if (recipient.kid !== plan.keyId) {
    throw new VerificationError('transfer.key', 'The key to seal for is not the one of its name.')
  }
  const opener = new EnvelopeOpener(plan.deliveryKeys, keys)
  const deliveryKey = newDeliveryKey(recipient)
  const envelopes = plan.notifications.flatMap((one) => {
    const { creditorId, notificationId, sealedIdentity } = one
    if (sealedIdentity === undefined) return []
    const opened = opener.open(creditorId, notificationId, sealedIdentity)
    if (opened === undefined) return []
    const header = { notificationId, creditor: creditorId }
    return [{ creditorId, notificationId, jwe: seal(deliveryKey, header, opened.content) }]
  })
  const { id, jwe } = deliveryKey
  return { deliveryKey: { id, keyId: recipient.kid, jwe }, envelopes }
}

/** Offers a case that was sealed anew; a `transferId` that is kept lets the same offer be sent again. */
export function offerTransfer(
  hub: HubConnection,
  offer: Schemas['TransferTrial'] & Resealed & Pick<Schemas['TransferOffer'], 'ground'>,
  transferId = randomId(),
): Promise<Schemas['Transfer']> {
  const call = hub.calls.carry('offerTransfer', { transferId, ...offer })
  return hub.calls.client.POST('/transfers', call).then(parsed<Schemas['Transfer']>)
}

/** Accepts, refuses or withdraws an offer. */
export function decideTransfer(
  hub: HubConnection,
  transferId: string,
  decision: Schemas['TransferDecision']['decision'],
  refusal?: Schemas['TransferRefusal'],
): Promise<Schemas['Transfer']> {
  const fields = { transferId, decision, ...(refusal !== undefined && { refusal }) }
  const call = hub.calls.carry('decideTransfer', fields)
  return hub.calls.client
    .POST('/transfers/{transferId}/_decide', { ...call, params: { path: { transferId } } })
    .then(parsed<Schemas['Transfer']>)
}

/** A transfer as its receiver reads it, opened. */
export interface OpenedTransfer extends Omit<
  Schemas['TransferContent'],
  'notifications' | 'deliveryKeys'
> {
  readonly notifications: readonly (Omit<Schemas['FeedNotification'], 'sealedIdentity'> & {
    readonly identity?: OpenedIdentity['item']
    readonly withheld?: Schemas['Withheld']
  })[]
}

/** Reads a transfer, checks what the hub signed, and opens its envelopes. */
export async function readTransfer(
  hub: HubConnection,
  transferId: string,
  keys: SealingKeys,
): Promise<OpenedTransfer> {
  const params = { path: { transferId } }
  const answer = await hub.calls.client.GET('/transfers/{transferId}', { params, parseAs: 'text' })
  const text = textOf(answer)
  const signature = answer.response.headers.get('payload-signature')
  const typ = 'vroegsignaal-transfer+jws'
  await verifyHubSignature(hub.identity, Buffer.from(text), signature, typ, hub.clock.now())
  const content = JSON.parse(text) as Schemas['TransferContent']
  const { notifications, deliveryKeys, ...rest } = content
  const opener = new EnvelopeOpener(deliveryKeys, keys)
  return {
    ...rest,
    notifications: notifications.map(({ sealedIdentity, ...one }) => {
      const found = opener.open(one.creditorId, one.notificationId, sealedIdentity)
      const { withheld } = sealedIdentity
      return {
        ...one,
        ...(found !== undefined && { identity: found.item }),
        ...(withheld !== undefined && { withheld }),
      }
    }),
  }
}
