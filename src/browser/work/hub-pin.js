// The hub as this browser knows it: its keys, kept once they were compared, and used from then on.
import { thumbprint } from './private-key.js'
import { keptRecord, keepRecord } from './key-store.js'

/** @typedef {import('./hub-signature.js').HubIdentity} HubIdentity */

const LOG_KEY = /^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/

/**
 * The hub that was kept here; `undefined` before that.
 *
 * @returns {Promise<HubIdentity | undefined>}
 */
export async function keptHub() {
  const kept = await keptRecord()
  return kept === undefined ? undefined : readHub(kept)
}

/** @param {HubIdentity} identity */
export async function keepHub(identity) {
  await keepRecord(JSON.stringify(identity))
}

/**
 * Reads a file as `vroegsignaal connect` writes it (`hub.json`), or as this page does. What else stands
 * in it is left out.
 *
 * @param {string} text
 * @returns {Promise<HubIdentity>}
 */
export async function readHub(text) {
  const { hub, keys, logKey, sandbox } = JSON.parse(text)
  if (typeof hub !== 'string' || hub === '' || !Array.isArray(keys) || keys.length === 0) {
    throw new Error('not a file about a hub')
  }
  if (typeof logKey !== 'string' || !LOG_KEY.test(logKey.trim())) throw new Error('no key of a log')
  const named = await Promise.all(
    keys.map(async ({ kty, crv, x, y }) => {
      if (kty !== 'EC' || crv !== 'P-256' || !x || !y) throw new Error('not a key of a hub')
      // Its name is computed here: what it is called elsewhere proves nothing.
      return { kty, crv, x, y, kid: await thumbprint({ kty, crv, x, y }) }
    }),
  )
  return {
    hub,
    keys: named,
    logKey: logKey.trim(),
    ...(sandbox === true && { sandbox }),
  }
}

/**
 * Whether two descriptions are of the same hub with the same keys.
 *
 * @param {HubIdentity} left @param {HubIdentity} right
 */
export function areSame(left, right) {
  const said = (/** @type {HubIdentity} */ { hub, keys, logKey, sandbox = false }) =>
    JSON.stringify([hub, keys.map(({ kid }) => kid).sort(), logKey, sandbox])
  return said(left) === said(right)
}
