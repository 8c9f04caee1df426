import { createHash, type KeyObject } from 'node:crypto'
import type { components } from '../generated/openapi.js'
import { openDeliveryKey, type DeliveryKey } from '../crypto/delivery-key.js'
import { open } from '../crypto/envelope.js'
import { leafHash, verifyInclusion } from '../log-tree/tree.js'
import { VerificationError } from './problem.js'

/** A municipality's private sealing keys, by thumbprint. */
export type SealingKeys = ReadonlyMap<string, KeyObject>

/** What an envelope held: the item exactly as the creditor sent it, and where it stood in its batch. */
export interface OpenedIdentity {
  readonly item: components['schemas']['NotificationEarly']
  readonly batchId: string
  /** Place in the batch, from 0. */
  readonly index: number
  /** Hexadecimal: the root of the batch, which its receipt signs and the log names. */
  readonly itemsRoot: string
  /** What the envelope held, as it was sealed: item, salt and path, which prove it to anybody. */
  readonly content: string
}

/** Opens the envelopes of one page with the delivery keys that travel beside them. */
export class EnvelopeOpener {
  readonly #deliveryKeys = new Map<string, DeliveryKey>()

  /** @throws {VerificationError} `delivery_key`, when none of the private keys opens one. */
  constructor(deliveryKeys: readonly components['schemas']['DeliveryKey'][], keys: SealingKeys) {
    for (const { id, keyId, jwe } of deliveryKeys) {
      const privateKey = keys.get(keyId)
      if (privateKey === undefined) {
        throw new VerificationError(
          'delivery_key',
          `This page is sealed for the key ${keyId}, which is not among yours.`,
        )
      }
      this.#deliveryKeys.set(id, openDeliveryKey(jwe, privateKey))
    }
  }

  /**
   * Opens the envelope of a notification and checks that it is the one that the feed committed to,
   * that it belongs to this notification, and that the item stood in the batch it names.
   *
   * @returns `undefined` when the hub withholds the envelope; the feed says why.
   * @throws {VerificationError} `envelope.*`
   */
  open(
    creditorId: string,
    notificationId: string,
    sealed: components['schemas']['SealedIdentity'],
  ): OpenedIdentity | undefined {
    if (sealed.jwe === undefined) return undefined
    const expected = sealed.redeliveredDigest ?? sealed.digest
    if (createHash('sha256').update(sealed.jwe).digest('hex') !== expected) {
      throw new VerificationError(
        'envelope.digest',
        'An envelope is not the one that was closed in.',
      )
    }
    const deliveryKey = this.#deliveryKeys.get(sealed.deliveryKeyId ?? '')
    if (deliveryKey === undefined) {
      throw new VerificationError('envelope.key', 'The key of an envelope is not on its page.')
    }
    const opened = open(deliveryKey, sealed.jwe, { notificationId, creditor: creditorId })
    const text = opened.plaintext.toString('utf8').trimEnd()
    const content = JSON.parse(text) as EnvelopeContent
    if (content.notificationId !== notificationId || content.creditorId !== creditorId) {
      throw new VerificationError('envelope.moved', 'An envelope belongs to another notification.')
    }
    checkPlace(content)
    return {
      item: releasedItem(content),
      batchId: content.batchId,
      index: content.index,
      itemsRoot: content.itemsRoot,
      content: text,
    }
  }
}

/** The text inside an envelope. */
interface EnvelopeContent {
  readonly creditorId: string
  readonly notificationId: string
  /**
   * Canonical text (RFC 8785) of the item that the creditor signed, with a commitment in the place
   * of its customer reference.
   */
  readonly item: string
  /** Base64url, as the hashes of the path. */
  readonly salt: string
  /** The customer reference, where the legal basis lets the municipality have it. */
  readonly reference?: { readonly value: string; readonly salt: string }
  readonly index: number
  readonly count: number
  readonly path: readonly string[]
  readonly batchId: string
  readonly itemsRoot: string
}

/** The salted digest of the item must lie under the root that the creditor's receipt signs. */
function checkPlace({ item, salt, index, count, path, itemsRoot }: EnvelopeContent): void {
  const digest = createHash('sha256').update(bytes(salt)).update(item).digest()
  const root = Buffer.from(itemsRoot, 'hex')
  if (!verifyInclusion(leafHash(digest), index, count, path.map(bytes), root)) {
    throw new VerificationError(
      'envelope.place',
      'An item does not lie under the root of its batch.',
    )
  }
}

/** The item with its customer reference, or without when the municipality may not have it. */
function releasedItem({ item, reference }: EnvelopeContent): OpenedIdentity['item'] {
  const { customerReference, ...released } = JSON.parse(item) as OpenedIdentity['item']
  if (reference === undefined) return released
  const { value, salt } = reference
  const commitment = createHash('sha256').update(bytes(salt)).update(value).digest('base64url')
  if (commitment !== customerReference) {
    throw new VerificationError('envelope.reference', 'A customer reference is not the one sent.')
  }
  return { ...released, customerReference: value }
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}
