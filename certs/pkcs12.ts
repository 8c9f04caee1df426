import { createHash, createHmac, createPrivateKey, randomBytes } from 'node:crypto'
import { x509 } from '../src/crypto/x509.js'
import type { Credential } from './issue.js'

/** How often the password is hashed for the check of the whole; Node chooses it for the key. */
const ROUNDS = 100_000

/** Of 32 characters, so that each is five bits; none is taken for another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789+'
const PASSWORD_CHARACTERS = 24

const OID = {
  data: '1.2.840.113549.1.7.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

/** A password of 120 random bits: guessing it takes for ever, however often it is hashed. */
export function newPassword(): string {
  return Array.from(randomBytes(PASSWORD_CHARACTERS), (byte) => ALPHABET[byte % 32]!).join('')
}

/**
 * A credential as one file that browsers and operating systems import (PKCS #12, RFC 7292): the key
 * under the password (PBES2, AES-256), the certificates in clear, since they are public, and a check
 * over the whole (HMAC-SHA-256).
 *
 * @param name What the browser calls it.
 * @param password As `newPassword` makes it: who has the file and the password is the person.
 * @throws {RangeError} When it is shorter than 20 characters.
 */
export function pkcs12(credential: Credential, name: string, password: string): Buffer {
  if (password.length < 20) throw new RangeError('The password has at least 20 characters.')
  const certificates = pemBlocks(credential.chain).map((pem) =>
    Buffer.from(new x509.X509Certificate(pem).rawData),
  )
  const keyId = createHash('sha256').update(certificates[0]!).digest()
  const own = attributes(name, keyId)
  const key = createPrivateKey(credential.key).export({
    format: 'der',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: password,
  })
  const bags = [
    safeBag(OID.shroudedKey, key, own),
    ...certificates.map((der, at) =>
      safeBag(
        OID.certificate,
        sequence(oid(OID.x509Certificate), tagged(0, octets(der))),
        at === 0 ? own : undefined,
      ),
    ),
  ]
  const safes = sequence(...bags.map((bag) => content(sequence(bag))))
  const salt = randomBytes(16)
  const macKey = derived(password, salt, ROUNDS)
  const digest = createHmac('sha256', macKey).update(safes).digest()
  const mac = sequence(
    sequence(sequence(oid(OID.sha256), der(0x05)), octets(digest)),
    octets(salt),
    integer(ROUNDS),
  )
  return sequence(integer(3), content(safes), mac)
}

/** The key of the check: RFC 7292, appendix B.2, with SHA-256 and identifier 3. */
function derived(password: string, salt: Buffer, rounds: number): Buffer {
  const block = 64
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const filled = Buffer.concat([repeated(salt, block), repeated(text, block)])
  let hash = createHash('sha256').update(Buffer.alloc(block, 3)).update(filled).digest()
  for (let round = 1; round < rounds; round += 1) hash = createHash('sha256').update(hash).digest()
  return hash
}

/** Bytes over and over until a whole number of blocks is full. */
function repeated(bytes: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
}

function attributes(name: string, keyId: Buffer): Buffer {
  const text = der(0x1e, Buffer.from(name, 'utf16le').swap16())
  return der(
    0x31,
    sequence(oid(OID.friendlyName), der(0x31, text)),
    sequence(oid(OID.localKeyId), der(0x31, octets(keyId))),
  )
}

function safeBag(kind: string, value: Buffer, own: Buffer | undefined): Buffer {
  return sequence(oid(kind), tagged(0, value), ...(own === undefined ? [] : [own]))
}

function content(bytes: Buffer): Buffer {
  return sequence(oid(OID.data), tagged(0, octets(bytes)))
}

function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function octets(bytes: Buffer): Buffer {
  return der(0x04, bytes)
}

function tagged(number: number, bytes: Buffer): Buffer {
  return der(0xa0 + number, bytes)
}

/** A whole number that is not negative. */
function integer(value: number): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return der(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const groups = [part % 128]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left % 128) + 128)
    }
    return groups
  })
  return der(0x06, Buffer.from(bytes))
}

/** One value in DER: tag, length, contents. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const contents = Buffer.concat(parts)
  const { length } = contents
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), contents])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(length)
  const short = size.subarray(size.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.of(tag, 0x80 + short.length), short, contents])
}
