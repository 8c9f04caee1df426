import { recordAccess, type LoggedAction, type LoggedOperation } from '../access-log/index.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { dayOf, type Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { isUuid } from '../kernel/identifiers.js'
import type { Sector } from '../kernel/sector.js'
import {
  creditorsOf,
  loadControllers,
  loadMunicipalities,
  namesOf,
  type Caller,
  type MunicipalityCode,
  type PartyContext,
} from '../parties/index.js'
import { outcomeOf, type Agreement, type Answer } from './agreement.js'
import { isRepeat, type SignedCommand } from '../repeats/index.js'
import * as store from './store.js'

/** Who calls about agreements; a municipality speaks for itself, anybody else for creditors. */
export interface AgreementCaller extends Caller {
  readonly municipality: MunicipalityCode | undefined
}

/** One agreement as one of its sides sees it. */
export interface AgreementView extends Agreement {
  readonly creditorName: string | undefined
  readonly municipalityName: string | undefined
}

/** What a creditor, or its agent, offers a municipality. */
export interface Offer {
  /** Chosen by who offers; the same once more changes nothing. */
  readonly agreementId: string
  readonly reference: string
  readonly creditor: string
  readonly municipality: string
  readonly sector: Sector
  readonly validFrom: Day
  readonly validUntil: Day | null
}

/** Members of a feed item that a municipality sees of what is reported under an agreement. */
export const ENTITLED = ['creditorName', 'arrearsCents', 'oldestDueOn', 'district'] as const

const MOST_AGREEMENTS = 1000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * One page of the caller's agreements in every state: a municipality's own, or those of the creditors
 * for which the caller delivers today. The reading is logged in the caller's partition.
 *
 * @throws {HubError} `feed.cursor` for a cursor that no page gave.
 */
export async function listAgreements(
  context: PartyContext,
  caller: AgreementCaller,
  cursor: string | undefined,
): Promise<{ readonly agreements: readonly AgreementView[]; readonly nextCursor: string | null }> {
  if (cursor !== undefined && !isUuid(cursor)) {
    throw new HubError('feed.cursor', 'No page of this list gave this cursor.')
  }
  return inTransaction(context.db, 'agreements.list', scopeOf(caller), async (tx) => {
    const whose = await whoseOf(tx, context, caller)
    const rows = await store.selectPage(tx, whose, cursor ?? BEFORE_ALL, MOST_AGREEMENTS + 1)
    const page = rows.slice(0, MOST_AGREEMENTS)
    const views = await viewsOf(tx, caller, page)
    await record(tx, context, caller, 'VIEW', 'listAgreements', caller.fingerprint, [
      { controller: caller.id, objects: { agreements: page.length } },
    ])
    const isLast = rows.length === page.length
    return { agreements: views, nextCursor: isLast ? null : page.at(-1)!.agreementId }
  })
}

/**
 * Offers an agreement to a municipality; until it accepts, nothing can be delivered under it.
 *
 * @param signer Fingerprint of the certificate that signed the offer.
 * @throws {HubError} `party.not_served` for a creditor that the caller does not deliver for,
 *   `request.invalid` for a municipality that does not take part or a period that ends before it
 *   begins, `agreement.conflict` when id or reference were used for something else.
 */
export async function offerAgreement(
  context: PartyContext,
  caller: AgreementCaller,
  signer: string,
  offer: Offer,
): Promise<AgreementView> {
  const now = context.clock.now()
  assertPeriod(offer, dayOf(now))
  return inTransaction(context.db, 'agreements.offer', scopeOf(caller), async (tx) => {
    const creditors = await creditorsOf(tx, caller.id, dayOf(now))
    if (!creditors.includes(offer.creditor)) {
      throw new HubError('party.not_served', 'You do not deliver for this creditor today.')
    }
    const town = (await loadControllers(tx, [offer.municipality])).get(offer.municipality)
    if (town === undefined) throw invalid('/municipalityCode', 'It does not take part.')
    const row = { ...offer, entitledFields: [...ENTITLED] }
    const added = await store.insertAgreements(tx, [row], caller.id, null, now)
    const whose = { creditors: [offer.creditor] }
    const stored = await store.lockAgreement(tx, whose, offer.agreementId)
    if (stored === undefined || (added.length === 0 && !isSame(stored, offer))) {
      throw new HubError('agreement.conflict', 'This id, or this reference for the same, is taken.')
    }
    const objects = objectsOf(stored)
    await record(
      tx,
      context,
      caller,
      'CONFIG',
      'offerAgreement',
      signer,
      concerned([caller.id, stored.creditor, town], objects),
    )
    return (await viewsOf(tx, caller, [stored]))[0]!
  })
}

/** A signed answer: its own id and digest, and the certificate that signed. */
export interface SignedAnswer extends Pick<SignedCommand, 'id' | 'digest'> {
  /** Fingerprint, hexadecimal. */
  readonly signer: string
}

/**
 * Answers an agreement: the municipality accepts, suspends, resumes or ends it, the creditor's side
 * can end it. From the next request on notifications are judged by what it is then. The same answer
 * once more changes nothing, and neither does the same body, whatever was answered since.
 *
 * @param signed The certificate that signed the answer, by its fingerprint, and the body.
 * @throws {HubError} `agreement.unknown`, also for one of others; `body.conflict`; and as `outcomeOf`.
 */
export async function answerAgreement(
  context: PartyContext,
  caller: AgreementCaller,
  { signer, ...body }: SignedAnswer,
  agreementId: string,
  said: { readonly answer: Answer; readonly fromOn?: Day | undefined },
): Promise<AgreementView> {
  const now = context.clock.now()
  const side = caller.municipality === undefined ? 'CREDITOR' : 'MUNICIPALITY'
  return inTransaction(context.db, 'agreements.answer', scopeOf(caller), async (tx) => {
    const command = { ...body, party: caller.id, operation: 'answerAgreement' } as const
    const repeated = await isRepeat(tx, context, command)
    const whose = await whoseOf(tx, context, caller)
    const agreement = await store.lockAgreement(tx, whose, agreementId)
    if (agreement === undefined) throw unknownAgreement()
    if (!repeated) {
      const outcome = outcomeOf(agreement, said.answer, side, dayOf(now), said.fromOn)
      await store.writeOutcome(tx, agreement, outcome, { by: caller.id, authority: null, now })
    }
    const changed = (await store.lockAgreement(tx, whose, agreementId))!
    const town = await municipalParty(tx, caller, agreement.municipality)
    const objects = {
      ...{ ...objectsOf(changed), answer: said.answer, from: said.fromOn },
      ...(repeated && { repeated }),
    }
    await record(
      tx,
      context,
      caller,
      'CONFIG',
      'answerAgreement',
      signer,
      concerned([caller.id, agreement.creditor, town], objects),
    )
    return (await viewsOf(tx, caller, [changed]))[0]!
  })
}

/** The refusal of an agreement that is not there, or is somebody else's. */
export function unknownAgreement(): HubError {
  return new HubError('agreement.unknown', 'You have no such agreement.')
}

/** What the log says of an agreement. */
export function objectsOf({ agreementId, creditor, municipality, sector, state }: Agreement) {
  return { agreementId, creditor, municipality, sector, state }
}

function assertPeriod({ validFrom, validUntil }: Offer, today: Day): void {
  if (validUntil === null) return
  if (validUntil < validFrom) throw invalid('/endsOn', 'The last day lies before the first.')
  if (validUntil < today) throw invalid('/endsOn', 'The period is over.')
}

function invalid(pointer: string, detail: string): HubError {
  const places = [{ pointer, code: 'NOT_ALLOWED', detail }]
  return new HubError('request.invalid', 'The offer cannot be made.', { places })
}

function isSame(stored: Agreement, offer: Offer): boolean {
  const { agreementId, reference, creditor, municipality, sector, validFrom, validUntil } = stored
  const same = { agreementId, reference, creditor, municipality, sector, validFrom, validUntil }
  return Object.entries(same).every(([name, value]) => offer[name as keyof Offer] === value)
}

async function whoseOf(
  tx: Tx,
  context: PartyContext,
  { id, municipality }: AgreementCaller,
): Promise<store.Whose> {
  if (municipality !== undefined) return { municipality }
  return { creditors: await creditorsOf(tx, id, dayOf(context.clock.now())) }
}

/** A municipality that ended has no partition any more; its agreements can still be ended. */
async function municipalParty(
  tx: Tx,
  { id, municipality }: AgreementCaller,
  code: string,
): Promise<string | undefined> {
  return municipality === undefined ? (await loadControllers(tx, [code])).get(code) : id
}

async function viewsOf(
  tx: Tx,
  caller: AgreementCaller,
  rows: readonly Agreement[],
): Promise<AgreementView[]> {
  const creditors = await namesOf(tx, [...new Set(rows.map(({ creditor }) => creditor))])
  // Which municipalities take part a creditor knows; a municipality knows what it is called.
  const towns = caller.municipality === undefined ? await loadMunicipalities(tx) : undefined
  return rows.map((row) => ({
    ...row,
    creditorName: creditors.get(row.creditor),
    municipalityName: towns?.get(row.municipality as MunicipalityCode)?.name,
  }))
}

function scopeOf({ id, municipality }: AgreementCaller) {
  return municipality === undefined
    ? ({ role: 'vroegsignaal_intake', party: id, controller: id } as const)
    : ({ role: 'vroegsignaal_municipality', party: id, municipality, controller: id } as const)
}

interface Written {
  readonly controller: string
  readonly objects: Readonly<Record<string, string | number | boolean | undefined>>
}

/** The same in the partition of everybody whom it concerns, in one order for all. */
function concerned(parties: readonly (string | undefined)[], objects: Written['objects']) {
  const known = parties.filter((party): party is string => party !== undefined)
  return [...new Set(known)].sort().map((controller) => ({ controller, objects }))
}

async function record(
  tx: Tx,
  context: PartyContext,
  caller: AgreementCaller,
  action: LoggedAction,
  operation: LoggedOperation,
  actorKey: string,
  written: readonly Written[],
): Promise<void> {
  const entries = written.map(({ controller, objects }) => ({
    controller,
    actor: caller.id,
    actorKey,
    role: caller.role,
    action,
    operation,
    objects,
    result: 'ALLOW' as const,
    count: 1,
    ...caller.trace,
    at: context.clock.now(),
  }))
  await recordAccess(tx, context, entries)
}
