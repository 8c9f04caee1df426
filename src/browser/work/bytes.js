// Bytes as texts write them. No DOM, so that tests in Node use the very same modules.

const CHUNK = 0x8000

/** @type {{ fromBase64?: (text: string, how: object) => Uint8Array<ArrayBuffer> }} */
const native = /** @type {any} */ (Uint8Array)

/** @param {string} text */
export function utf8(text) {
  return new TextEncoder().encode(text)
}

/** @param {Uint8Array} bytes */
export function textOf(bytes) {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

/**
 * Base64url without padding, in its one canonical spelling.
 *
 * @param {Uint8Array} bytes
 */
export function toBase64url(bytes) {
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error('not base64url')
  // Newer browsers have it built in, which matters for a thousand envelopes.
  if (typeof native.fromBase64 === 'function') {
    return native.fromBase64(text, { alphabet: 'base64url' })
  }
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return bytes
}

/**
 * @param {string} hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromHex(hex) {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new Error('not hexadecimal')
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)
  }
  return bytes
}

/** @param {readonly Uint8Array[]} parts */
export function joined(...parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
