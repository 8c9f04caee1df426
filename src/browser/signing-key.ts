import { pemBlocks, type Bytes } from './bytes.js'
import { belongs, lastDay, PARAMETERS, readCertificate, type Algorithm } from './certificate.js'
import { readPkcs12, WrongPassword, type KeyFile } from './pkcs12-read.js'

/** A key to sign with that nothing can be copied out of, and the certificate it goes by. */
export interface SigningKey {
  readonly privateKey: CryptoKey
  readonly algorithm: Algorithm
  /** `x5t#S256` of its certificate. */
  readonly fingerprint: string
  /** Last day on which it can be used. */
  readonly until: string
}

/** Why a key cannot be used: each with a sentence of its own on the page. */
export type KeyProblem = 'password' | 'unreadable' | 'no_key' | 'no_certificate' | 'misfit'

/** The files do not make up a key and its certificate. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey'
  readonly problem: KeyProblem

  constructor(problem: KeyProblem) {
    super(problem)
    this.problem = problem
  }
}

/**
 * Takes a key and its certificate from files: one `.p12`, or PEM files together.
 *
 * @throws {UnusableKey}
 */
export async function keyFromFiles(files: readonly Blob[], password: string): Promise<SigningKey> {
  const { key, certificates } = await contentsOf(files, password)
  const privateKey = await imported(key)
  if (certificates.length === 0) throw new UnusableKey('no_certificate')
  return keyWith(privateKey, certificates)
}

/**
 * Puts a key together with the one of several certificates that is its own.
 *
 * @throws {UnusableKey}
 */
export async function keyWith(
  privateKey: CryptoKey,
  certificates: readonly Bytes[],
): Promise<SigningKey> {
  for (const der of certificates) {
    const certificate = await readCertificate(der).catch(() => undefined)
    if (certificate === undefined || !(await belongs(privateKey, certificate))) continue
    const { algorithm, fingerprint } = certificate
    return { privateKey, algorithm, fingerprint, until: lastDay(certificate) }
  }
  throw new UnusableKey('misfit')
}

async function contentsOf(files: readonly Blob[], password: string): Promise<KeyFile> {
  const certificates: Bytes[] = []
  let key: Bytes | undefined
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (bytes[0] === 0x30) {
      const opened = await readPkcs12(bytes, password).catch((error: unknown) => {
        throw new UnusableKey(error instanceof WrongPassword ? 'password' : 'unreadable')
      })
      key = opened.key
      certificates.push(...opened.certificates)
      continue
    }
    const text = new TextDecoder().decode(bytes)
    certificates.push(...pemBlocks(text, 'CERTIFICATE'))
    key ??= pemBlocks(text, 'PRIVATE KEY')[0]
  }
  if (key === undefined) throw new UnusableKey('no_key')
  return { key, certificates }
}

async function imported(pkcs8: Bytes): Promise<CryptoKey> {
  for (const parameters of Object.values(PARAMETERS)) {
    try {
      return await crypto.subtle.importKey('pkcs8', pkcs8, parameters, false, ['sign'])
    } catch {
      continue
    }
  }
  throw new UnusableKey('no_key')
}
