// Cases of a month that is open: what the urgent lane told of them. No root stands over them yet, so the
// answer of the hub is signed as a whole and says what it is about.
import { textOf } from './bytes.js'
import { requireHubSignature } from './hub-signature.js'
import { openDeliveryKeys, openEnvelope } from './opening.js'
import { ask } from './page.js'
import { Refusal } from './refusal.js'

/** @typedef {Record<string, any>} Item */
/** @typedef {import('./hub-signature.js').HubIdentity} HubIdentity */

const RUNNING = 'vroegsignaal-running-cases+jws'

/**
 * Asks for named cases, checks and opens them.
 *
 * @param {HubIdentity} identity @param {string} token Of the session.
 * @param {string} month @param {readonly string[]} asked Their identifiers.
 * @param {ReadonlyMap<string, CryptoKey>} keys
 * @returns {Promise<{ cases: Item[], lost: string[] }>} `lost` has envelopes that no key here opens.
 */
export async function openRunning(identity, token, month, asked, keys) {
  const fields = { token, month, cases: asked.join(' ') }
  const { bytes, signature } = await ask('/console/work/running/sealed', fields)
  await requireHubSignature(identity, bytes, signature, RUNNING, 'signature')
  const released = JSON.parse(textOf(bytes))
  if (released.hub !== identity.hub || released.month !== month) throw new Refusal('statement')
  const delivery = await openDeliveryKeys(released.deliveryKeys, keys)
  /** @type {Set<string>} */
  const lost = new Set()
  const cases = await Promise.all(
    released.items.map(async (/** @type {Item} */ item) => {
      const caseId = item['caseId']
      if (!asked.includes(caseId)) throw new Refusal('cases')
      const notifications = await Promise.all(
        item['notifications'].map(async (/** @type {any} */ listed) => {
          const { sealedIdentity = {}, ...told } = listed
          const { withheld, jwe, disputed } = sealedIdentity
          const notification = { ...told, ...(disputed && { disputed }) }
          const found = await openEnvelope(listed, delivery, caseId)
          if (found !== undefined) return { ...notification, identity: found.item }
          if (jwe !== undefined) lost.add(caseId)
          return { ...notification, ...(withheld && { withheld }) }
        }),
      )
      return { ...item, notifications }
    }),
  )
  return { cases, lost: [...lost] }
}
