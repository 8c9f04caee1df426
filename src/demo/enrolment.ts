import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Authority, Validity } from '../../certs/authority.js'
import { issueSigning, issueTransport, type Credential, type Subject } from '../../certs/issue.js'
import { trustAnchors } from '../../certs/authority.js'
import { HubConnection, readPartyFolder, writePrivate, type HubIdentity } from '../client/index.js'
import type { Clock } from '../kernel/clock.js'
import type { PartyId } from '../parties/index.js'
import { isIssuedId } from '../parties/index.js'
import { registerCertificate, type Operator, type RegistryContext } from '../registry/index.js'

/** Who registers parties in the demonstration. */
export const OPERATOR: Operator = { pseudonym: 'demo-operator' }

/** A party of the demonstration with its folder, as it would have one itself. */
export interface Enrolled {
  readonly id: PartyId
  readonly name: string
  readonly folder: string
}

/** What enrolment works with. */
export interface Enrolment {
  readonly context: RegistryContext
  readonly authority: Authority
  readonly validity: Validity
  /** Folder in which every party gets one of its own. */
  readonly pki: string
}

/**
 * Gives a registered party, or one person of it, certificates of its own for transport and for
 * signing, and writes its folder as the CLI reads it.
 *
 * @param slug Name of the folder, and of the person's role.
 */
export async function enrol(
  { context, authority, validity, pki }: Enrolment,
  slug: string,
  { id, name }: { readonly id: PartyId; readonly name: string },
): Promise<Enrolled> {
  const folder = join(pki, slug)
  const certify = async (purpose: 'transport' | 'signing') => {
    const issue = purpose === 'transport' ? issueTransport : issueSigning
    const credential = await issue(authority, subjectOf(id, name), validity)
    const pem = credential.certificate
    await registerCertificate(context, OPERATOR, { party: id, purpose, pem, holder: slug })
    return credential
  }
  writeFolder(folder, authority, await certify('transport'), await certify('signing'))
  return { id, name, folder }
}

/** A folder with a certificate of the right authority that nobody registered. */
export async function writeStranger(
  { authority, validity, pki }: Enrolment,
  id: PartyId,
): Promise<string> {
  const subject = subjectOf(id, 'Onbekend')
  const folder = join(pki, 'stranger')
  const transport = await issueTransport(authority, subject, validity)
  writeFolder(folder, authority, transport, await issueSigning(authority, subject, validity))
  return folder
}

/** Opens the connection of a party from its folder. */
export function connect(folder: string, clock: Clock, attempts = 3): HubConnection {
  return new HubConnection({ ...readPartyFolder(folder), clock, attempts, connections: 2 })
}

/** Writes what a party knows of the hub into its folder. */
export function writeIdentity(folder: string, identity: HubIdentity): void {
  writeFileSync(join(folder, 'hub.json'), `${JSON.stringify(identity, undefined, 2)}\n`)
}

function subjectOf(id: PartyId, name: string): Subject {
  const subject = { commonName: name, organisation: name }
  return isIssuedId(id) ? subject : { ...subject, organisationNumber: id }
}

function writeFolder(
  folder: string,
  authority: Authority,
  transport: Credential,
  signing: Credential,
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'ca.pem'), trustAnchors(authority))
  writeFileSync(join(folder, 'transport.pem'), transport.chain)
  writePrivate(join(folder, 'transport.key'), transport.key)
  writeFileSync(join(folder, 'signing.pem'), signing.chain)
  writePrivate(join(folder, 'signing.key'), signing.key)
}
