import {
  createHash,
  createPrivateKey,
  X509Certificate,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { signingKey, type SigningKey } from '../crypto/signature-key.js'
import type { HubIdentity } from './hub-identity.js'
import type { SealingKeys } from './open-envelope.js'
import { writePrivate } from './private-file.js'
import type { TransportCredentials } from './transport.js'

/**
 * The files of one party, in one folder that nobody else may read:
 *
 *     hub.json         what it knows of the hub (address, keys)
 *     ca.pem           authorities that the hub's certificate may come from, unless publicly trusted
 *     transport.pem    certificate and chain for connections      transport.key
 *     signing.pem      certificate for signatures                 signing.key
 *     row-ids.key      for identifiers of rows that have none (a creditor's; made by the CLI)
 *     sealing/*.jwk    private sealing keys of a municipality, named by thumbprint
 */
export interface PartyFolder {
  readonly identity: HubIdentity
  readonly credentials: TransportCredentials
  /** Missing for a party that only reads. */
  readonly signingKey?: SigningKey
  readonly sealingKeys: SealingKeys
}

/**
 * Reads a party's folder.
 *
 * @throws {Error} Naming the file that is missing or unreadable; never what stands in it.
 */
export function readPartyFolder(path: string): PartyFolder {
  const text = (name: string) => readFileSync(join(path, name), 'utf8')
  const signing = readSigningKey(path)
  return {
    identity: JSON.parse(text('hub.json')) as HubIdentity,
    credentials: {
      ...(existsSync(join(path, 'ca.pem')) && { ca: text('ca.pem') }),
      cert: text('transport.pem'),
      key: text('transport.key'),
    },
    ...(signing === undefined ? {} : { signingKey: signing }),
    sealingKeys: readSealingKeys(path),
  }
}

/** Adds a private sealing key to a party's folder. */
export function writeSealingKey(path: string, keyId: string, jwk: object): string {
  const folder = join(path, 'sealing')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${keyId}.jwk`)
  writePrivate(file, `${JSON.stringify(jwk)}\n`)
  return file
}

/** The key for signatures, pointing at its certificate by fingerprint (`x5t#S256`). */
export function signingKeyOf(certificatePem: string, keyPem: string): SigningKey {
  const fingerprint = createHash('sha256').update(new X509Certificate(certificatePem).raw)
  return signingKey(createPrivateKey(keyPem), { 'x5t#S256': fingerprint.digest('base64url') })
}

function readSigningKey(path: string): SigningKey | undefined {
  if (!readdirSync(path).includes('signing.pem')) return undefined
  const text = (name: string) => readFileSync(join(path, name), 'utf8')
  return signingKeyOf(text('signing.pem'), text('signing.key'))
}

function readSealingKeys(path: string): SealingKeys {
  const keys = new Map<string, KeyObject>()
  if (!readdirSync(path).includes('sealing')) return keys
  for (const name of readdirSync(join(path, 'sealing'))) {
    if (!name.endsWith('.jwk')) continue
    const jwk = JSON.parse(readFileSync(join(path, 'sealing', name), 'utf8')) as JsonWebKey
    keys.set(name.slice(0, -4), createPrivateKey({ key: jwk, format: 'jwk' }))
  }
  return keys
}
