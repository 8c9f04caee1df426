import { utf8, type Bytes } from './bytes.js'
import { child, children, DerError, dotted, readDer, smallNumber, type Node } from './der.js'

/** What a file with a key holds. */
export interface KeyFile {
  /** PKCS #8. */
  readonly key: Bytes
  /** The certificates beside it, in their order. */
  readonly certificates: readonly Bytes[]
}

const DATA = '1.2.840.113549.1.7.1'
const ENCRYPTED = '1.2.840.113549.1.7.6'
const PLAIN_KEY = '1.2.840.113549.1.12.10.1.1'
const SHROUDED_KEY = '1.2.840.113549.1.12.10.1.2'
const CERTIFICATE = '1.2.840.113549.1.12.10.1.3'
const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
}
const CIPHERS: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.42': 256,
}

/** The password does not open the file. */
export class WrongPassword extends Error {
  override readonly name = 'WrongPassword'
}

/**
 * Opens a PKCS #12 file (RFC 7292) whose key is under PBES2 with AES, as every program of today
 * writes it. The check over the whole is left out: a wrong password does not decrypt to a key, and a
 * key that was exchanged does not fit its certificate.
 *
 * @throws {WrongPassword} or {@link DerError} when it is of another kind.
 */
export async function readPkcs12(bytes: Bytes, password: string): Promise<KeyFile> {
  const content = children(child(children(readDer(bytes).node.contents), 1, 0x30).contents)
  const safes = children(readDer(octetsIn(child(content, 1, 0xa0))).node.contents)
  const certificates: Bytes[] = []
  let key: Bytes | undefined
  for (const safe of safes) {
    for (const bag of children(readDer(await contentsOf(safe, password)).node.contents)) {
      const parts = children(bag.contents)
      const kind = dotted(child(parts, 0, 0x06).contents)
      const value = child(parts, 1, 0xa0).contents
      if (kind === SHROUDED_KEY)
        key = await opened(children(readDer(value).node.contents), password)
      else if (kind === PLAIN_KEY) key = readDer(value).node.whole
      else if (kind === CERTIFICATE) {
        const inside = children(readDer(value).node.contents)
        certificates.push(octetsIn(child(inside, 1, 0xa0)))
      }
    }
  }
  if (key === undefined) throw new DerError('no key in it')
  return { key, certificates }
}

async function contentsOf(safe: Node, password: string): Promise<Bytes> {
  const parts = children(safe.contents)
  const kind = dotted(child(parts, 0, 0x06).contents)
  if (kind === DATA) return octetsIn(child(parts, 1, 0xa0))
  if (kind !== ENCRYPTED) throw new DerError('another kind of content')
  const encrypted = children(readDer(child(parts, 1, 0xa0).contents).node.contents)
  const info = children(child(encrypted, 1, 0x30).contents)
  return opened([child(info, 1, 0x30), child(info, 2)], password)
}

/** Decrypts what stands as an algorithm and its ciphertext. */
async function opened(parts: readonly Node[], password: string): Promise<Bytes> {
  const algorithm = children(child(parts, 0, 0x30).contents)
  if (dotted(child(algorithm, 0, 0x06).contents) !== PBES2) throw new DerError('an old cipher')
  const [derivation, scheme] = children(child(algorithm, 1, 0x30).contents).map(({ contents }) =>
    children(contents),
  )
  if (derivation === undefined || scheme === undefined) throw new DerError('no parameters')
  if (dotted(child(derivation, 0, 0x06).contents) !== PBKDF2) throw new DerError('another hash')
  const [salt, rounds, ...rest] = children(child(derivation, 1, 0x30).contents)
  const hashNode = rest.find(({ tag }) => tag === 0x30)
  const hashId =
    hashNode === undefined
      ? '1.2.840.113549.2.7'
      : dotted(child(children(hashNode.contents), 0, 0x06).contents)
  const hash = HASHES[hashId]
  const length = CIPHERS[dotted(child(scheme, 0, 0x06).contents)]
  if (salt === undefined || rounds === undefined || hash === undefined || length === undefined) {
    throw new DerError('parameters that are not known')
  }
  const secret = await crypto.subtle.importKey('raw', utf8(password), 'PBKDF2', false, [
    'deriveKey',
  ])
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash, salt: salt.contents, iterations: smallNumber(rounds) },
    secret,
    { name: 'AES-CBC', length },
    false,
    ['decrypt'],
  )
  const iv = child(scheme, 1, 0x04).contents
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-CBC', iv },
      key,
      child(parts, 1).contents,
    )
    return new Uint8Array(plain)
  } catch {
    throw new WrongPassword('the password does not open it')
  }
}

/** The octets inside an explicit tag. */
function octetsIn({ contents }: Node): Bytes {
  const { node } = readDer(contents)
  if (node.tag !== 0x04) throw new DerError('no octets')
  return node.contents
}
