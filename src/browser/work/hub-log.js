// The hub's access log as a feed shows it: a signed checkpoint, and entries that must stand under it.
import { areEqual, inclusionRoot, leafHash } from './merkle.js'
import { fromHex, joined, sha256, utf8 } from './bytes.js'
import { Refusal, refusing } from './refusal.js'
import { hashOf } from './sha256.js'

/**
 * @typedef {{ entryId: string, index: number, leaf: string, proof: string[], record: string, salt: string,
 *   number: number }} IntakeEntry
 */

/**
 * Checks a checkpoint with the key of the log that was kept, and entries of intake under it.
 *
 * @param {string} logKey @param {string} note @param {readonly IntakeEntry[]} entries
 */
export async function requireInLog(logKey, note, entries) {
  await refusing('log', async () => {
    const { size, root } = await openCheckpoint(logKey, note)
    for (const { index, leaf, proof, record, salt, number } of entries) {
      const place = new Uint8Array(8)
      new DataView(place.buffer).setBigUint64(0, BigInt(number))
      const commitment = hashOf(fromHex(salt), utf8(record), place)
      const own = leafHash(joined(Uint8Array.of(1), commitment))
      const found = inclusionRoot(own, index, size, proof.map(fromHex))
      if (!areEqual(own, fromHex(leaf)) || !areEqual(found, root)) {
        throw new Error('an entry that is not in the log')
      }
    }
  })
}

/**
 * Size and root that the key of the log signed.
 *
 * @param {string} logKey `name+hex+base64` (C2SP signed-note).
 * @param {string} note
 */
export async function openCheckpoint(logKey, note) {
  const [, name = '', id = '', encoded = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(logKey.trim()) ?? []
  const typed = fromBase64(encoded)
  const end = note.indexOf('\n\n')
  const text = note.slice(0, end + 1)
  const [origin = '', size = '', root = ''] = text.split('\n')
  const keyId = (await sha256(joined(utf8(`${name}\n`), typed))).slice(0, 4)
  if (end < 0 || origin !== name || typed[0] !== 1 || !areEqual(keyId, fromHex(id))) {
    throw new Error('a checkpoint of another log')
  }
  const signatures = note.slice(end + 2).split('\n')
  const own = signatures.find((each) => each.startsWith(`— ${name} `)) ?? ''
  const signature = fromBase64(own.slice(name.length + 3))
  if (!areEqual(signature.slice(0, 4), keyId)) throw new Error('not signed by this log')
  const key = await crypto.subtle
    .importKey('raw', typed.slice(1), 'Ed25519', false, ['verify'])
    .catch(() => {
      throw new Refusal('browser')
    })
  if (!(await crypto.subtle.verify('Ed25519', key, signature.slice(4), utf8(text)))) {
    throw new Error('the signature does not hold')
  }
  if (!/^(0|[1-9][0-9]{0,14})$/.test(size)) throw new Error('not a checkpoint')
  return { size: Number(size), root: fromBase64(root) }
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
