import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StatedError } from '../kernel/stated-error.js'
import { thumbprint } from './jwk.js'
import { newEcKeyPair } from './key-pair.js'
import { readSecretFile, writeSecretFile } from './secret-file.js'

/** The key that signs now; a private JWK. */
export const SIGNING_FILE = 'hub-signing.jwk'
/** The key that will sign next; published already, so that parties have it before it is used. */
export const NEXT_FILE = 'hub-signing.next.jwk'
/** Public halves of keys that signed before; what they signed stays verifiable. */
const FORMER_FILE = 'hub-signing.former.json'

/** How long the next key is published before it signs, so that who asks once a week has it in time. */
export const NOTICE_DAYS = 7
const DAY_MS = 24 * 3_600_000

/** A fresh ES256 key as the text of its file. */
export function newSigningJwk(): string {
  const jwk = newEcKeyPair().privateKey.export({ format: 'jwk' })
  return asFile({ ...jwk, kid: thumbprint(jwk), use: 'sig', alg: 'ES256' })
}

/**
 * Public JWKs that the hub publishes beside its present signing key: the next one, then former ones.
 *
 * @throws {Error} When a file cannot be read, or is open to others; names the file only.
 */
export function publishedBeside(folder: string): readonly JsonWebKey[] {
  const next = existsSync(join(folder, NEXT_FILE)) ? [publicHalf(folder, NEXT_FILE)] : []
  return [...next, ...formerKeys(folder)]
}

/**
 * Makes the key that will sign next. From the next start of the hub on it is published.
 *
 * @returns Its name (RFC 7638 thumbprint).
 * @throws {StatedError} `key.prepared` when there is one already.
 */
export function prepareSigningKey(folder: string, now: Date): string {
  const path = join(folder, NEXT_FILE)
  if (existsSync(path)) {
    const kid = String(publicHalf(folder, NEXT_FILE).kid)
    throw new StatedError('key.prepared', `The next signing key is there already: ${kid}.`)
  }
  const jwk: object = JSON.parse(newSigningJwk())
  writeSecretFile(path, asFile({ ...jwk, preparedAt: now.toISOString() }))
  return String(publicHalf(folder, NEXT_FILE).kid)
}

/**
 * Puts the prepared key in the place of the present one, whose public half stays published, unless it
 * leaked: then nothing that it signed may be believed any more. Half of it done is done by a repeat.
 *
 * @returns Names of the key that signs from the next start of the hub on, and of the one before.
 * @throws {StatedError} `key.not_prepared`; `key.too_early` within the notice, which a leak does away with.
 */
export function replaceSigningKey(
  folder: string,
  now: Date,
  isLeaked: boolean,
): { readonly kid: string; readonly former: string } {
  const next = join(folder, NEXT_FILE)
  if (!existsSync(next)) {
    throw new StatedError('key.not_prepared', 'First prepare the next key: admin key prepare.')
  }
  const { preparedAt } = JSON.parse(readSecretFile(next).toString('utf8')) as {
    preparedAt?: string
  }
  const from = new Date(Date.parse(String(preparedAt)) + NOTICE_DAYS * DAY_MS)
  if (!isLeaked && !(from <= now)) {
    throw new StatedError(
      'key.too_early',
      `Parties must be able to fetch the next key first; from ${from.toISOString()} on it may sign.`,
    )
  }
  const present = publicHalf(folder, SIGNING_FILE)
  const former = formerKeys(folder).filter(({ kid }) => kid !== present.kid)
  if (!isLeaked) keepFormer(folder, [present, ...former])
  const kid = String(publicHalf(folder, NEXT_FILE).kid)
  renameSync(next, join(folder, SIGNING_FILE))
  return { kid, former: String(present.kid) }
}

function formerKeys(folder: string): readonly JsonWebKey[] {
  const path = join(folder, FORMER_FILE)
  if (!existsSync(path)) return []
  return parsed(path, (content) => (JSON.parse(content) as { keys: JsonWebKey[] }).keys)
}

function keepFormer(folder: string, keys: readonly JsonWebKey[]): void {
  const path = join(folder, FORMER_FILE)
  rmSync(`${path}.half`, { force: true })
  writeSecretFile(`${path}.half`, asFile({ keys }))
  renameSync(`${path}.half`, path)
}

function publicHalf(folder: string, name: string): JsonWebKey & { readonly kid: string } {
  return parsed(join(folder, name), (content) => {
    const key = createPrivateKey({ key: JSON.parse(content) as JsonWebKey, format: 'jwk' })
    const jwk = createPublicKey(key).export({ format: 'jwk' })
    return { ...jwk, kid: thumbprint(jwk), use: 'sig', alg: 'ES256' }
  })
}

function parsed<Value>(path: string, read: (content: string) => Value): Value {
  const content = readSecretFile(path).toString('utf8')
  try {
    return read(content)
  } catch {
    // The cause may quote the file.
    throw new Error(`${path} does not hold what it should`)
  }
}

function asFile(value: object): string {
  return `${JSON.stringify(value)}\n`
}
