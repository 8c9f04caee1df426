import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSecretFile, writeSecretFile } from '../src/crypto/secret-file.js'
import {
  privateKeyFromPem,
  revocationLists,
  trustAnchors,
  type Authority,
  type Revocation,
  type Validity,
} from './authority.js'
import type { Credential } from './issue.js'

/** Where the parts of an authority and of a credential stand, for configuration and for people. */
export const FILES = {
  anchors: 'authorities.pem',
  lists: 'revocation-lists.pem',
} as const

/**
 * Writes a new authority to a folder: certificates, keys (mode 600) and what was revoked.
 *
 * @throws {Error} When there is one already.
 */
export function saveAuthority(folder: string, authority: Authority): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const level of ['root', 'issuing'] as const) {
    const { certificate, key } = authority[level]
    writeSecretFile(join(folder, `${level}.key`), key.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(join(folder, `${level}.pem`), certificate)
  }
  writeFileSync(join(folder, FILES.anchors), trustAnchors(authority))
  saveRevocations(folder, authority)
}

/** Reads an authority back from its folder. */
export function loadAuthority(folder: string): Authority {
  const issuer = (level: 'root' | 'issuing') => ({
    certificate: readFileSync(join(folder, `${level}.pem`), 'utf8'),
    key: privateKeyFromPem(readSecretFile(join(folder, `${level}.key`))),
  })
  const revocations = JSON.parse(readFileSync(join(folder, 'revoked.json'), 'utf8')) as {
    serialNumber: string
    level: Revocation['level']
    at: string
  }[]
  return {
    root: issuer('root'),
    issuing: issuer('issuing'),
    revocations: revocations.map((each) => ({ ...each, at: new Date(each.at) })),
  }
}

/**
 * Writes down what was revoked, and the lists of both levels into one file, in one step: a hub that reads at that moment sees
 * the old lists or the new ones, never half of them.
 *
 * @returns The path of the file.
 */
export async function writeRevocationLists(
  folder: string,
  authority: Authority,
  validity: Validity,
): Promise<string> {
  saveRevocations(folder, authority)
  const lists = await revocationLists(authority, validity)
  const path = join(folder, FILES.lists)
  replaceFile(path, lists.root + lists.issuing)
  return path
}

/**
 * Writes a credential as `NAME.pem` (chain) and `NAME.key` (mode 600).
 *
 * @throws {Error} When the key file exists.
 */
export function saveCredential(
  folder: string,
  name: string,
  { chain, key }: Credential,
): { readonly certificate: string; readonly key: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
  writeSecretFile(paths.key, key)
  writeFileSync(paths.certificate, chain)
  return paths
}

function saveRevocations(folder: string, { revocations }: Authority): void {
  replaceFile(join(folder, 'revoked.json'), `${JSON.stringify(revocations, null, 2)}\n`)
}

function replaceFile(path: string, content: string): void {
  const draft = `${path}.new`
  writeFileSync(draft, content)
  renameSync(draft, path)
}
