import type { Tx } from '../../db/client.js'
import { HubError } from '../../kernel/errors.js'
import type { PartyId } from '../../parties/index.js'
import { missingTests, REPORT_DAYS } from '../conformance/requirement.js'
import { selectPassed } from '../conformance/store.js'
import * as store from '../store.js'

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
 * Adds a party, or roles to one of the same name, in a transaction of the caller, who logs it.
 *
 * @throws {HubError} `registry.conflict`, `registry.unknown` when it ended.
 */
export async function addParty(
  tx: Tx,
  party: NewParty & { readonly id: PartyId },
  now: Date,
): Promise<void> {
  const { id, name, kvk = null, roles } = party
  const isNew = await store.insertParty(tx, { id, name, kvk }, now)
  await store.insertRoles(tx, id, roles)
  const known = await assertTakesPart(tx, id)
  if (!isNew && known.name !== name) throw taken('This id has another name.')
  if (!roles.every((role) => known.roles.some((row) => isSameRole(row, role)))) {
    throw taken('This party is another municipality already.')
  }
}

function isSameRole(left: store.RoleRow, right: store.RoleRow): boolean {
  return left.role === right.role && left.municipality === right.municipality
}

/**
 * Adds a checked certificate in a transaction of the caller, who logs it.
 *
 * @param rules Whether the software of a party has to have passed the conformance kit first.
 * @throws {HubError} `registry.conflict` when it is registered already, or its key serves another
 *   purpose or party; `registry.conformance`.
 */
export async function addCertificate(
  tx: Tx,
  certificate: store.NewCertificate,
  now: Date,
  rules: { readonly requireConformance: boolean },
): Promise<void> {
  // Of a person no software is tested: a holder signs in with a browser.
  if (rules.requireConformance && certificate.purpose === 'transport' && !certificate.holder) {
    await assertConforms(tx, certificate, now)
  }
  if (await store.keyIsTaken(tx, certificate)) {
    throw taken('The key already serves another purpose or party.')
  }
  if (!(await store.insertCertificate(tx, certificate, now))) {
    throw taken('This certificate is registered already.')
  }
}

async function assertConforms(
  tx: Tx,
  { party, roles }: Pick<store.NewCertificate, 'party' | 'roles'>,
  now: Date,
): Promise<void> {
  const known = await assertTakesPart(tx, party)
  const since = new Date(now.getTime() - REPORT_DAYS * 86_400_000)
  const used = roles ?? known.roles.map(({ role }) => role)
  const missing = missingTests(used, await selectPassed(tx, party, since))
  if (missing.length === 0) return
  throw new HubError(
    'registry.conformance',
    `There is no report that its software passed as ${missing.join(' and ')}.`,
  )
}

/**
 * The party of an id, which takes part and has a role.
 *
 * @throws {HubError} `registry.unknown` when there is no such party, or not in this role.
 */
export async function assertTakesPart(
  tx: Tx,
  id: string,
  role?: store.RoleRow['role'],
): Promise<store.PartyRow> {
  const [party] = await store.selectParties(tx, id as PartyId)
  const hasRole = role === undefined || party?.roles.some((row) => row.role === role) === true
  if (party === undefined || party.ended_at !== null || !hasRole) throw unknown(role ?? 'party')
  return party
}

/** The refusal of a change to what is not there. */
export function unknown(what: string): HubError {
  return new HubError('registry.unknown', `There is no such ${what} that can be changed.`)
}

/** The refusal of a change that contradicts what is there. */
export function taken(detail: string): HubError {
  return new HubError('registry.conflict', detail)
}
