import { sha256 } from '../crypto/hash.js'

/** Crockford's base 32: no letter that is taken for a digit, and no U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 20
const GROUP = 5

/**
 * A code of an invitation as a person types it: 100 bits in four groups.
 *
 * @param random At least 20 random bytes; five bits of each are used.
 */
export function newCode(random: Uint8Array): string {
  const characters = Array.from(random.subarray(0, CHARACTERS), (byte) => ALPHABET[byte % 32]!)
  return characters.join('').replace(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-')
}

/**
 * What is kept of a code, however it was typed: case, spaces and hyphens do not count, and letters that
 * look like a digit are that digit.
 *
 * @returns `undefined` for a text that is no code.
 */
export function codeDigest(text: string): Buffer | undefined {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  const isCode = plain.length === CHARACTERS && [...plain].every((one) => ALPHABET.includes(one))
  return isCode ? sha256(Buffer.from(`vroegsignaal invitation ${plain}`)) : undefined
}
