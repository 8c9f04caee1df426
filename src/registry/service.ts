import { randomBytes } from 'node:crypto'
import {
  byHub,
  recordAccess,
  type LoggedAction,
  type LoggedOperation,
} from '../access-log/index.js'
import type { Context } from '../context.js'
import { newTrace } from '../crypto/trace.js'
import type { Tx } from '../db/client.js'
import { DatabaseError, inTransaction } from '../db/transaction.js'
import type { Json } from '../kernel/canonical.js'
import { HubError } from '../kernel/errors.js'
import {
  assertNumberFits,
  checkCertificate,
  fingerprintHex,
  issuedId,
  parsePartyId,
  type CheckedCertificate,
  type PartyId,
  type Purpose,
} from '../parties/index.js'
import {
  addCertificate,
  addParty,
  assertTakesPart,
  taken,
  unknown,
  type NewParty,
} from './adding/service.js'
import * as store from './store.js'
import { assertTrusted } from './trust/service.js'

/** What the registry needs of the process. */
export type RegistryContext = Pick<Context, 'config' | 'db' | 'clock'>

/** Who works at the hub: a pseudonym of a role, never a name. It stands in every entry of the log. */
export interface Operator {
  readonly pseudonym: string
}

/** What a change was, for the log: ids, counts and dates. */
export type ChangeObjects = Readonly<Record<string, Json | undefined>>

const PSEUDONYM = /^[a-z0-9][a-z0-9._-]{1,63}$/

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
  operation: LoggedOperation,
  body: (tx: Tx) => Promise<{ readonly result: Result; readonly objects: ChangeObjects }>,
): Promise<Result> {
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  return inTransaction(context.db, `registry.${operation}`, scope, async (tx) => {
    const { result, objects } = await body(tx)
    await recordChange(tx, context, operator, operation, objects)
    return result
  })
}

/**
 * Logs a change of an operator in the transaction that makes it; for changes that `change` cannot
 * wrap.
 *
 * @throws {HubError} `registry.invalid` for a malformed pseudonym.
 */
export async function recordChange(
  tx: Tx,
  context: Pick<RegistryContext, 'clock'>,
  operator: Operator,
  operation: LoggedOperation,
  objects: ChangeObjects,
): Promise<void> {
  await record(tx, context, operator, 'CONFIG', operation, objects, 1)
}

/**
 * Lists a part of the register to an operator, and logs that it did.
 *
 * @throws {HubError} `registry.invalid` for a malformed pseudonym.
 */
export function list<Row>(
  context: RegistryContext,
  operator: Operator,
  operation: LoggedOperation,
  read: (tx: Tx) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  return inTransaction(context.db, `registry.${operation}`, scope, async (tx) => {
    const rows = await read(tx)
    await record(tx, context, operator, 'VIEW', operation, { rows: rows.length }, rows.length)
    return rows
  })
}

/**
 * Looks something up in the operator's role, on the way to a change that is logged or to work whose
 * entries tell more; shows nothing to anybody, so it leaves no entry.
 */
export function consult<Result>(
  context: RegistryContext,
  name: string,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  return inTransaction(context.db, `registry.${name}`, scope, body)
}

async function record(
  tx: Tx,
  context: Pick<RegistryContext, 'clock'>,
  operator: Operator,
  action: LoggedAction,
  operation: LoggedOperation,
  objects: ChangeObjects,
  count: number,
): Promise<void> {
  if (!PSEUDONYM.test(operator.pseudonym)) {
    throw new HubError('registry.invalid', 'An operator is named by a pseudonym: a-z, 0-9, . _ -')
  }
  await recordAccess(tx, context, [
    {
      ...byHub('hub', 'operator'),
      action,
      operation,
      objects: { operator: operator.pseudonym, ...objects },
      count,
      ...newTrace(),
      at: context.clock.now(),
    },
  ])
}

/**
 * Registers a party, or gives a registered one of the same name further roles.
 *
 * @returns Its id.
 * @throws {HubError} `certificate.organisation_number`, `certificate.test_number` when test and
 *   production would mix, `registry.invalid` for a name without characters,
 *   or `registry.conflict` when the id goes by another name or the municipality is taken.
 */
export async function registerParty(
  context: RegistryContext,
  operator: Operator,
  party: NewParty,
): Promise<PartyId> {
  const id = party.id === undefined ? issuedId(randomBytes(8)) : parsePartyId(party.id)
  assertNumberFits(id, context.config)
  if (party.name.trim() === '' || party.name.length > 200) {
    throw new HubError('registry.invalid', 'A name has 1 to 200 characters.')
  }
  try {
    return await change(context, operator, 'registerParty', async (tx) => {
      await addParty(tx, { ...party, id }, context.clock.now())
      const roles = party.roles.map(({ role }) => role)
      return { result: id, objects: { party: id, roles } }
    })
  } catch (error) {
    const isTaken = error instanceof DatabaseError && error.constraint === 'party_role_municipality'
    throw isTaken ? taken('Another party is this municipality already.') : error
  }
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
 *   registered already, or its key serves another purpose or party; `registry.conformance` when its
 *   software has to pass the conformance kit first.
 */
export async function registerCertificate(
  context: RegistryContext,
  operator: Operator,
  certificate: {
    readonly party: PartyId
    readonly purpose: Purpose
    readonly pem: string
    readonly holder?: string | null
    /** Roles of the party that it may be used in; every one when left out. */
    readonly roles?: readonly store.RoleRow['role'][] | undefined
  },
): Promise<CheckedCertificate> {
  const { party, purpose, pem, holder = null, roles = null } = certificate
  const { sandbox } = context.config
  const now = context.clock.now()
  const checked = checkCertificate(pem, party, purpose, holder, { now, sandbox })
  if (purpose === 'signing') await assertTrusted(context.config, pem, now)
  return change(context, operator, 'registerCertificate', async (tx) => {
    await assertTakesPart(tx, party)
    await addCertificate(tx, { ...checked, roles }, now, context.config)
    const { fingerprint } = checked
    const limits = roles === null ? {} : { roles: [...roles] }
    return { result: checked, objects: { party, purpose, fingerprint, holder, ...limits } }
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
