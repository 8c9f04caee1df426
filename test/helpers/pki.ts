import { createPrivateKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createAuthority,
  revocationLists,
  trustAnchors,
  type Authority,
  type Validity,
} from '../../certs/authority.js'
import { loadAuthority, saveAuthority } from '../../certs/folder.js'
import {
  issueServer,
  issueSigning,
  issueTransport,
  type Credential,
  type LeafKey,
  type Subject,
} from '../../certs/issue.js'
import { signingKey, type SigningKey } from '../../src/crypto/signature-key.js'

/** Longer than any test and any clock in one: handshakes look at the time of the machine. */
export const ALWAYS: Validity = {
  validFrom: new Date('2020-01-01T00:00:00Z'),
  validTo: new Date('2049-12-31T00:00:00Z'),
}

/** Long gone. */
export const EXPIRED: Validity = {
  validFrom: new Date('2020-01-01T00:00:00Z'),
  validTo: new Date('2020-02-01T00:00:00Z'),
}

/** A party as tests use it: both certificates, and the key that signs bodies. */
export interface TestParty {
  readonly organisationNumber: string
  readonly transport: Credential
  readonly signing: Credential
  /** References its certificate by `x5t#S256`. */
  readonly signingKey: SigningKey
}

/** Folder of the authority, once somebody asked for it. */
export const AUTHORITY_FOLDER = fileURLToPath(
  new URL('../../node_modules/.cache/vroegsignaal/test-authority-1', import.meta.url),
)

let shared: Promise<Authority> | undefined

/**
 * A throw-away authority. Its keys are made once per checkout and kept where git does not look;
 * what is revoked belongs to the caller alone.
 */
export async function testAuthority(): Promise<Authority> {
  shared ??= cachedAuthority()
  return { ...(await shared), revocations: [] }
}

/** Both certificates of the authority, for `ca`. */
export function anchorsOf(authority: Authority): string {
  return trustAnchors(authority)
}

/** The revocation lists of both levels in one PEM text, valid for ever unless told. */
export async function listsOf(authority: Authority, validity = ALWAYS): Promise<string> {
  const { root, issuing } = await revocationLists(authority, validity)
  return root + issuing
}

/** A server certificate for this machine. */
export function testServer(authority: Authority, leafKey: LeafKey = 'EC'): Promise<Credential> {
  return issueServer(authority, ['localhost', '127.0.0.1'], ALWAYS, leafKey)
}

/** A certificate for a person: no organisation number. */
export function testPerson(authority: Authority, commonName: string): Promise<Credential> {
  return issueTransport(authority, { commonName }, ALWAYS)
}

/** A party with a transport and a signing certificate; about 30 ms. */
export async function testParty(
  authority: Authority,
  organisationNumber: string,
  organisation = `Party ${organisationNumber.slice(-4)}`,
  leafKey: LeafKey = 'EC',
): Promise<TestParty> {
  const subject: Subject = { commonName: organisation, organisation, organisationNumber }
  const transport = await issueTransport(authority, subject, ALWAYS, leafKey)
  const signing = await issueSigning(authority, subject, ALWAYS, leafKey)
  return { organisationNumber, transport, signing, signingKey: signingKeyOf(signing) }
}

/** The key of a signing certificate, referenced by `x5t#S256`. */
export function signingKeyOf({ key, fingerprint }: Credential): SigningKey {
  return signingKey(createPrivateKey(key), { 'x5t#S256': fingerprint })
}

async function cachedAuthority(): Promise<Authority> {
  try {
    return loadAuthority(AUTHORITY_FOLDER)
  } catch {
    // Not there yet.
  }
  const authority = await createAuthority('Vroegsignaal test', ALWAYS)
  mkdirSync(dirname(AUTHORITY_FOLDER), { recursive: true })
  const draft = mkdtempSync(`${AUTHORITY_FOLDER}.`)
  saveAuthority(draft, authority)
  try {
    renameSync(draft, AUTHORITY_FOLDER)
    return authority
  } catch {
    // Another test process was faster; everybody uses its authority.
    rmSync(draft, { recursive: true })
    return loadAuthority(AUTHORITY_FOLDER)
  }
}
