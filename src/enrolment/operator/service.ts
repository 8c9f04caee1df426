import { randomBytes } from 'node:crypto'
import { offerInName } from '../../agreements/index.js'
import type { Tx } from '../../db/client.js'
import { dayOf, type Day } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import {
  assertNumberFits,
  issuedId,
  loadControllers,
  parsePartyId,
  type PartyId,
} from '../../parties/index.js'
import {
  addCertificate,
  addParty,
  change,
  keepBroughtReport,
  list,
  selectParties,
  type BroughtReport,
  type Operator,
  type RegistryContext,
} from '../../registry/index.js'
import { issueOne, ownAuthority } from '../issuing/service.js'
import { readBroughtKey, type BroughtKey } from '../keys/service.js'
import { doubtsAbout, type Doubt } from '../register-check.js'
import * as store from '../store.js'

/** An application with what the operator should look at. */
export interface Reviewed extends store.EnrolmentRow {
  readonly doubts: readonly Doubt[]
}

/** What an accepted application became. */
export interface Accepted {
  readonly party: PartyId
  /** Agreements that were offered. */
  readonly agreements: number
  /** Municipalities that it wished for and that do not take part. */
  readonly skipped: readonly string[]
}

/** Applications in one state, or all; the look is logged. */
export function listEnrolments(
  context: RegistryContext,
  operator: Operator,
  state: string | null,
): Promise<readonly store.EnrolmentRow[]> {
  return list(context, operator, 'listEnrolments', (tx) => store.selectEnrolments(tx, state))
}

/** One application with what the register says of it. @throws {HubError} `enrolment.unknown`. */
export async function reviewEnrolment(
  context: RegistryContext,
  operator: Operator,
  id: string,
): Promise<Reviewed> {
  const [found] = await list(context, operator, 'listEnrolments', async (tx) => {
    const row = await store.lockEnrolment(tx, id)
    return row === undefined ? [] : [{ ...row, doubts: await doubtsOf(tx, row) }]
  })
  if (found === undefined) throw unknownEnrolment()
  return found
}

/**
 * Accepts an application: party, both certificates and offered agreements come into being together.
 *
 * @param said `checked` names what the operator looked at when the register leaves doubts;
 *   `from` is the first day of the offered agreements, today unless told; `report` says how its
 *   software did, signed with the key for signatures of this application, and is kept with the party.
 * @throws {HubError} `enrolment.unknown`, `enrolment.conflict` when it was decided before,
 *   `registry.invalid` with the doubts when they were not looked into, `certificate.*`,
 *   `enrolment.no_authority`, `registry.conflict`; `registry.conformance` when the hub asks for a
 *   report and there is none, `conformance.*` when this one does not serve.
 */
export async function acceptEnrolment(
  context: RegistryContext,
  operator: Operator,
  id: string,
  said: {
    readonly checked?: string | undefined
    readonly from?: Day | undefined
    readonly report?: BroughtReport | undefined
  },
): Promise<Accepted> {
  const now = context.clock.now()
  const from = said.from ?? dayOf(now)
  return change(context, operator, 'acceptEnrolment', async (tx) => {
    const row = await waiting(tx, id)
    const doubts = await doubtsOf(tx, row)
    if (doubts.length > 0 && (said.checked ?? '').trim() === '') {
      throw new HubError(
        'registry.invalid',
        `Look into this first and name what settled it (${doubts.join(', ')}).`,
      )
    }
    const number = row.organisationNumber
    const party = number === null ? issuedId(randomBytes(8)) : parsePartyId(number)
    assertNumberFits(party, context.config)
    const roles = row.roles.map((role) => ({ role, municipality: null, controller: '' }))
    await addParty(tx, { id: party, name: row.name, kvk: row.kvk, roles }, now)
    const keys = await readKeys(context, row, party)
    const { report } = said
    const { keyHash } = keys.signing
    const digest =
      report && (await keepBroughtReport(tx, party, { roles: row.roles, keyHash }, report, now))
    const chains = await addCertificates(tx, context, { id: party, name: row.name }, keys)
    const { agreements, skipped } = await offerWishes(tx, row, party, from, now)
    await store.decide(tx, id, {
      state: 'ACCEPTED',
      by: operator.pseudonym,
      at: now,
      reason: null,
      party,
      transportChain: chains.transport.chain,
      signingChain: chains.signing.chain,
    })
    return {
      result: { party, agreements, skipped },
      objects: {
        enrolment: id,
        party,
        transport: chains.transport.fingerprint,
        signing: chains.signing.fingerprint,
        agreements,
        doubts: [...doubts],
        checked: said.checked,
        ...(report && { tested: report.tested, kitVersion: report.kitVersion, report: digest }),
      },
    }
  })
}

/**
 * Refuses an application, with a reason that the applicant reads.
 *
 * @throws {HubError} `enrolment.unknown`, `enrolment.conflict`, `registry.invalid` for no reason.
 */
export async function refuseEnrolment(
  context: RegistryContext,
  operator: Operator,
  id: string,
  reason: string,
): Promise<void> {
  if (reason.trim() === '' || reason.length > 500) {
    throw new HubError('registry.invalid', 'A reason has 1 to 500 characters.')
  }
  await change(context, operator, 'refuseEnrolment', async (tx) => {
    await waiting(tx, id)
    await store.decide(tx, id, {
      state: 'REFUSED',
      by: operator.pseudonym,
      at: context.clock.now(),
      reason,
      party: null,
      transportChain: null,
      signingChain: null,
    })
    return { result: undefined, objects: { enrolment: id } }
  })
}

/** Replaces the register of organisations that applications are compared with. */
export async function loadRegister(
  context: RegistryContext,
  operator: Operator,
  rows: readonly store.RegisterRow[],
): Promise<number> {
  for (const { organisationNumber } of rows) parsePartyId(organisationNumber)
  return change(context, operator, 'loadOrganisationRegister', async (tx) => {
    await store.replaceRegister(tx, rows, context.clock.now())
    return { result: rows.length, objects: { rows: rows.length } }
  })
}

async function waiting(tx: Tx, id: string): Promise<store.EnrolmentRow> {
  const row = await store.lockEnrolment(tx, id)
  if (row === undefined) throw unknownEnrolment()
  if (row.state === 'RECEIVED') return row
  throw new HubError('enrolment.conflict', `This application was ${row.state} before.`)
}

async function doubtsOf(tx: Tx, row: store.EnrolmentRow): Promise<Doubt[]> {
  const { organisationNumber: number } = row
  const registered = await store.selectRegistered(tx, number, row.kvk)
  const known = number === null ? [] : await selectParties(tx, number as PartyId)
  return doubtsAbout(row, registered, known.length > 0)
}

type Keys = Readonly<Record<'transport' | 'signing', BroughtKey>>

/** Both keys of an application, read again: what was good when it came may be taken back since. */
async function readKeys(
  context: RegistryContext,
  row: store.EnrolmentRow,
  party: PartyId,
): Promise<Keys> {
  const organisation = row.organisationNumber === null ? undefined : party
  return {
    transport: await readBroughtKey(context, organisation, 'transport', row.transport),
    signing: await readBroughtKey(context, organisation, 'signing', row.signing),
  }
}

/** Certificates as they were brought, or of the hub's own authority for the keys of requests. */
async function addCertificates(
  tx: Tx,
  context: RegistryContext,
  party: { readonly id: PartyId; readonly name: string },
  keys: Keys,
) {
  const add = async ({ purpose, pem, certificate: brought }: BroughtKey) => {
    const issued =
      brought === undefined
        ? await issueOne(context, ownAuthority(context.config), party, purpose, pem)
        : { checked: brought, chain: pem }
    const certificate = { ...issued.checked, roles: null }
    await addCertificate(tx, certificate, context.clock.now(), context.config)
    return { fingerprint: issued.checked.fingerprint, chain: issued.chain }
  }
  return { transport: await add(keys.transport), signing: await add(keys.signing) }
}

/** An agent has no agreements of its own; those of its principals are theirs to offer. */
async function offerWishes(
  tx: Tx,
  row: store.EnrolmentRow,
  party: PartyId,
  from: Day,
  now: Date,
): Promise<Pick<Accepted, 'agreements' | 'skipped'>> {
  if (!row.roles.includes('creditor')) return { agreements: 0, skipped: [] }
  const codes = [...new Set(row.wishes.map(([municipality]) => municipality))]
  const towns = await loadControllers(tx, codes)
  const offers = row.wishes
    .filter(([municipality]) => towns.has(municipality))
    .map(([municipality, sector]) => ({
      reference: `Enrolment ${row.enrolmentId}`,
      creditor: party,
      municipality,
      sector,
      validFrom: from,
      validUntil: null,
    }))
  const agreements = (await offerInName(tx, offers, now)).length
  return { agreements, skipped: codes.filter((code) => !towns.has(code)) }
}

function unknownEnrolment(): HubError {
  return new HubError('enrolment.unknown', 'There is no such application.')
}
