// SHA-256 (FIPS 180-4) without a promise. A proof is a row of hashes over 65 bytes, each of the one
// before: asked of WebCrypto, every one of them waits for another thread, and a page of a thousand cases
// has tens of thousands. No key is hashed here; what is long still goes to WebCrypto.

/** Section 4.2.2: of the cube roots of the first 64 primes. */
const ROUND = hexWords(
  '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 ' +
    '243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc ' +
    '2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 ' +
    '06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 ' +
    'a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 ' +
    '2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 ' +
    '90befffa a4506ceb bef9a3f7 c67178f2',
)
/** Section 5.3.3: of the square roots of the first eight. */
const INITIAL = hexWords('6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19')

const BLOCK = 64
/** The mark after the message, and its length in bits. */
const ENDING = 9

// One message is hashed from its beginning to its end before the next, so all can share this.
const schedule = new Int32Array(64)
const state = new Int32Array(8)
let padded = new Uint8Array(32 * BLOCK)
let words = new DataView(padded.buffer)

/**
 * The digest of some bytes after each other.
 *
 * @param {readonly Uint8Array[]} parts Together less than 512 MB.
 * @returns {Uint8Array<ArrayBuffer>} 32 bytes.
 */
export function hashOf(...parts) {
  let length = 0
  for (const part of parts) length += part.length
  const size = Math.ceil((length + ENDING) / BLOCK) * BLOCK
  if (size > padded.length) {
    padded = new Uint8Array(size)
    words = new DataView(padded.buffer)
  }
  let at = 0
  for (const part of parts) {
    padded.set(part, at)
    at += part.length
  }
  padded[at] = 0x80
  padded.fill(0, at + 1, size)
  words.setUint32(size - 4, length * 8)
  state.set(INITIAL)
  for (let block = 0; block < size; block += BLOCK) compress(block, schedule, state, ROUND)
  // What was hashed may be about somebody: it stays no longer than that.
  padded.fill(0, 0, size)
  const digest = new Uint8Array(32)
  const out = new DataView(digest.buffer)
  state.forEach((word, each) => out.setInt32(each * 4, word))
  return digest
}

/**
 * Takes one block into the state (section 6.2.2; the names are those of the standard).
 *
 * @param {number} block Where it begins.
 * @param {Words} w @param {Words} s @param {Words} k
 */
function compress(block, w, s, k) {
  for (let t = 0; t < 16; t += 1) w[t] = words.getInt32(block + t * 4)
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15]
    const y = w[t - 2]
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[t] = (w[t - 16] + sigma0 + w[t - 7] + sigma1) | 0
  }
  let a = s[0]
  let b = s[1]
  let c = s[2]
  let d = s[3]
  let e = s[4]
  let f = s[5]
  let g = s[6]
  let h = s[7]
  for (let t = 0; t < 64; t += 1) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + k[t] + w[t]) | 0
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  s[0] = s[0] + a
  s[1] = s[1] + b
  s[2] = s[2] + c
  s[3] = s[3] + d
  s[4] = s[4] + e
  s[5] = s[5] + f
  s[6] = s[6] + g
  s[7] = s[7] + h
}

/**
 * Words of 32 bits. Every place that is read was written: the compiler need not ask.
 *
 * @typedef {{ [at: number]: any }} Words
 */

/** @param {string} hex */
function hexWords(hex) {
  return Int32Array.from(hex.split(' '), (word) => Number.parseInt(word, 16))
}
