// A case that goes to the municipality where the household lives: what is offered to us is opened here,
// and what we offer is opened and sealed anew here, byte for byte the same content.
import { textOf, toBase64url, utf8 } from './bytes.js'
import { keptHub } from './hub-pin.js'
import { requireHubSignature } from './hub-signature.js'
import { sealFor, sealUnder } from './jwe.js'
import { keptKeys } from './key-store.js'
import { openDeliveryKeys, openEnvelope } from './opening.js'
import { ask, one, text } from './page.js'
import { thumbprint } from './private-key.js'
import { Refusal } from './refusal.js'
import { refusalText } from './said.js'

/** @typedef {import('./hub-signature.js').HubIdentity} HubIdentity */
/** @typedef {Record<string, any>} Item */

const TRANSFER = 'vroegsignaal-transfer+jws'
const PLAN = 'vroegsignaal-transfer-plan+jws'

/**
 * Opens what is offered to us, or was taken over.
 *
 * @param {HubIdentity} identity @param {Awaited<ReturnType<typeof ask>>} answer
 * @param {string} transferId @param {ReadonlyMap<string, CryptoKey>} keys
 * @returns {Promise<Item>} A case whose name is that of the transfer.
 * @throws {Refusal}
 */
export async function openTransfer(identity, { bytes, signature }, transferId, keys) {
  await requireHubSignature(identity, bytes, signature, TRANSFER, 'signature')
  const { transfer, notifications, deliveryKeys } = JSON.parse(textOf(bytes))
  if (transfer.transferId !== transferId) throw new Refusal('cases')
  const delivery = await openDeliveryKeys(deliveryKeys, keys)
  const opened = await Promise.all(
    notifications.map(async (/** @type {any} */ { sealedIdentity, ...notification }) => {
      const found = await openEnvelope({ ...notification, sealedIdentity }, delivery, transferId)
      const { withheld } = sealedIdentity
      return { ...notification, ...(found ? { identity: found.item } : withheld && { withheld }) }
    }),
  )
  return { caseId: transferId, notifications: opened }
}

/** Makes the form work that offers a case. */
export async function startTransfer() {
  const form = one('[data-transfer]')
  if (!(form instanceof HTMLFormElement)) return
  const keys = await keptKeys().catch(() => [])
  if (keys.length === 0) return say(text('no_key'))
  const identity = await keptHub().catch(() => undefined)
  if (identity === undefined) return say(text('no_hub'))
  form.querySelector('[data-offer]')?.removeAttribute('disabled')
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void offer(form, identity)
  })
}

/**
 * Seals what goes for the other municipality, and sends that alone.
 *
 * @param {HTMLFormElement} form @param {HubIdentity} identity
 */
async function offer(form, identity) {
  say(text('busy'))
  try {
    const plan = await plannedFor(form, identity)
    const { keyId } = plan
    const told = field(form, 'told')
    if (keyId !== form.dataset['key'] || (told !== '' && told !== keyId)) {
      return say(text('other_key'))
    }
    const sealed = await resealed(plan)
    if (sealed === undefined) return say(text('lost_keys'))
    setField(form, 'sealed', JSON.stringify(sealed))
    form.submit()
  } catch (error) {
    say(error instanceof Refusal ? refusalText(error) : text('failed'))
  }
}

/**
 * @param {HTMLFormElement} form @param {HubIdentity} identity
 * @returns {Promise<Item>}
 */
async function plannedFor(form, identity) {
  const fields = { token: field(form, 'token'), to: field(form, 'to') }
  const { bytes, signature } = await ask(`${form.dataset['transfer']}/plan`, fields)
  await requireHubSignature(identity, bytes, signature, PLAN, 'signature')
  const plan = JSON.parse(textOf(bytes))
  // The key of this name, and no other: its name is computed here once more.
  if (plan.municipalityCode !== fields.to || (await thumbprint(plan.key)) !== plan.keyId) {
    throw new Refusal('envelope')
  }
  return plan
}

/**
 * @param {Item} plan
 * @returns {Promise<Item | undefined>} `undefined` when no key here opens one of them.
 */
async function resealed(plan) {
  const kept = new Map((await keptKeys()).map(({ id, key }) => [id, key]))
  const delivery = await openDeliveryKeys(plan['deliveryKeys'], kept)
  const { id, key, jwe } = await newDeliveryKey(plan['key'], plan['keyId'])
  const goes = plan['notifications'].filter((/** @type {Item} */ one) => one['stays'] === undefined)
  const envelopes = []
  for (const listed of goes) {
    const { creditorId, notificationId } = listed
    const found = await openEnvelope(listed, delivery, '')
    if (found === undefined) return undefined
    const outside = { kid: id, notificationId, creditor: creditorId }
    envelopes.push({
      creditorId,
      notificationId,
      jwe: await sealUnder(key, outside, found.content),
    })
  }
  return { deliveryKey: { id, keyId: plan['keyId'], jwe }, envelopes }
}

/**
 * A fresh delivery key, wrapped for the other municipality; it is never stored in clear.
 *
 * @param {import('./jwe.js').PublicJwk} jwk @param {string} keyId
 */
async function newDeliveryKey(jwk, keyId) {
  const id = toBase64url(crypto.getRandomValues(new Uint8Array(16)))
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const content = { kty: 'oct', k: toBase64url(secret), kid: id, alg: 'A256KW' }
  const jwe = await sealFor(jwk, keyId, 'jwk+json', utf8(JSON.stringify(content)))
  const key = await crypto.subtle.importKey('raw', secret, 'AES-KW', false, ['wrapKey'])
  secret.fill(0)
  return { id, key, jwe }
}

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  const input = form.elements.namedItem(name)
  return input instanceof HTMLInputElement ? input.value.trim() : ''
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function setField(form, name, value) {
  const input = form.elements.namedItem(name)
  if (input instanceof HTMLInputElement) input.value = value
}

/** @param {string} said */
function say(said) {
  const place = one('[data-say]')
  if (place !== undefined) place.textContent = said
}
