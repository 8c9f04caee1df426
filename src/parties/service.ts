import { createPublicKey } from 'node:crypto'
import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { VerificationKey } from '../crypto/signature-key.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { dayOf, type Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { isUuid } from '../kernel/identifiers.js'
import { compileMandates, holdsOn, type Authoriser, type Mandate } from './authorisation.js'
import { fingerprintHex, type Caller, type KnownCertificate } from './caller.js'
import type { Controller, MunicipalityCode, PartyId } from './party.js'
import {
  selectAgencies,
  selectAgenciesFor,
  selectCertificate,
  selectControllers,
  selectKeys,
  selectMandatePage,
  selectMandates,
  selectMandatesFor,
  selectMemberships,
  selectMunicipalities,
  selectNames,
  type CertificateRow,
  type Concerned,
  type MembershipRow,
  type MunicipalityRow,
} from './store.js'

/** What finding out who calls takes; the command line has no more than this. */
export type PartyContext = Pick<Context, 'db' | 'clock'>

const EDGE = { role: 'vroegsignaal_edge' } as const
const MOST_MANDATES = 1000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Finds out who is calling. Asked for every request and never kept, so that a revocation holds from
 * the next request on.
 *
 * @param fingerprint SHA-256 of the certificate, hex or base64url.
 * @returns `undefined` when nobody registered it. Look at `state` before going on.
 */
export async function findCertificate(
  context: PartyContext,
  fingerprint: string,
): Promise<KnownCertificate | undefined> {
  const hex = fingerprintHex(fingerprint)
  if (hex === undefined) return undefined
  const row = await inTransaction(context.db, 'parties.certificate', EDGE, (tx) =>
    selectCertificate(tx, hex),
  )
  return row === undefined ? undefined : knownCertificate(row, context.clock.now())
}

function knownCertificate(row: CertificateRow, now: Date): KnownCertificate {
  const roles = row.roles.filter(({ role }) => row.granted?.includes(role) ?? true)
  const reviewed = roles.filter(({ role }) => role === 'officer')
  const municipality = roles.find(({ role }) => role === 'municipality')?.municipality
  return {
    fingerprint: row.fingerprint,
    party: row.party as PartyId,
    name: row.name,
    purpose: row.purpose,
    holder: row.holder,
    state: stateOf(row, now),
    roles: [...new Set(roles.map(({ role }) => role))],
    municipality: municipality as MunicipalityCode | undefined,
    controllers: reviewed.map(({ controller }) => controller as Controller),
    sealed: reviewed
      .filter(({ readers }) => readers?.includes(`${row.party}/${row.holder ?? ''}`) === false)
      .map(({ controller }) => controller as Controller),
  }
}

/** A revocation or end that is dated later does not hold yet. */
function stateOf(row: CertificateRow, now: Date): KnownCertificate['state'] {
  const hasCome = (instant: string | null) => instant !== null && new Date(instant) <= now
  if (hasCome(row.revoked_at)) return 'REVOKED'
  if (hasCome(row.ended_at)) return 'PARTY_ENDED'
  const isValid = new Date(row.not_before) <= now && now <= new Date(row.not_after)
  return isValid ? 'ACTIVE' : 'EXPIRED'
}

/**
 * Finds the registered key that a signature points at, for `verifyDetached`. Transport certificates
 * are found too, so that signing with one is refused by name.
 *
 * @param reference `x5t#S256`, or `kid`: the thumbprint of the key (RFC 7638).
 */
export async function findSigningKey(
  context: PartyContext,
  reference: string,
): Promise<VerificationKey | undefined> {
  const fingerprint = fingerprintHex(reference) ?? null
  const now = context.clock.now()
  const rows = await inTransaction(context.db, 'parties.signing_key', EDGE, (tx) =>
    selectKeys(tx, fingerprint, reference),
  )
  const keys = rows.map((row) => verificationKey(row, now))
  const isUsable = ({ revoked, validFrom, validTo }: VerificationKey) =>
    revoked === false && validFrom! <= now && now <= validTo!
  // A certificate named by its fingerprint is that one; a key may stand in several.
  const exact = rows.findIndex((row) => row.fingerprint === fingerprint)
  return exact >= 0 ? keys[exact] : (keys.findLast(isUsable) ?? keys.at(-1))
}

type KeyRow = Awaited<ReturnType<typeof selectKeys>>[number]

function verificationKey(row: KeyRow, now: Date): VerificationKey {
  const hasCome = (instant: Date | null) => instant !== null && instant <= now
  return {
    fingerprint: Buffer.from(row.fingerprint, 'hex').toString('base64url'),
    aliases: [row.keyId, row.fingerprint],
    publicKey: createPublicKey({ key: row.jwk, format: 'jwk' }),
    party: row.party,
    purpose: row.purpose,
    roles: row.roles,
    validFrom: row.notBefore,
    validTo: row.notAfter,
    revoked: hasCome(row.revokedAt) || hasCome(row.partyEndedAt),
  }
}

/**
 * Loads what one deliverer may deliver on a day: its own mandates and those of its principals. In a
 * transaction of role intake whose party is the deliverer; row-level security shows it no others.
 */
export async function loadAuthoriser(tx: Tx, deliverer: PartyId): Promise<Authoriser> {
  const agencies = await selectAgencies(tx, deliverer)
  const creditors = [deliverer, ...agencies.map(({ principal }) => principal)]
  return compileMandates(deliverer, agencies, await selectMandates(tx, [...new Set(creditors)]))
}

/**
 * The same for what one batch is about, so that one notification does not cost the reading of all
 * mandates of a national creditor.
 */
export async function loadAuthoriserFor(
  tx: Tx,
  deliverer: PartyId,
  concerned: Concerned,
): Promise<Authoriser> {
  const [agencies, mandates] = await Promise.all([
    selectAgenciesFor(tx, deliverer, concerned),
    selectMandatesFor(tx, concerned),
  ])
  return compileMandates(deliverer, agencies, mandates)
}

/** Party ids, which are partitions of the log, of those of these municipalities that take part. */
export function loadControllers(
  tx: Tx,
  municipalities: readonly string[],
): Promise<ReadonlyMap<string, PartyId>> {
  return selectControllers(tx, municipalities)
}

/** The mandates of these creditors, in no particular order. */
export function loadMandates(tx: Tx, creditors: readonly PartyId[]): Promise<Mandate[]> {
  return selectMandates(tx, creditors)
}

/** The municipalities that take part, by code: known means registered as a party. */
export async function loadMunicipalities(
  tx: Tx,
): Promise<ReadonlyMap<MunicipalityCode, MunicipalityRow>> {
  return new Map((await selectMunicipalities(tx)).map((row) => [row.code, row]))
}

/**
 * Every municipality that takes or took part, by code: what one left behind when it ended must still
 * be closed and forgotten.
 */
export function loadMemberships(tx: Tx): Promise<MembershipRow[]> {
  return selectMemberships(tx)
}

/** Names of parties by id, of those that the role of the transaction may see. */
export function namesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return selectNames(tx, ids)
}

/** One mandate as its creditor or agent sees it. */
export interface MandateView extends Mandate {
  readonly creditorName: string | undefined
  /** The code, when the municipality is not registered (any more). */
  readonly municipalityName: string
}

/**
 * One page of the caller's mandates: its own, and those of creditors for which it is the agent today.
 * The reading is logged in the caller's own partition.
 *
 * @param cursor As an earlier page gave it.
 * @throws {HubError} `feed.cursor` for a cursor that no page gave.
 */
export async function listMandates(
  context: PartyContext,
  caller: Caller,
  cursor: string | undefined,
): Promise<{ readonly mandates: readonly MandateView[]; readonly nextCursor: string | null }> {
  const after = cursor === undefined ? BEFORE_ALL : readCursor(cursor)
  const scope = { role: 'vroegsignaal_intake', party: caller.id, controller: caller.id } as const
  return inTransaction(context.db, 'parties.mandates', scope, async (tx) => {
    const creditors = await creditorsOf(tx, caller.id, dayOf(context.clock.now()))
    const rows = await selectMandatePage(tx, creditors, after, MOST_MANDATES + 1)
    const page = rows.slice(0, MOST_MANDATES)
    const creditorNames = await selectNames(tx, creditors)
    const municipalities = await loadMunicipalities(tx)
    await recordAccess(tx, context, [
      {
        controller: caller.id,
        actor: caller.id,
        actorKey: caller.fingerprint,
        role: caller.role,
        action: 'VIEW',
        operation: 'listMandates',
        objects: { mandates: page.length },
        result: 'ALLOW',
        count: page.length,
        ...caller.trace,
        at: context.clock.now(),
      },
    ])
    return {
      mandates: page.map((mandate) => ({
        ...mandate,
        creditorName: creditorNames.get(mandate.creditor),
        municipalityName:
          municipalities.get(mandate.municipality as MunicipalityCode)?.name ??
          mandate.municipality,
      })),
      nextCursor: rows.length > page.length ? writeCursor(page.at(-1)!.mandateId) : null,
    }
  })
}

/** For whom a party delivers on a day: itself, and the principals whose agent it is. */
export async function creditorsOf(tx: Tx, party: PartyId, day: Day): Promise<readonly string[]> {
  const agencies = await selectAgencies(tx, party)
  const principals = agencies.filter((agency) => holdsOn(agency, day))
  return [...new Set([party as string, ...principals.map(({ principal }) => principal)])]
}

/** Nothing is secret in it: a made-up place shows no mandate of anybody else. */
function writeCursor(mandateId: string): string {
  return Buffer.from(mandateId.replaceAll('-', ''), 'hex').toString('base64url')
}

function readCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (!isUuid(id) || writeCursor(id) !== cursor) {
    throw new HubError('feed.cursor', 'No page of this list gave this cursor.')
  }
  return id
}
