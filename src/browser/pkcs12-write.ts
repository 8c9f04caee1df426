import { joined, random, sha256, utf8, type Bytes } from './bytes.js'
import { der, integer, nothing, octets, oid, sequence, set, tagged } from './der.js'

const OID = {
  data: '1.2.840.113549.1.7.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

/** Of 32 characters, so that each is five bits; none is taken for another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789+'
const PASSWORD_CHARACTERS = 24
const KEY_ROUNDS = 210_000
/** The password has 120 random bits, so that hashing it more often protects nothing. */
const CHECK_ROUNDS = 2048

/** A password of 120 random bits. */
export function newPassword(): string {
  return Array.from(random(PASSWORD_CHARACTERS), (byte) => ALPHABET[byte % 32]!).join('')
}

/**
 * A key with its certificates as one file that browsers and operating systems import (PKCS #12, RFC
 * 7292): the key under the password (PBES2, AES-256), the certificates in clear, since they are public,
 * and a check over the whole (HMAC-SHA-256).
 *
 * @param key PKCS #8.
 * @param chain The certificate of the key first.
 * @param name What the browser calls it.
 */
export async function writePkcs12(
  key: Bytes,
  chain: readonly Bytes[],
  name: string,
  password: string,
): Promise<Bytes> {
  const own = attributes(name, await sha256(chain[0]!))
  const bags = [
    sequence(oid(OID.shroudedKey), tagged(0, await shrouded(key, password)), own),
    ...chain.map((certificate, at) =>
      sequence(
        oid(OID.certificate),
        tagged(0, sequence(oid(OID.x509Certificate), tagged(0, octets(certificate)))),
        ...(at === 0 ? [own] : []),
      ),
    ),
  ]
  const safes = sequence(...bags.map((bag) => content(sequence(bag))))
  const salt = random(16)
  const hash = { name: 'HMAC', hash: 'SHA-256' }
  const checkKey = await crypto.subtle.importKey(
    'raw',
    await derived(password, salt),
    hash,
    false,
    ['sign'],
  )
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', checkKey, safes))
  const check = sequence(
    sequence(sequence(oid(OID.sha256), nothing()), octets(digest)),
    octets(salt),
    integer(CHECK_ROUNDS),
  )
  return sequence(integer(3), content(safes), check)
}

async function shrouded(key: Bytes, password: string): Promise<Bytes> {
  const [salt, iv] = [random(16), random(16)]
  const secret = await crypto.subtle.importKey('raw', utf8(password), 'PBKDF2', false, [
    'deriveKey',
  ])
  const cipher = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: KEY_ROUNDS },
    secret,
    { name: 'AES-CBC', length: 256 },
    false,
    ['encrypt'],
  )
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, cipher, key))
  const derivation = sequence(
    oid(OID.pbkdf2),
    sequence(octets(salt), integer(KEY_ROUNDS), sequence(oid(OID.hmacSha256), nothing())),
  )
  const scheme = sequence(oid(OID.aes256), octets(iv))
  return sequence(sequence(oid(OID.pbes2), sequence(derivation, scheme)), octets(closed))
}

/** The key of the check: RFC 7292, appendix B.2, with SHA-256 and identifier 3. */
async function derived(password: string, salt: Bytes): Promise<Bytes> {
  const block = 64
  const text = new Uint8Array((password.length + 1) * 2)
  for (let at = 0; at < password.length; at += 1) {
    new DataView(text.buffer).setUint16(at * 2, password.charCodeAt(at))
  }
  const repeated = (bytes: Bytes) =>
    Uint8Array.from(
      { length: Math.ceil(bytes.length / block) * block },
      (_, at) => bytes[at % bytes.length]!,
    )
  const filled = joined(new Uint8Array(block).fill(3), repeated(salt), repeated(text))
  let hash = await sha256(filled)
  for (let round = 1; round < CHECK_ROUNDS; round += 1) hash = await sha256(hash)
  return hash
}

function attributes(name: string, keyId: Bytes): Bytes {
  const wide = new Uint8Array(name.length * 2)
  for (let at = 0; at < name.length; at += 1) {
    new DataView(wide.buffer).setUint16(at * 2, name.charCodeAt(at))
  }
  return set(
    sequence(oid(OID.friendlyName), set(der(0x1e, wide))),
    sequence(oid(OID.localKeyId), set(octets(keyId))),
  )
}

function content(bytes: Bytes): Bytes {
  return sequence(oid(OID.data), tagged(0, octets(bytes)))
}
