// The hub's signature over what it sent, checked with the keys that this browser kept and no others.
import { fromBase64url, sha256, textOf, toBase64url, utf8 } from './bytes.js'
import { Refusal, refusing } from './refusal.js'

/**
 * What this browser keeps of a hub, in the form of `hub.json` of the command line.
 *
 * @typedef {{ kty: string, crv: string, x: string, y: string, kid: string }} HubKey
 * @typedef {{ hub: string, keys: HubKey[], logKey: string, sandbox?: boolean }} HubIdentity
 */

const MECHANISM = 'http://uri.etsi.org/19182/HttpHeaders'
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }
/** A clock may be wrong by this much; a signature from later than that was not made yet. */
const FUTURE_MS = 24 * 3_600_000

/**
 * @param {HubIdentity} identity @param {Uint8Array<ArrayBuffer>} bytes Exactly what was received.
 * @param {string | null | undefined} value Header, two dots, signature.
 * @param {string} typ Kind of document that is expected.
 * @param {'signature' | 'statement'} code What the refusal is called.
 */
export async function requireHubSignature(identity, bytes, value, typ, code) {
  await refusing(code, async () => {
    const [encoded = '', nothing, signature = '', ...rest] = (value ?? '').split('.')
    if (nothing !== '' || rest.length > 0) throw new Error('not a detached signature')
    const header = JSON.parse(textOf(canonical(encoded)))
    if (!isExpected(header, typ)) throw new Error('not this kind of signature')
    const jwk = identity.keys.find(({ kid }) => kid === header.kid)
    if (jwk === undefined) throw new Error('not a key that was kept')
    const { kty, crv, x, y } = jwk
    if (kty !== 'EC' || crv !== 'P-256') throw new Error('not a key of a hub')
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, ECDSA, false, ['verify'])
    const digest = btoa(String.fromCharCode(...(await sha256(bytes))))
    const input = utf8(`${encoded}.digest: SHA-256=${digest}`)
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    if (!(await crypto.subtle.verify(algorithm, key, canonical(signature), input))) {
      throw new Error('the signature does not hold')
    }
    requireEnvironment(identity, header)
  })
}

/** @param {HubIdentity} identity @param {Record<string, unknown>} header */
function requireEnvironment({ sandbox = false }, { env, iat }) {
  if ((env === 'sandbox') !== sandbox) throw new Refusal('environment')
  // The clock of a sandbox can be stepped.
  if (sandbox) return
  // eslint-disable-next-line no-restricted-syntax -- a browser has no other clock
  if (typeof iat !== 'number' || iat * 1000 > Date.now() + FUTURE_MS) {
    throw new Error('a signature from the future')
  }
}

/** @param {Record<string, any>} header @param {string} typ */
function isExpected({ alg, typ: found, b64, crit, sigD }, typ) {
  return (
    alg === 'ES256' &&
    found === typ &&
    b64 === false &&
    JSON.stringify([...(crit ?? [])].sort()) === '["b64","sigD"]' &&
    sigD?.mId === MECHANISM &&
    JSON.stringify(sigD?.pars) === '["digest"]'
  )
}

/** @param {string} text */
function canonical(text) {
  const bytes = fromBase64url(text)
  if (text === '' || toBase64url(bytes) !== text) throw new Error('not canonical base64url')
  return bytes
}
