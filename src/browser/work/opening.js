// Opens envelopes: delivery keys with the private keys of this browser, envelopes with those, and checks
// that each envelope is the one that was closed in, belongs to its notification, and held an item that
// stood in the batch it names.
import { fromBase64url, fromHex, textOf, toHex, utf8 } from './bytes.js'
import { openFor, openUnder } from './jwe.js'
import { areEqual, inclusionRoot, leafHash } from './merkle.js'
import { Refusal } from './refusal.js'
import { hashOf } from './sha256.js'

/**
 * @typedef {{ digest: string, redeliveredDigest?: string, deliveryKeyId?: string, jwe?: string,
 *   withheld?: string }} Sealed
 * @typedef {{ creditorId: string, notificationId: string, sealedIdentity?: Sealed }} Listed
 * @typedef {{ id: string, keyId: string, jwe: string }} Wrapped
 * @typedef {{ initials?: string, prefix?: string, surname?: string }} Person
 * @typedef {{ street?: string, houseNumber?: number, addition?: string, postcode?: string,
 *   city?: string }} Address
 * @typedef {{ person?: Person, address?: Address, phone?: string[], email?: string[] }} Identity
 * @typedef {{ item: Identity & Record<string, any>, batchId: string, index: number,
 *   itemsRoot: string, content: Uint8Array<ArrayBuffer> }} Opened
 */

/**
 * Delivery keys by id; those for whose wrapping there is no private key here are left out.
 *
 * @param {readonly Wrapped[]} wrapped @param {ReadonlyMap<string, CryptoKey>} keys
 * @returns {Promise<Map<string, CryptoKey>>}
 * @throws {Refusal} `envelope`, for one that was sealed for a key of ours and does not open with it.
 */
export async function openDeliveryKeys(wrapped, keys) {
  const opened = await Promise.all(
    wrapped.map(async ({ id, keyId, jwe }) => {
      const privateKey = keys.get(keyId)
      if (privateKey === undefined) return []
      try {
        const jwk = JSON.parse(textOf(await openFor(privateKey, jwe, 'jwk+json')))
        if (jwk.kty !== 'oct' || jwk.kid !== id) throw new Error('another key')
        const raw = fromBase64url(String(jwk.k))
        const key = await crypto.subtle.importKey('raw', raw, 'AES-KW', false, ['unwrapKey'])
        return [/** @type {const} */ ([id, key])]
      } catch {
        throw new Refusal('envelope')
      }
    }),
  )
  return new Map(opened.flat())
}

/**
 * What an envelope held; `undefined` when the hub withholds it, or no key here opens it.
 *
 * @param {Listed} listed @param {ReadonlyMap<string, CryptoKey>} deliveryKeys
 * @param {string} caseId Which the refusal names.
 * @returns {Promise<Opened | undefined>}
 * @throws {Refusal} `envelope`, when it is not the one that belongs here.
 */
export async function openEnvelope(listed, deliveryKeys, caseId) {
  const { creditorId, notificationId, sealedIdentity } = listed
  const { jwe, digest, redeliveredDigest, deliveryKeyId = '' } = sealedIdentity ?? {}
  const deliveryKey = deliveryKeys.get(deliveryKeyId)
  if (jwe === undefined || deliveryKey === undefined) return undefined
  try {
    if (toHex(hashOf(utf8(jwe))) !== (redeliveredDigest ?? digest)) {
      throw new Error('not the envelope that was closed in')
    }
    const expected = { kid: deliveryKeyId, notificationId, creditor: creditorId }
    const bytes = await openUnder(deliveryKey, jwe, expected)
    const content = JSON.parse(textOf(bytes))
    if (content.notificationId !== notificationId || content.creditorId !== creditorId) {
      throw new Error('the envelope of another notification')
    }
    requirePlace(content)
    const { batchId, index, itemsRoot } = content
    return { item: releasedItem(content), batchId, index, itemsRoot, content: bytes }
  } catch {
    throw new Refusal('envelope', caseId)
  }
}

/**
 * The salted digest of the item must lie under the root that the creditor's receipt signs.
 *
 * @param {Record<string, any>} content
 */
function requirePlace({ item, salt, index, count, path, itemsRoot }) {
  const digest = hashOf(fromBase64url(salt), utf8(item))
  const root = inclusionRoot(
    leafHash(digest),
    index,
    count,
    path.map((/** @type {string} */ hash) => fromBase64url(hash)),
  )
  if (!areEqual(root, fromHex(itemsRoot))) throw new Error('not under the root of its batch')
}

/**
 * The item with its customer reference, or without where the municipality may not have it.
 *
 * @param {Record<string, any>} content
 */
function releasedItem({ item, reference }) {
  const { customerReference, ...released } = JSON.parse(item)
  if (reference === undefined) return released
  const digest = hashOf(fromBase64url(reference.salt), utf8(reference.value))
  if (!areEqual(digest, fromBase64url(customerReference))) throw new Error('another reference')
  return { ...released, customerReference: reference.value }
}
