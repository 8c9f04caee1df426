import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Authority } from '../../../certs/authority.js'
import { loadAuthority } from '../../../certs/folder.js'
import { issueForRequest, type Subject } from '../../../certs/issue.js'
import { recordAccess, type AccessEntry } from '../../access-log/index.js'
import type { Config } from '../../config.js'
import type { Context } from '../../context.js'
import { readCertificateRequest } from '../../crypto/certificate-request.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { systemClock } from '../../kernel/clock.js'
import { HubError } from '../../kernel/errors.js'
import {
  checkCertificate,
  isIssuedId,
  type CheckedCertificate,
  type PartyId,
  type Purpose,
  type Role,
  type Trace,
} from '../../parties/index.js'
import { addCertificate, taken, unknown } from '../../registry/index.js'
import { selectName } from './store.js'

/** What issuing takes of the process. */
export type IssuingContext = Pick<Context, 'config' | 'db' | 'clock'>

/** A certificate that the hub's own authority issued. */
export interface IssuedCertificate {
  readonly purpose: Purpose
  /** PEM, the certificate alone. */
  readonly certificate: string
  /** PEM, with the issuing certificate behind it, as TLS sends it. */
  readonly chain: string
  /** SHA-256 of its DER, lower-case hex. */
  readonly fingerprint: string
  readonly notAfter: Date
}

/** Requests of a party that is registered, one for each purpose, with keys that it made itself. */
export interface CertificateRequests {
  readonly party: PartyId
  /** PKCS #10 (PEM). */
  readonly transport: string
  /** PKCS #10 (PEM); another key than the first. */
  readonly signing: string
  /** Role pseudonym of the person who holds them, when a person does. */
  readonly holder?: string | null
  /** Roles of the party in which alone they may be used; every one when left out. */
  readonly roles?: readonly Role[] | null
}

/** Both certificates of a party. */
type Issued = Readonly<Record<Purpose, IssuedCertificate>>

/**
 * What is done first in the transaction that registers the certificates, such as taking what may be
 * taken once; when it fails nothing is registered.
 *
 * @returns Entries for the log beside that of the certificates.
 */
export type FirstOf = (tx: Tx, issued: Issued) => Promise<readonly AccessEntry[]>

const DAY_MS = 86_400_000
const VALID_DAYS = 365

/**
 * Issues and registers both certificates of a party that is registered already and has made its keys
 * itself: what a page does for a small landlord once it has checked the invitation. Reaches nothing
 * but the certificates of that one party, in a role of the database that can do no more.
 *
 * Whoever calls decides that the party may have them; nothing here asks for an invitation.
 *
 * @throws {HubError} `certificate.malformed` or `certificate.weak_key` for a request,
 *   `registry.conflict` when both have one key or a key is registered already, `registry.unknown` for
 *   a party that does not take part, `enrolment.no_authority`.
 */
export async function acceptCertificateRequest(
  context: IssuingContext,
  trace: Trace,
  requests: CertificateRequests,
  first: FirstOf = () => Promise.resolve([]),
): Promise<Issued> {
  const { party, holder = null, roles = null } = requests
  const authority = ownAuthority(context.config)
  const scope = { role: 'vroegsignaal_enrolment', party, controller: party } as const
  const name = await inTransaction(context.db, 'enrolment.party', scope, (tx) =>
    selectName(tx, party),
  )
  if (name === undefined) throw unknown('party')
  const signed = { transport: requests.transport, signing: requests.signing }
  const issued = await issueBoth(context, authority, { id: party, name }, signed)
  await inTransaction(context.db, 'enrolment.certificates', scope, async (tx) => {
    const entries = await first(tx, issued)
    for (const { checked } of Object.values(issued)) {
      // Who works in a browser has no software that could be tested.
      const rules = { requireConformance: false }
      await addCertificate(tx, { ...checked, holder, roles }, context.clock.now(), rules)
    }
    const objects = {
      party,
      transport: issued.transport.fingerprint,
      signing: issued.signing.fingerprint,
    }
    await recordAccess(tx, context, [
      {
        controller: party,
        actor: party,
        actorKey: null,
        role: 'creditor',
        action: 'CONFIG',
        operation: 'issueCertificates',
        objects,
        result: 'ALLOW',
        count: 2,
        ...trace,
        at: context.clock.now(),
      },
      ...entries,
    ])
  })
  return issued
}

/** A certificate that was issued, with what the register keeps of it. */
export interface CheckedIssue extends IssuedCertificate {
  readonly checked: CheckedCertificate
}

/**
 * Issues certificates for requests of one party; registers nothing.
 *
 * @throws {HubError} As `acceptCertificateRequest`.
 */
export async function issueBoth(
  context: Pick<IssuingContext, 'config' | 'clock'>,
  authority: Authority,
  party: { readonly id: PartyId; readonly name: string },
  requests: Readonly<Record<Purpose, string>>,
): Promise<Readonly<Record<Purpose, CheckedIssue>>> {
  const keys = {
    transport: await readCertificateRequest(requests.transport),
    signing: await readCertificateRequest(requests.signing),
  }
  if (keys.transport.keyHash === keys.signing.keyHash) throw oneKey()
  return {
    transport: await issueOne(context, authority, party, 'transport', requests.transport),
    signing: await issueOne(context, authority, party, 'signing', requests.signing),
  }
}

/** The refusal of one key for both purposes. */
export function oneKey(): HubError {
  return taken('Connections and signatures take a key each; both are of the same one.')
}

/** Issues one certificate for a request; registers nothing. @throws {HubError} `certificate.*` */
export async function issueOne(
  { config, clock }: Pick<IssuingContext, 'config' | 'clock'>,
  authority: Authority,
  { id, name }: { readonly id: PartyId; readonly name: string },
  purpose: Purpose,
  request: string,
): Promise<CheckedIssue> {
  await readCertificateRequest(request)
  const subject: Subject = {
    commonName: name,
    organisation: name,
    ...(!isIssuedId(id) && { organisationNumber: id }),
  }
  const now = clock.now()
  // OpenSSL compares with the machine's clock, the hub with its own; in a sandbox they may differ.
  const instants = [now.getTime(), systemClock.now().getTime()]
  const certificate = await issueForRequest(authority, purpose, request, subject, {
    validFrom: new Date(Math.min(...instants) - 3_600_000),
    validTo: new Date(Math.max(...instants) + VALID_DAYS * DAY_MS),
  })
  const checked = checkCertificate(certificate, id, purpose, null, { now, sandbox: config.sandbox })
  return {
    purpose,
    certificate,
    chain: certificate + authority.issuing.certificate,
    fingerprint: checked.fingerprint,
    notAfter: checked.notAfter,
    checked,
  }
}

/**
 * The authority of the hub itself: that of a sandbox, or the one that the settings name.
 *
 * @throws {HubError} `enrolment.no_authority` when there is none.
 */
export function ownAuthority({ authorityDir, dataDir, sandbox }: Config): Authority {
  const folder = authorityDir ?? (sandbox ? join(dataDir, 'pki') : undefined)
  if (folder === undefined || !existsSync(join(folder, 'issuing.key'))) {
    throw new HubError(
      'enrolment.no_authority',
      'This hub issues no certificates; bring certificates of an authority that it accepts.',
    )
  }
  return loadAuthority(folder)
}
