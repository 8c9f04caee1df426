import { byHub, recordAccess } from '../../access-log/index.js'
import { newTrace } from '../../crypto/trace.js'
import type { Tx } from '../../db/client.js'
import { type Day, dayOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import {
  change,
  list,
  type ChangeObjects,
  type Operator,
  type RegistryContext,
} from '../../registry/index.js'
import { type KindName, kindOf, RETENTION_KINDS, type RetentionKind } from '../kinds.js'
import {
  insertTerm,
  lockRetention,
  resetProgress,
  selectLogTerm,
  selectPartyOf,
  selectTerms,
} from './store.js'
import type { TermRow } from './store.js'

export type { TermRow } from './store.js'

/** A term to set. */
export interface NewTerm {
  readonly kind: string
  /** For one municipality; for everybody when neither this nor `controller` is given. */
  readonly municipality?: string | undefined
  /** For one partition of the log: a party id, or `hub`. */
  readonly controller?: string | undefined
  /** In the unit of the kind. */
  readonly term: number
  readonly validFrom: Day
  readonly reason: string
}

/**
 * Sets how long a kind of data is kept, from today or a later day on. Nothing that was set is changed:
 * this is a further version. It is logged for the hub, and for the municipality or partition it is
 * about.
 *
 * @returns The number of the version.
 * @throws {HubError} `registry.invalid` for an unknown kind, a term out of bounds, a past day, no
 *   reason, or a kind that no municipality or partition has a term of its own for;
 *   `registry.unknown` for a municipality that does not take part.
 */
export function setTerm(
  context: RegistryContext,
  operator: Operator,
  wanted: NewTerm,
): Promise<number> {
  const kind = allowed(context, wanted)
  const { municipality = '', controller = '', term, validFrom, reason } = wanted
  return change(context, operator, 'setRetentionTerm', async (tx) => {
    await lockRetention(tx)
    const concerned = municipality === '' ? controller : await partyOf(tx, municipality)
    const row = { kind: kind.kind, municipality, controller, validFrom, term, reason }
    const now = context.clock.now()
    if (kind.kind === 'ACCESS_LOG') await assertNotShorter(tx, controller, term, now)
    const version = await insertTerm(tx, { ...row, decidedBy: operator.pseudonym }, now)
    await resetProgress(tx)
    const objects: ChangeObjects = {
      kind: kind.kind,
      ...(municipality !== '' && { municipality }),
      ...(controller !== '' && { controller }),
      version,
      term,
      unit: kind.unit,
      from: validFrom,
      reason,
    }
    await tellConcerned(tx, context, operator, 'setRetentionTerm', concerned, objects)
    return { result: version, objects }
  })
}

/** One line of the schedule: a kind, and what was set for it. */
export interface ScheduledKind extends RetentionKind {
  readonly terms: readonly TermRow[]
}

/** The whole schedule, to an operator; logged. */
export async function listSchedule(
  context: RegistryContext,
  operator: Operator,
): Promise<ScheduledKind[]> {
  const terms = await list(context, operator, 'listRetention', selectTerms)
  return RETENTION_KINDS.map((kind) => ({
    ...kind,
    terms: terms.filter((row) => row.kind === kind.kind),
  }))
}

/** Changes that are told to whom they concern. */
export type ToldOperation =
  | 'setRetentionTerm'
  | 'placeHold'
  | 'confirmHold'
  | 'releaseHold'
  | 'endHold'
  | 'decidePartition'
  | 'confirmPartition'

/** An entry of the same change in the log of whom it concerns, beside the hub's own. */
export async function tellConcerned(
  tx: Tx,
  context: Pick<RegistryContext, 'clock'>,
  operator: Operator,
  operation: ToldOperation,
  controller: string,
  objects: ChangeObjects,
): Promise<void> {
  if (controller === '' || controller === 'hub') return
  await recordAccess(tx, context, [
    {
      ...byHub(controller, 'operator'),
      action: 'CONFIG',
      operation,
      objects: { operator: operator.pseudonym, ...objects },
      count: 1,
      ...newTrace(),
    },
  ])
}

/** The party of a municipality. @throws {HubError} `registry.unknown`. */
export async function partyOf(tx: Tx, municipality: string): Promise<string> {
  const party = await selectPartyOf(tx, municipality)
  if (party === undefined) {
    throw new HubError('registry.unknown', 'There is no such municipality that takes part.')
  }
  return party
}

/** Whoever could shorten the log alone could have the traces of their own work forgotten. */
async function assertNotShorter(tx: Tx, controller: string, term: number, at: Date): Promise<void> {
  if (term >= (await selectLogTerm(tx, controller, at))) return
  throw invalid('Keeping the log for a shorter time takes two people: admin partition decide.')
}

function allowed({ clock }: RegistryContext, wanted: NewTerm): RetentionKind {
  const kind = kindOf(wanted.kind)
  if (kind === undefined) {
    const names: readonly KindName[] = RETENTION_KINDS.map((known) => known.kind)
    throw invalid(`The kinds of data are ${names.join(', ')}.`)
  }
  const { least, most, unit, per } = kind
  if (!Number.isSafeInteger(wanted.term) || wanted.term < least || wanted.term > most) {
    throw invalid(`This kind is kept from ${least} to ${most} ${unit}s.`)
  }
  if (wanted.municipality !== undefined && per !== 'municipality') {
    throw invalid('A municipality has no term of its own for this kind.')
  }
  if (wanted.controller !== undefined && per !== 'controller') {
    throw invalid('This kind has no term for each controller.')
  }
  if (wanted.validFrom < dayOf(clock.now())) throw invalid('A term holds from today on, or later.')
  if (wanted.reason.trim() === '' || wanted.reason.length > 500) {
    throw invalid('A reason of 1 to 500 characters is needed.')
  }
  return kind
}

function invalid(detail: string): HubError {
  return new HubError('registry.invalid', detail)
}
