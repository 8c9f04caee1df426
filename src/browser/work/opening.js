// Opens what the hub released: delivery keys with the private keys of this browser, envelopes with
// those, and checks that each envelope is the one that was closed in and belongs to its notification.
import { fromBase64url, sha256, textOf, toHex, utf8 } from './bytes.js'
import { openFor, openUnder } from './jwe.js'

/**
 * @typedef {{ digest: string, redeliveredDigest?: string, deliveryKeyId?: string, jwe?: string,
 *   withheld?: string }} Sealed
 * @typedef {{ creditorId: string, notificationId: string, sealedIdentity?: Sealed }} Listed
 * @typedef {{ id: string, keyId: string, jwe: string }} Wrapped
 * @typedef {{ initials?: string, prefix?: string, surname?: string }} Person
 * @typedef {{ street?: string, houseNumber?: number, addition?: string, postcode?: string,
 *   city?: string }} Address
 * @typedef {{ person?: Person, address?: Address, phone?: string[], email?: string[] }} Identity
 */

/**
 * Delivery keys by id; those that no key of ours opens are left out.
 *
 * @param {readonly Wrapped[]} wrapped @param {ReadonlyMap<string, CryptoKey>} keys
 * @returns {Promise<Map<string, CryptoKey>>}
 */
export async function openDeliveryKeys(wrapped, keys) {
  const opened = await Promise.all(
    wrapped.map(async ({ id, keyId, jwe }) => {
      const privateKey = keys.get(keyId)
      if (privateKey === undefined) return []
      try {
        const jwk = JSON.parse(textOf(await openFor(privateKey, jwe, 'jwk+json')))
        if (jwk.kty !== 'oct' || jwk.kid !== id) return []
        const raw = fromBase64url(String(jwk.k))
        const key = await crypto.subtle.importKey('raw', raw, 'AES-KW', false, ['unwrapKey'])
        return [/** @type {const} */ ([id, key])]
      } catch {
        return []
      }
    }),
  )
  return new Map(opened.flat())
}

/**
 * The identity of a notification; `undefined` when the hub withholds it or it does not open.
 *
 * @param {Listed} listed @param {ReadonlyMap<string, CryptoKey>} deliveryKeys
 * @returns {Promise<Identity | undefined>}
 */
export async function openIdentity({ creditorId, notificationId, sealedIdentity }, deliveryKeys) {
  const { jwe, digest, redeliveredDigest, deliveryKeyId } = sealedIdentity ?? {}
  const deliveryKey = deliveryKeys.get(deliveryKeyId ?? '')
  if (jwe === undefined || deliveryKeyId === undefined || deliveryKey === undefined)
    return undefined
  try {
    if (toHex(await sha256(utf8(jwe))) !== (redeliveredDigest ?? digest)) return undefined
    const expected = { kid: deliveryKeyId, notificationId, creditor: creditorId }
    const content = JSON.parse(textOf(await openUnder(deliveryKey, jwe, expected)))
    if (content.notificationId !== notificationId || content.creditorId !== creditorId) {
      return undefined
    }
    const { person, address, phone, email } = JSON.parse(content.item)
    return { person, address, phone, email }
  } catch {
    return undefined
  }
}
