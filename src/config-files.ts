import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { SettingReader } from './config-reader.js'
import { readCertificateFile, type FiledCertificate } from './crypto/certificate-file.js'
import { readRevocationList, type RevocationList } from './crypto/revocation.js'
import { readSecretFile } from './crypto/secret-file.js'
import { readRevocationFiles, tlsProfile } from './http/tls.js'
import { fileClock } from './kernel/clock.js'
import { revocationFilesOf } from './sandbox-authority.js'
import { parsePolicy } from './witness/index.js'

/**
 * Looks at every file that the settings name and notes what is wrong with it, each with its path.
 * Only those that are set, also when others beside them are missing.
 *
 * @param now The machine's clock, which OpenSSL compares certificates with.
 * @returns Sentences about what an operator should know and what is no mistake: revocation lists that
 *   have expired refuse everybody until new ones are put there, and a running hub takes those up.
 */
export function checkFiles(read: SettingReader, now: Date): string[] {
  for (const listener of ['VS_TLS', 'VS_PUBLIC_TLS']) checkKeyPair(read, listener, now)
  const authorities = readAuthorities(read, 'VS_TLS_CLIENT_CA', now)
  const signing = readAuthorities(read, 'VS_TLS_SIGNING_CA', now)
  readCertificates(read, 'VS_LOG_COLLECTOR_CA')
  readCertificates(read, 'VS_WITNESS_CA')
  attempt(read, 'VS_WITNESS_POLICY', (path) => parsePolicy(readFileSync(path, 'utf8')))
  attempt(read, 'VS_SANDBOX_CLOCK_FILE', (path) => fileClock(path).now())
  const issuers = [...authorities, ...signing].filter(({ isAuthority }) => isAuthority)
  return checkRevocation(read, issuers, now)
}

function checkKeyPair(read: SettingReader, listener: string, now: Date): void {
  const [certName, keyName] = [`${listener}_CERT`, `${listener}_KEY`]
  const chain = readCertificates(read, certName)
  const key = attempt(read, keyName, (path) => readPrivateKey(readSecretFile(path)))
  const own = chain?.[0]
  if (own === undefined) return
  const why = whyOutOfTime(own, now)
  if (why !== undefined) notePath(read, certName, `${why}; put a certificate there that holds now`)
  if (key === undefined) return
  if (!own.fits(key)) {
    notePath(read, keyName, `is not the key of the certificate in ${certName}`)
    return
  }
  attempt(read, certName, (path) => {
    try {
      createSecureContext({ ...tlsProfile(), cert: readFileSync(path), key: key.export(PKCS8) })
    } catch (error) {
      throw new Error(`is refused by OpenSSL (${codeOf(error)})`)
    }
  })
}

const PKCS8 = { type: 'pkcs8', format: 'pem' } as const

function readPrivateKey(pem: Buffer): KeyObject {
  if (pem.includes('ENCRYPTED')) throw new Error('is locked with a passphrase; unlock it first')
  try {
    return createPrivateKey(pem)
  } catch {
    // The cause may quote the file.
    throw new Error('is no private key (PEM)')
  }
}

function readCertificates(read: SettingReader, name: string): FiledCertificate[] | undefined {
  return attempt(read, name, (path) => {
    const certificates = readCertificateFile(readFileSync(path, 'utf8'))
    if (certificates.length === 0) throw new Error('holds no certificate (PEM)')
    return certificates
  })
}

function readAuthorities(read: SettingReader, name: string, now: Date): FiledCertificate[] {
  const certificates = readCertificates(read, name) ?? []
  for (const [index, { isAuthority }] of certificates.entries()) {
    if (!isAuthority) notePath(read, name, `certificate ${index + 1} is not one of an authority`)
  }
  if (certificates.length > 0 && certificates.every((each) => whyOutOfTime(each, now))) {
    notePath(read, name, 'holds no authority that is valid now')
  }
  return certificates
}

function checkRevocation(
  read: SettingReader,
  authorities: readonly FiledCertificate[],
  now: Date,
): string[] {
  const name = 'VS_TLS_CRL_DIR'
  const lists = attempt(read, name, readLists)
  if (lists === undefined) return []
  const issuers = new Set(lists.map(({ issuer }) => issuer))
  for (const subject of new Set(authorities.map((each) => each.subject))) {
    if (issuers.has(subject)) continue
    notePath(read, name, `holds no list of ${subject}; without, all certificates below are refused`)
  }
  return lists
    .filter(({ nextUpdate }) => nextUpdate === null || nextUpdate <= now)
    .map(({ issuer }) => `${name} the list of ${issuer} has expired; put a new one there`)
}

function readLists(folder: string): RevocationList[] {
  readdirSync(folder)
  const files = revocationFilesOf({ crlDir: folder })
  if (files.length === 0) throw new Error('holds no revocation list (PEM, named .pem or .crl)')
  return readRevocationFiles(files).map(readRevocationList)
}

function whyOutOfTime({ validFrom, validTo }: FiledCertificate, now: Date): string | undefined {
  if (validTo <= now) return `expired on ${validTo.toISOString()}`
  return validFrom > now ? `is not valid before ${validFrom.toISOString()}` : undefined
}

/** Does something with the path in a setting; `undefined` when it is not set or that failed. */
function attempt<Result>(
  read: SettingReader,
  name: string,
  body: (path: string) => Result,
): Result | undefined {
  const path = read.text(name)
  if (path === undefined) return undefined
  // What was pasted in the place of a path must not be shown.
  if (/[\r\n]|-----BEGIN/.test(path) || path.length > 1000) {
    return read.mistake(name, 'must be a path and not the content of a file')
  }
  try {
    return body(path)
  } catch (error) {
    return notePath(read, name, whyUnusable(error))
  }
}

function notePath(read: SettingReader, name: string, what: string): undefined {
  return read.mistake(name, `(${resolve(read.text(name)!)}) ${what}`)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder, or lies below something that is none',
  EISDIR: 'is a folder and must be a file',
  EACCES: 'may not be read by the user of this process',
  EPERM: 'may not be read by the user of this process',
}

/** Our own errors say it themselves; those of the system are put into words. */
function whyUnusable(error: unknown): string {
  const code = codeOf(error)
  if (code !== 'unknown') return REASONS[code] ?? `cannot be read (${code})`
  return error instanceof Error ? error.message : 'cannot be read'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
