// What an executor may know of a case: who and where, sealed for its key. Neither creditors nor amounts
// are in it, so no executor can read them, whatever it is beside that.
import { textOf, utf8 } from './bytes.js'
import { openFor, sealFor } from './jwe.js'
import { thumbprint } from './private-key.js'

/** @typedef {import('./contact.js').Contact} Contact */

const CONTENT = 'vroegsignaal-assignment+json'
/** Lengths of names and addresses must not show through. */
const PADDING = 256

/**
 * @param {import('./jwe.js').PublicJwk} jwk @param {string} keyId @param {string} caseId
 * @param {Contact} contact
 */
export async function sealContact(jwk, keyId, caseId, contact) {
  // The key that was compared, and no other: its name is computed here once more.
  if ((await thumbprint(jwk)) !== keyId) throw new Error('not the key of this name')
  const { name, address, phone, email } = contact
  const text = JSON.stringify({ caseId, name, address, phone, email })
  const length = Math.ceil(utf8(text).length / PADDING) * PADDING
  const padded = text + ' '.repeat(length - utf8(text).length)
  return sealFor(jwk, keyId, CONTENT, utf8(padded))
}

/**
 * @param {CryptoKey | undefined} key @param {string} jwe @param {string} caseId
 * @returns {Promise<Contact | undefined>}
 */
export async function openContact(key, jwe, caseId) {
  if (key === undefined) return undefined
  try {
    const opened = JSON.parse(textOf(await openFor(key, jwe, CONTENT)))
    if (opened.caseId !== caseId) return undefined
    const { name, address, phone, email } = opened
    return { name, address, phone, email }
  } catch {
    return undefined
  }
}
