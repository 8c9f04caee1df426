import { randomBytes } from 'node:crypto'
import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { addDays, type Day } from '../kernel/calendar.js'
import type { Json } from '../kernel/canonical.js'
import { HubError } from '../kernel/errors.js'
import { randomId } from '../kernel/identifiers.js'
import {
  assertNumberFits,
  checkCertificate,
  fingerprintHex,
  issuedId,
  parsePartyId,
  type Agency,
  type CheckedCertificate,
  type Mandate,
  type PartyId,
  type Purpose,
} from '../parties/index.js'
import * as store from './store.js'

/** What the registry needs of the process. */
export type RegistryContext = Pick<Context, 'config' | 'db' | 'clock'>

/** Who works at the hub: a pseudonym of a role, never a name. It stands in every entry of the log. */
export interface Operator {
  readonly pseudonym: string
}

/** What a change was, for the log: ids, counts and dates. */
export type ChangeObjects = Readonly<Record<string, Json | undefined>>

const PSEUDONYM = /^[a-z0-9][a-z0-9._-]{1,63}$/
const MANDATES_PER_STATEMENT = 5000

/**
 * Carries out one change of the registry in the operator's role and logs it in the hub's partition;
 * neither happens without the other.
 *
 * @param operation Command that the log names, `registerParty`.
 * @param body Makes the change and says what it was. May run more than once.
 * @throws {HubError} `registry.invalid` for a malformed pseudonym.
 */
export async function change<Result>(
  context: RegistryContext,
  operator: Operator,
  operation: string,
  body: (tx: Tx) => Promise<{ readonly result: Result; readonly objects: ChangeObjects }>,
): Promise<Result> {
  if (!PSEUDONYM.test(operator.pseudonym)) {
    throw new HubError('registry.invalid', 'An operator is named by a pseudonym: a-z, 0-9, . _ -')
  }
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  const traceId = randomBytes(16).toString('hex')
  const spanId = randomBytes(8).toString('hex')
  return inTransaction(context.db, `registry.${operation}`, scope, async (tx) => {
    const { result, objects } = await body(tx)
    await recordAccess(tx, context, [
      {
        controller: 'hub',
        actor: 'hub',
        actorKey: null,
        role: 'operator',
        action: 'CONFIG',
        operation,
        objects: { operator: operator.pseudonym, ...objects },
        purpose: 'REGISTRY',
        legalBasis: 'AVG_6_1_E',
        processingActivity: 'registry@1',
        result: 'ALLOW',
        count: 1,
        traceId,
        spanId,
        at: context.clock.now(),
      },
    ])
    return result
  })
}

/** Reads the registry in the operator's role. Holds no residents, so it is not logged. */
export function consult<Result>(
  context: RegistryContext,
  name: string,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  return inTransaction(context.db, `registry.${name}`, scope, body)
}

/** A party as it is registered. */
export interface NewParty {
  /** Left out for a party without OIN: the hub then issues an id. */
  readonly id?: string | undefined
  /** Shown to other parties; of a natural person a trade name. */
  readonly name: string
  readonly kvk?: string | null
  readonly roles: readonly store.RoleRow[]
}

/**
 * Registers a party, or gives a registered one of the same name further roles.
 *
 * @returns Its id.
 * @throws {HubError} `certificate.organisation_number`, `certificate.test_number` when test and
 *   production would mix, or `registry.conflict` when the id goes by another name.
 */
export async function registerParty(
  context: RegistryContext,
  operator: Operator,
  party: NewParty,
): Promise<PartyId> {
  const id = party.id === undefined ? issuedId(randomBytes(8)) : parsePartyId(party.id)
  assertNumberFits(id, context.config)
  return change(context, operator, 'registerParty', async (tx) => {
    const now = context.clock.now()
    if (!(await store.insertParty(tx, { id, name: party.name, kvk: party.kvk ?? null }, now))) {
      const known = await assertTakesPart(tx, id)
      if (known.name !== party.name) {
        throw new HubError('registry.conflict', 'This id is registered under another name.')
      }
    }
    await store.insertRoles(tx, id, party.roles)
    const roles = party.roles.map(({ role }) => role)
    return { result: id, objects: { party: id, roles } }
  })
}

/** Makes a person of a party the officer of a partition of the log: a party id, or `hub`. */
export async function registerOfficer(
  context: RegistryContext,
  operator: Operator,
  party: PartyId,
  controller: PartyId | 'hub',
): Promise<void> {
  await change(context, operator, 'registerOfficer', async (tx) => {
    await assertTakesPart(tx, party)
    if (controller !== 'hub') await assertTakesPart(tx, controller)
    await store.insertRoles(tx, party, [{ role: 'officer', municipality: null, controller }])
    return { result: undefined, objects: { party, reviewed: controller } }
  })
}

/** Ends a party: from the next request on it is refused. @throws {HubError} `registry.unknown`. */
export async function endParty(context: RegistryContext, operator: Operator, party: PartyId) {
  await change(context, operator, 'endParty', async (tx) => {
    if (!(await store.endParty(tx, party, context.clock.now()))) throw unknown('party')
    return { result: undefined, objects: { party } }
  })
}

/**
 * Registers a certificate of a party for one purpose. Several may overlap, for rotation.
 *
 * @throws {HubError} `certificate.*` as `checkCertificate`; `registry.conflict` when it is
 *   registered already, or its key serves another purpose or party.
 */
export async function registerCertificate(
  context: RegistryContext,
  operator: Operator,
  certificate: {
    readonly party: PartyId
    readonly purpose: Purpose
    readonly pem: string
    readonly holder?: string | null
  },
): Promise<CheckedCertificate> {
  const { party, purpose, pem, holder = null } = certificate
  const { sandbox } = context.config
  const now = context.clock.now()
  const checked = checkCertificate(pem, party, purpose, holder, { now, sandbox })
  return change(context, operator, 'registerCertificate', async (tx) => {
    await assertTakesPart(tx, party)
    if (await store.keyIsTaken(tx, checked)) {
      throw new HubError('registry.conflict', 'The key already serves another purpose or party.')
    }
    if (!(await store.insertCertificate(tx, checked, now))) {
      throw new HubError('registry.conflict', 'This certificate is registered already.')
    }
    const { fingerprint } = checked
    return { result: checked, objects: { party, purpose, fingerprint, holder } }
  })
}

/**
 * Puts a certificate, and every other of the same key, on the deny-list: refused from the next
 * request on.
 *
 * @param fingerprint Hex or base64url.
 * @returns The fingerprints that were revoked.
 * @throws {HubError} `registry.unknown` when it is not registered or revoked before.
 */
export async function revokeCertificate(
  context: RegistryContext,
  operator: Operator,
  fingerprint: string,
): Promise<readonly string[]> {
  const hex = fingerprintHex(fingerprint)
  if (hex === undefined) throw unknown('certificate')
  return change(context, operator, 'revokeCertificate', async (tx) => {
    const revoked = await store.revokeKey(tx, hex, context.clock.now())
    if (revoked.length === 0) throw unknown('certificate')
    return { result: revoked, objects: { fingerprints: revoked } }
  })
}

/** Lets an agent deliver for a creditor, for a time. */
export async function registerAgency(context: RegistryContext, operator: Operator, agency: Agency) {
  await change(context, operator, 'registerAgency', async (tx) => {
    await assertTakesPart(tx, agency.agent, 'agent')
    await assertTakesPart(tx, agency.principal, 'creditor')
    if (!(await store.insertAgency(tx, agency))) {
      throw new HubError('registry.conflict', 'This agency is registered already.')
    }
    return { result: undefined, objects: { ...agency } }
  })
}

/** Ends an agency with the day before `from`. @throws {HubError} `registry.unknown`. */
export async function endAgency(
  context: RegistryContext,
  operator: Operator,
  agent: PartyId,
  principal: PartyId,
  from: Day,
) {
  await change(context, operator, 'endAgency', async (tx) => {
    const ended = await store.endAgency(tx, agent, principal, addDays(from, -1))
    if (ended === 0) throw unknown('agency')
    return { result: undefined, objects: { agent, principal, from } }
  })
}

/** A mandate before it has an id. */
export type NewMandate = Omit<Mandate, 'mandateId'>

/**
 * Registers mandates, thousands at once; those that are there already are left out, so that an
 * import can be repeated.
 *
 * @returns How many were added.
 * @throws {HubError} `registry.unknown` when one is not of a creditor that takes part; none is
 *   added then.
 */
export async function registerMandates(
  context: RegistryContext,
  operator: Operator,
  mandates: readonly NewMandate[],
): Promise<number> {
  return change(context, operator, 'registerMandates', async (tx) => {
    const creditors = [...new Set(mandates.map(({ creditor }) => creditor))]
    const strangers = await store.selectNotCreditors(tx, creditors)
    if (strangers.length > 0) throw unknown(`creditor ${strangers[0]!}`)
    let added = 0
    for (let at = 0; at < mandates.length; at += MANDATES_PER_STATEMENT) {
      const rows = mandates
        .slice(at, at + MANDATES_PER_STATEMENT)
        .map((mandate) => ({ ...mandate, mandateId: randomId() }))
      added += await store.insertMandates(tx, rows, context.clock.now())
    }
    return { result: added, objects: { creditors: creditors.length, mandates: added } }
  })
}

/** Ends a mandate with the day before `from`. @throws {HubError} `registry.unknown`. */
export async function endMandate(
  context: RegistryContext,
  operator: Operator,
  mandateId: string,
  from: Day,
) {
  await change(context, operator, 'endMandate', async (tx) => {
    if (!(await store.endMandate(tx, mandateId, addDays(from, -1)))) throw unknown('mandate')
    return { result: undefined, objects: { mandateId, from } }
  })
}

/** @throws {HubError} `registry.unknown` when there is no such party, or not in this role. */
async function assertTakesPart(
  tx: Tx,
  id: string,
  role?: store.RoleRow['role'],
): Promise<store.PartyRow> {
  const [party] = await store.selectParties(tx, id as PartyId)
  const hasRole = role === undefined || party?.roles.some((row) => row.role === role) === true
  if (party === undefined || party.ended_at !== null || !hasRole) throw unknown(role ?? 'party')
  return party
}

function unknown(what: string): HubError {
  return new HubError('registry.unknown', `There is no such ${what} that can be changed.`)
}
