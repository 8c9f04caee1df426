import type { Tx } from '../../db/client.js'
import { dayOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import {
  change,
  list,
  type ChangeObjects,
  type Operator,
  type RegistryContext,
} from '../../registry/index.js'
import { kindOf } from '../kinds.js'
import { tellConcerned } from '../schedule/service.js'
import { insertTerm, lockRetention, resetProgress, selectLogTerm } from '../schedule/store.js'
import * as store from './store.js'

export type { Confidentiality, DecisionRow } from './store.js'

/** What is to be decided about a partition of the log. */
export interface NewDecision {
  /** A party id, or `hub`. */
  readonly controller: string
  /** Left out when only the term changes. */
  readonly confidentiality?: 'CONFIDENTIAL' | 'LIFTED' | undefined
  /** Who reads it while it is confidential: `party/role pseudonym` of its officers. */
  readonly readers?: readonly string[] | undefined
  /** Months that entries are kept; left out when that stays as it is. */
  readonly term?: number | undefined
  /** Why, and where the decision is kept. */
  readonly reason: string
}

const WAITS_DAYS = 7
const DAY_MS = 86_400_000
const MOST_READERS = 20

/**
 * Writes down what was decided about a partition: that it is confidential from now on and who reads it
 * then, that this is lifted, or how long it is kept. It holds when somebody else confirms it within
 * seven days, because it decides who may look after whom, and how long.
 *
 * @returns The number of the decision.
 * @throws {HubError} `registry.invalid` for nothing to decide, readers where there are none to name or
 *   none where there must be, a term out of bounds, or no reason; `registry.unknown` for a controller
 *   that is not registered or a reader who does not review it.
 */
export function decidePartition(
  context: RegistryContext,
  operator: Operator,
  wanted: NewDecision,
): Promise<number> {
  checkForm(wanted)
  const { controller, confidentiality, term, reason } = wanted
  const readers = [...new Set(wanted.readers)].sort()
  return change(context, operator, 'decidePartition', async (tx) => {
    await lockRetention(tx)
    const at = context.clock.now()
    if (!(await store.isController(tx, controller))) throw unknown('There is no such partition.')
    const { inForce, newest } = await store.selectStanding(tx, controller)
    const present = await selectLogTerm(tx, controller, at)
    const before = inForce?.confidentiality ?? 'NORMAL'
    if (confidentiality === 'LIFTED' && before !== 'CONFIDENTIAL') {
      throw invalid('Only what is confidential can be lifted.')
    }
    if (term === present) throw invalid(`This partition is kept for ${present} months already.`)
    const known = await store.selectReviewers(tx, controller, readers)
    if (known.length < readers.length) {
      throw unknown('A reader is an officer of this partition with a certificate in use.')
    }
    const version = (newest?.version ?? 0) + 1
    await store.insertDecision(
      tx,
      {
        controller,
        version,
        confidentiality: confidentiality ?? before,
        readers: confidentiality === undefined ? (inForce?.readers ?? []) : readers,
        term: term ?? null,
        reason,
        decidedBy: operator.pseudonym,
      },
      at,
    )
    const objects = { controller, version, confidentiality, readers, term, reason }
    await tellConcerned(tx, context, operator, 'decidePartition', controller, objects)
    return { result: version, objects }
  })
}

/**
 * A second person agrees; from now on the decision holds.
 *
 * @throws {HubError} `registry.unknown` for no such decision, `registry.invalid` for the same person, a
 *   decision that was confirmed, that lapsed, or that a later one took the place of.
 */
export function confirmPartition(
  context: RegistryContext,
  operator: Operator,
  controller: string,
  version: number,
): Promise<void> {
  return change(context, operator, 'confirmPartition', async (tx) => {
    await lockRetention(tx)
    const at = context.clock.now()
    const { newest } = await store.selectStanding(tx, controller)
    if (newest === undefined || version > newest.version || version < 1) {
      throw unknown('There is no such decision about that partition.')
    }
    assertOpen(newest, version, operator, at)
    await store.confirmDecision(tx, controller, version, operator.pseudonym, at)
    if (newest.term !== null) await setTermOf(tx, newest, at)
    const { confidentiality, term } = newest
    const objects: ChangeObjects = {
      controller,
      version,
      confidentiality,
      ...(term !== null && { term }),
      decidedBy: newest.decidedBy,
    }
    await tellConcerned(tx, context, operator, 'confirmPartition', controller, objects)
    return { result: undefined, objects }
  })
}

/** Every decision about every partition, to an operator; logged. */
export function listPartitions(
  context: RegistryContext,
  operator: Operator,
): Promise<readonly store.DecisionRow[]> {
  return list(context, operator, 'listPartitions', store.selectPartitionDecisions)
}

/** Whether a decision can still be confirmed. */
export function waitsForConfirmation(
  { confirmedAt, decidedAt }: Pick<store.DecisionRow, 'confirmedAt' | 'decidedAt'>,
  now: Date,
): boolean {
  return confirmedAt === null && new Date(decidedAt).getTime() + WAITS_DAYS * DAY_MS > now.getTime()
}

function assertOpen(
  newest: store.DecisionRow,
  version: number,
  { pseudonym }: Operator,
  now: Date,
): void {
  if (version !== newest.version || !waitsForConfirmation(newest, now)) {
    throw invalid('It was confirmed, it lapsed after seven days, or a later decision replaced it.')
  }
  if (newest.decidedBy === pseudonym) {
    throw invalid('A decision is confirmed by somebody else than who wrote it down.')
  }
}

/** The term in the schedule: a version of its own, which the functions that forget look up. */
async function setTermOf(tx: Tx, decision: store.DecisionRow, at: Date): Promise<void> {
  const { controller, reason, decidedBy } = decision
  const scope = { kind: 'ACCESS_LOG', municipality: '', controller, validFrom: dayOf(at) }
  await insertTerm(tx, { ...scope, term: decision.term!, reason, decidedBy }, at)
  await resetProgress(tx)
}

function checkForm({ confidentiality, readers = [], term, reason }: NewDecision): void {
  if (confidentiality === undefined && term === undefined) {
    throw invalid('Say what is decided: confidential, lifted, or a term.')
  }
  if ((confidentiality === 'CONFIDENTIAL') !== readers.length > 0) {
    throw invalid('What becomes confidential names who may read it, and nothing else does.')
  }
  if (readers.length > MOST_READERS) throw invalid(`There are at most ${MOST_READERS} readers.`)
  const { least, most } = kindOf('ACCESS_LOG')!
  if (term !== undefined && (!Number.isSafeInteger(term) || term < least || term > most)) {
    throw invalid(`A partition is kept from ${least} to ${most} months.`)
  }
  if (reason.trim() === '' || reason.length > 500) {
    throw invalid('A reason of 1 to 500 characters is needed.')
  }
}

function invalid(detail: string): HubError {
  return new HubError('registry.invalid', detail)
}

function unknown(detail: string): HubError {
  return new HubError('registry.unknown', detail)
}
