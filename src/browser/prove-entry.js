// Checks, in the browser of the person who reads it, that an entry of the access log stands in the
// signed log exactly as the page shows it. Everything is computed from the text of the page, so what
// was checked is what was read; nothing is asked of the hub again.
//
// Shares no code with the hub. Formats: RFC 6962 tree hashes, C2SP checkpoint and signed note; the
// leaf is SHA-256(0x00, 0x01, SHA-256(salt, record, number as 8 bytes)).

/** @param {string} id */
function textOf(id) {
  const element = document.getElementById(id)
  if (element === null) throw new Error('the page lacks a part of the proof')
  return element.textContent ?? ''
}

/** @param {readonly Uint8Array[]} parts */
async function sha256(...parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** @param {string} hex */
function fromHex(hex) {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new Error('not hexadecimal')
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** @param {string} base64 */
function fromBase64(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** @param {Uint8Array} left @param {Uint8Array} right */
function areEqual(left, right) {
  return left.length === right.length && left.every((byte, at) => byte === right[at])
}

/** @param {Uint8Array} salt @param {string} record @param {number} number */
async function leafOf(salt, record, number) {
  const place = new Uint8Array(8)
  new DataView(place.buffer).setBigUint64(0, BigInt(number))
  const commitment = await sha256(salt, new TextEncoder().encode(record), place)
  return sha256(Uint8Array.of(0, 1), commitment)
}

/**
 * The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2).
 *
 * @param {Uint8Array} leaf @param {number} index @param {number} size
 * @param {readonly Uint8Array[]} path
 */
async function rootOf(leaf, index, size, path) {
  if (!(index >= 0 && index < size)) throw new Error('no such place')
  let at = index
  let last = size - 1
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) throw new Error('the path is too long')
    if (at % 2 === 1 || at === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = await sha256(Uint8Array.of(1), hash, sibling)
    }
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw new Error('the path is too short')
  return hash
}

/**
 * What a checkpoint states.
 *
 * @param {string} note
 */
function readCheckpoint(note) {
  const end = note.indexOf('\n\n')
  const [origin = '', size = '', root = ''] = note.slice(0, end).split('\n')
  if (end < 0 || !/^(0|[1-9][0-9]{0,14})$/.test(size)) throw new Error('not a checkpoint')
  const text = note.slice(0, end + 1)
  const signatures = note.slice(end + 2).split('\n')
  return { origin, size: Number(size), root: fromBase64(root), text, signatures }
}

/**
 * Whether the log's key signed a checkpoint; `undefined` where the browser knows no Ed25519.
 *
 * @param {ReturnType<typeof readCheckpoint>} checkpoint @param {string} verifierKey
 * @returns {Promise<boolean | undefined>}
 */
async function isSigned(checkpoint, verifierKey) {
  const [, name = '', id = '', encoded = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey) ?? []
  const key = fromBase64(encoded)
  const fingerprint = await sha256(new TextEncoder().encode(`${name}\n`), key)
  if (
    name !== checkpoint.origin ||
    key[0] !== 1 ||
    !areEqual(fingerprint.slice(0, 4), fromHex(id))
  ) {
    return false
  }
  const line = checkpoint.signatures.find((each) => each.startsWith(`— ${name} `))
  const signature = fromBase64(line?.slice(name.length + 3) ?? '')
  if (!areEqual(signature.slice(0, 4), fromHex(id))) return false
  let imported
  try {
    imported = await crypto.subtle.importKey('raw', key.slice(1), 'Ed25519', false, ['verify'])
  } catch {
    return undefined
  }
  const text = new TextEncoder().encode(checkpoint.text)
  return crypto.subtle.verify('Ed25519', imported, signature.slice(4), text)
}

/** @returns {Promise<'proven' | 'unsigned' | 'disproven'>} */
async function verdict() {
  try {
    const leaf = await leafOf(
      fromHex(textOf('salt')),
      textOf('record'),
      Number(textOf('number').trim()),
    )
    const path = textOf('path').split('\n').filter(Boolean).map(fromHex)
    const checkpoint = readCheckpoint(textOf('checkpoint'))
    const root = await rootOf(leaf, Number(textOf('index')), checkpoint.size, path)
    if (!areEqual(root, checkpoint.root)) return 'disproven'
    const signed = await isSigned(checkpoint, textOf('verifier').trim())
    return signed === undefined ? 'unsigned' : signed ? 'proven' : 'disproven'
  } catch {
    return 'disproven'
  }
}

const answer = await verdict()
for (const element of document.querySelectorAll('[data-verdict]')) {
  if (element instanceof HTMLElement) element.hidden = element.dataset['verdict'] !== answer
}
