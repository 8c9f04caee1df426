import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requestCertificate } from '../../../certs/request.js'
import type { LeafKey, Subject } from '../../../certs/issue.js'
import { readCertificate } from '../../crypto/certificate.js'
import { readCertificateFile } from '../../crypto/certificate-file.js'
import { isSigning, isTransport } from '../../crypto/certificate-purpose.js'
import { isIssuedUnder } from '../../crypto/chain.js'
import { readSecretFile, writeSecretFile } from '../../crypto/secret-file.js'
import { systemClock } from '../../kernel/clock.js'
import { CommandFailure } from '../failure.js'

const PURPOSES = ['transport', 'signing'] as const
type Purpose = (typeof PURPOSES)[number]

/**
 * Makes both keys of a party and a request for each. Nothing that is there is replaced.
 *
 * @returns Paths by name.
 */
export async function requestBoth(
  subject: Subject,
  folder: string,
  leafKey: LeafKey,
): Promise<Readonly<Record<string, string>>> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths: Record<string, string> = {}
  for (const purpose of PURPOSES) {
    if (existsSync(join(folder, `${purpose}.key`))) {
      throw refused(`There is a ${purpose}.key in ${folder} already; a key is never replaced here.`)
    }
  }
  for (const purpose of PURPOSES) {
    const made = await requestCertificate(subject, leafKey)
    paths[`${purpose}Key`] = join(folder, `${purpose}.key`)
    paths[`${purpose}Request`] = join(folder, `${purpose}.csr`)
    writeSecretFile(paths[`${purpose}Key`]!, made.key)
    writeFileSync(paths[`${purpose}Request`]!, made.request)
  }
  return paths
}

/** Where a certificate was put. */
export interface Installed {
  readonly purpose: Purpose
  readonly file: string
  readonly fingerprint: string
  readonly validTo: string
}

/**
 * Puts a certificate beside its key, after checking that it is its own, holds now, is for that use and
 * comes with an unbroken chain.
 *
 * @param pem The certificate first, then what stands between it and an authority.
 * @param purpose Taken from the key that fits when left out.
 * @param authorities PEM; the chain must end below one of them.
 * @throws {CommandFailure} `pki.install`, saying what is wrong. Nothing is written then.
 */
export function installCertificate(
  pem: string,
  folder: string,
  purpose?: Purpose,
  authorities?: string,
): Installed {
  const now = systemClock.now()
  const [own, ...above] = readCertificateFile(pem)
  if (own === undefined) throw refused('There is no certificate (PEM) in the file.')
  const fitting = PURPOSES.find(
    (each) => (purpose ?? each) === each && fits(join(folder, `${each}.key`), own),
  )
  if (fitting === undefined) {
    throw refused(`The certificate belongs to no key in ${folder}; nothing was written.`)
  }
  const certificate = readCertificate(pem)
  const isFit = fitting === 'transport' ? isTransport(certificate) : isSigning(certificate)
  if (!isFit) throw refused(`The certificate is not one for ${fitting}.`)
  if (certificate.validTo <= now) throw refused('The certificate has expired.')
  if (above.length > 0 && !isIssuedUnder(pem, pem, now)) {
    throw refused('The chain behind the certificate does not hold together.')
  }
  if (authorities !== undefined && !isIssuedUnder(pem, authorities, now)) {
    throw refused('None of the given authorities issued the certificate.')
  }
  const file = join(folder, `${fitting}.pem`)
  const draft = `${file}.new`
  writeFileSync(draft, pem)
  // In one step: software that reads meanwhile finds the old certificate or the new one.
  renameSync(draft, file)
  const { fingerprint, validTo } = certificate
  return { purpose: fitting, file, fingerprint, validTo: validTo.toISOString() }
}

/** The same for a file. */
export function installFile(path: string, folder: string, ca: string | undefined): Installed {
  const authorities = ca === undefined ? undefined : readFileSync(ca, 'utf8')
  return installCertificate(readFileSync(path, 'utf8'), folder, undefined, authorities)
}

function fits(path: string, own: ReturnType<typeof readCertificateFile>[number]): boolean {
  return existsSync(path) && own.fits(createPrivateKey(readSecretFile(path)))
}

function refused(message: string): CommandFailure {
  return new CommandFailure('pki.install', message, 2)
}
