import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '../kernel/secret.js'
import { deriveKey } from './hash.js'
import { thumbprint } from './jwk.js'
import { readSecretFile, writeSecretFile } from './secret-file.js'
import { signingKey, type SigningKey } from './signature-key.js'
import { noteSigner } from './signed-note.js'
import { newSigningJwk, NEXT_FILE, publishedBeside, SIGNING_FILE } from './signing-succession.js'

/** The hub's own keys; those of pseudonyms and log subjects belong to `identity`. */
export interface HubKeys {
  /** Signs receipts, feeds and reports (ES256). */
  readonly signing: SigningKey
  /** Signs checkpoints of the log (Ed25519). */
  readonly log: KeyObject
  /** 32 bytes for page cursors and for digests of bodies that carry no nonce. */
  readonly mac: Secret<Buffer>
  /** Public JWKs that are published beside the signing key: the next one, and former ones. */
  readonly beside: readonly JsonWebKey[]
}

const LOG_FILE = 'log.key'
const MAC_FILE = 'mac.key'
const MAC_BYTES = 32

/**
 * Makes the keys that are not there yet; those that are stay untouched.
 *
 * @param folder The secrets folder; made with mode 700 when missing.
 * @returns The names of the files that were made.
 */
export function generateHubKeys(folder: string): string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const makers: Readonly<Record<string, () => string | Buffer>> = {
    [SIGNING_FILE]: newSigningJwk,
    [LOG_FILE]: () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    [MAC_FILE]: () => randomBytes(MAC_BYTES),
  }
  const missing = Object.keys(makers).filter((name) => !existsSync(join(folder, name)))
  for (const name of missing) writeSecretFile(join(folder, name), makers[name]!())
  return missing
}

/**
 * Loads the hub's keys.
 *
 * @throws {Error} When a file is missing, readable by others, or holds no such key; names the file only.
 */
export function loadHubKeys(folder: string): HubKeys {
  return {
    signing: load(join(folder, SIGNING_FILE), readSigningKey),
    log: load(join(folder, LOG_FILE), readLogKey),
    mac: load(join(folder, MAC_FILE), readMacKey),
    beside: publishedBeside(folder),
  }
}

/** What keeps keys that are there from being used, a sentence each that names the file only. */
export function hubKeyMistakes(folder: string): string[] {
  const readers = {
    [SIGNING_FILE]: readSigningKey,
    [NEXT_FILE]: readSigningKey,
    [LOG_FILE]: readLogKey,
    [MAC_FILE]: readMacKey,
  }
  return Object.entries(readers).flatMap(([name, read]) => {
    try {
      if (existsSync(join(folder, name))) load<unknown>(join(folder, name), read)
      return []
    } catch (error) {
      return [error instanceof Error ? error.message : `${name} cannot be read`]
    }
  })
}

/** What tells a key of the hub apart, and says nothing else about it. */
export interface HubKeyFingerprint {
  readonly purpose: 'signing' | 'log' | 'mac'
  /** RFC 7638 thumbprint; key id of signed notes (hex); 16 bytes derived from the secret (hex). */
  readonly fingerprint: string
}

/**
 * Fingerprints of all keys of the hub.
 *
 * @param origin Name of the log that the key signs for.
 */
export function hubKeyFingerprints(keys: HubKeys, origin: string): readonly HubKeyFingerprint[] {
  const derived = deriveKey(keys.mac.expose(), 'vroegsignaal/check-value', 16)
  return [
    { purpose: 'signing', fingerprint: String(publicJwkOf(keys.signing).kid) },
    { purpose: 'log', fingerprint: noteSigner(origin, keys.log).keyId.toString('hex') },
    { purpose: 'mac', fingerprint: derived.toString('hex') },
  ]
}

/** The public half of a key as the hub publishes it in its JWK set (RFC 7517). */
export function publicJwkOf(key: SigningKey): JsonWebKey {
  const jwk = createPublicKey(key.privateKey).export({ format: 'jwk' })
  return { ...jwk, kid: thumbprint(jwk), use: 'sig', alg: key.algorithm }
}

/** The JWK set of the public listener: the present signing key first, the next and former ones behind it. */
export function jwkSetOf({ signing, beside }: Pick<HubKeys, 'signing' | 'beside'>): {
  readonly keys: readonly JsonWebKey[]
} {
  const present = publicJwkOf(signing)
  return { keys: [present, ...beside.filter(({ kid }) => kid !== present.kid)] }
}

function load<Key>(path: string, read: (content: Buffer) => Key | undefined): Key {
  const content = readSecretFile(path)
  let key: Key | undefined
  try {
    key = read(content)
  } catch {
    // The cause may quote the file.
  }
  if (key === undefined) throw new Error(`${path} does not hold the key it should`)
  return key
}

function readSigningKey(content: Buffer): SigningKey | undefined {
  const jwk = JSON.parse(content.toString('utf8')) as JsonWebKey
  const key = signingKey(createPrivateKey({ key: jwk, format: 'jwk' }), { kid: thumbprint(jwk) })
  return key.algorithm === 'ES256' ? key : undefined
}

function readLogKey(content: Buffer): KeyObject | undefined {
  const key = createPrivateKey(content)
  return key.asymmetricKeyType === 'ed25519' ? key : undefined
}

function readMacKey(content: Buffer): Secret<Buffer> | undefined {
  return content.length === MAC_BYTES ? new Secret(content) : undefined
}
