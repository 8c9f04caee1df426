import { recordAccess, type AccessEntry, type RecordedEntry } from '../access-log/index.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import { isUuid } from '../kernel/identifiers.js'
import type { LogContext } from '../log-tree/index.js'
import { takeQuota, type LimitedOperation, type QuotaContext } from '../quotas/index.js'
import { filterObject, readableBy, readCursor, trailSteps, writeCursor } from './question.js'
import type {
  EntryFilter,
  EntryPage,
  LoggedEntry,
  Officer,
  TracedSubject,
  TrailStep,
} from './question.js'
import { selectNotified, type NotifiedFact } from './notified/store.js'
import * as store from './store.js'

const MOST_TOUCHES = 10_000
const MOST_EXPORTED = 5000
const EXPORTED_PER_PAGE = 100

/** What answering questions needs. */
export type ReviewContext = Pick<LogContext, 'db'> & QuotaContext

/** What a page of a partition is asked by. */
export interface EntrySearch {
  /** Needed only by an officer of several controllers. */
  readonly controller?: string | undefined
  readonly reason: string
  readonly filter: EntryFilter
  readonly cursor?: string | undefined
  /** Entries on a page, at most 1,000. */
  readonly limit?: number | undefined
  /** From the newest entry backwards, as people read; else in the order in which they came. */
  readonly newestFirst?: boolean | undefined
}

/**
 * Shows an officer entries of the partition that the officer reviews, and logs that it did.
 *
 * @throws {HubError} `party.role_not_allowed` for another partition, `request.invalid` for a cursor
 *   that no page gave, `trace.reason_missing`, `quota.exceeded`.
 */
export async function searchEntries(
  context: ReviewContext,
  officer: Officer,
  search: EntrySearch,
): Promise<EntryPage & { readonly recorded: RecordedEntry }> {
  const controller = requireController(officer, search.controller)
  const { newestFirst = false } = search
  const start = newestFirst ? Number.MAX_SAFE_INTEGER : 0
  const after = search.cursor === undefined ? start : readCursor(search.cursor)
  if (after === undefined) throw new HubError('request.invalid', 'The cursor is not one of ours.')
  const limit = Math.min(search.limit ?? 100, 1000)
  const { filter, reason } = search
  const question = { controller, operation: 'searchAccessLog', reason, cost: 1 } as const
  return ask(context, officer, question, async (tx) => {
    const order = newestFirst ? 'newest' : 'oldest'
    const found = await store.selectEntries(tx, controller, filter, { order, after }, limit + 1)
    const entries = found.slice(0, limit)
    const nextCursor = found.length > limit ? writeCursor(entries.at(-1)!.number) : null
    return {
      answer: { controller, entries, nextCursor },
      objects: { filter: filterObject(filter), after },
      count: entries.length,
      subjects: [],
    }
  })
}

/**
 * Gives an officer the entries of a search to take along, oldest first, and logs that it did. Takes
 * as many pages of the quota as the longest file would.
 *
 * @returns At most 5,000 entries, and whether there are more.
 * @throws {HubError} As `searchEntries`.
 */
export async function exportEntries(
  context: ReviewContext,
  officer: Officer,
  search: Pick<EntrySearch, 'controller' | 'reason' | 'filter'> & { format: 'csv' | 'ndjson' },
): Promise<{ readonly entries: readonly LoggedEntry[]; readonly truncated: boolean }> {
  const controller = requireController(officer, search.controller)
  const { filter, format, reason } = search
  const operation = 'searchAccessLog'
  const cost = MOST_EXPORTED / EXPORTED_PER_PAGE
  const event = { operation: 'consoleExport', action: 'LOG_EXPORT' } as const
  const question = { controller, operation, reason, cost, event } as const
  return ask(context, officer, question, async (tx) => {
    const start = { order: 'oldest', after: 0 } as const
    const found = await store.selectEntries(tx, controller, filter, start, MOST_EXPORTED + 1)
    const entries = found.slice(0, MOST_EXPORTED)
    const truncated = found.length > MOST_EXPORTED
    return {
      answer: { entries, truncated },
      objects: { filter: filterObject(filter), format, truncated },
      count: entries.length,
      subjects: [],
    }
  })
}

/** What touched one household. */
export interface Trail {
  readonly steps: TrailStep[]
  /** The notifications among them, as far as they are kept, oldest first. */
  readonly notifications: readonly NotifiedFact[]
  /** Whether there is more than an answer holds. */
  readonly truncated: boolean
  /** Partitions among those read that are confidential: their steps are not for the resident. */
  readonly confidential: readonly string[]
  /** Partitions that this officer reviews but may not read now, and that are left out. */
  readonly leftOut: readonly string[]
  /** The entry of this very reading. */
  readonly recorded: RecordedEntry
}

/**
 * Shows an officer every entry of its partition that touched a household, and logs that it did, as
 * a touch of the same household.
 *
 * @param subjects The same household and person under the key of each year that the log still has.
 * @throws {HubError} As `searchEntries`.
 */
export async function tracesOf(
  context: ReviewContext,
  officer: Officer,
  subjects: readonly TracedSubject[],
  { controller, reason }: { controller?: string | undefined; reason: string },
): Promise<Trail> {
  return traceIn(context, officer, subjects, requireController(officer, controller), reason, 1)
}

async function traceIn(
  context: ReviewContext,
  officer: Officer,
  subjects: readonly TracedSubject[],
  controller: string,
  reason: string,
  cost: 0 | 1,
): Promise<Trail> {
  const households = subjects.map(({ household }) => household)
  const persons = subjects.flatMap(({ person }) => (person === null ? [] : [person]))
  const question = { controller, operation: 'traceDataSubject', reason, cost } as const
  return ask(context, officer, question, async (tx) => {
    const most = MOST_TOUCHES
    const touches = await store.selectTrail(tx, controller, households, persons, most + 1)
    const steps = trailSteps(touches.slice(0, most))
    const named = new Set(steps.flatMap(({ references }) => references.filter(isNotification)))
    const notifications = await selectNotified(tx, [...named])
    return {
      answer: {
        steps,
        notifications,
        truncated: touches.length > most,
        confidential: (await store.isConfidential(tx, controller)) ? [controller] : [],
        leftOut: [],
      },
      objects: { steps: steps.length },
      count: steps.length,
      subjects: subjects.map((subject) => ({ ...subject, reference: 'trace' })),
    }
  })
}

/**
 * Traces a household in every partition that the officer reviews; each reading is logged where it
 * took place, and all of them are one trace of the quota.
 *
 * @returns The steps of one partition after the other, and the entry of the first reading.
 * @throws {HubError} As `searchEntries`.
 */
export async function traceEverywhere(
  context: ReviewContext,
  officer: Officer,
  subjects: readonly TracedSubject[],
  reason: string,
): Promise<Trail> {
  const [first, ...others] = readableBy(officer)
  if (first === undefined) throw officer.controllers.length > 0 ? confidential() : otherLog()
  const trails = [await traceIn(context, officer, subjects, first, reason, 1)]
  for (const controller of others) {
    trails.push(await traceIn(context, officer, subjects, controller, reason, 0))
  }
  const found = trails.flatMap(({ steps }) => steps)
  return {
    steps: found.slice(0, MOST_TOUCHES),
    notifications: trails.flatMap(({ notifications }) => notifications),
    truncated: found.length > MOST_TOUCHES || trails.some(({ truncated }) => truncated),
    confidential: trails.flatMap(({ confidential }) => confidential),
    leftOut: officer.sealed ?? [],
    recorded: trails[0]!.recorded,
  }
}

/** `creditor/notification`, and not a case or a place in a feed. */
function isNotification(reference: string): boolean {
  const [creditor = '', id = ''] = reference.split('/')
  return creditor !== 'feed' && isUuid(id)
}

/** What is asked, and of which partition. */
export interface Question {
  readonly controller: string
  readonly operation: Extract<LimitedOperation, 'searchAccessLog' | 'traceDataSubject'>
  readonly reason: string
  /** What it takes from the quota. */
  readonly cost: number
  /** As the log names it, when not as the quota does. */
  readonly event?:
    | { readonly operation: 'consoleExport'; readonly action: 'LOG_EXPORT' }
    | { readonly operation: 'readProcessingActivities'; readonly action: 'LOG_READ' }
}

/** Asks a question of a partition under reason and quota, and logs it with the answer. */
export async function ask<Answer extends object>(
  context: ReviewContext,
  officer: Officer,
  { controller, operation, reason, cost, event }: Question,
  answering: (tx: Tx) => Promise<{
    answer: Answer
    objects: AccessEntry['objects']
    count: number
    subjects: NonNullable<AccessEntry['subjects']>
  }>,
): Promise<Answer & { recorded: RecordedEntry }> {
  if (reason.trim() === '') throw new HubError('trace.reason_missing', 'A reason is needed.')
  const scope = { role: 'vroegsignaal_officer', party: officer.id, controller } as const
  return inTransaction(context.db, `access_log.${operation}`, scope, async (tx) => {
    // Before anything is read, so that nothing can be learned from how long a refusal takes.
    await takeQuota(tx, context, officer.id, operation, cost)
    const { answer, objects, count, subjects } = await answering(tx)
    const [recorded] = await recordAccess(tx, context, [
      {
        controller,
        actor: officer.id,
        actorKey: officer.fingerprint,
        role: 'officer',
        action: event?.action ?? (operation === 'traceDataSubject' ? 'TRACE' : 'LOG_READ'),
        operation: event?.operation ?? operation,
        objects: { ...objects, reason },
        result: 'ALLOW',
        count,
        ...officer.trace,
        at: context.clock.now(),
        subjects,
      },
    ])
    return { ...answer, recorded: recorded! }
  })
}

/**
 * The partition that is meant: the one that was asked for, or the only one of the officer.
 *
 * @throws {HubError} `request.invalid` when it is not said, `party.role_not_allowed` for another,
 *   `log.confidential` for one that is confidential and not for this officer.
 */
export function requireController(officer: Officer, asked: string | undefined): string {
  const controller = requireReviewed(officer, asked)
  if (!readableBy(officer).includes(controller)) throw confidential()
  return controller
}

/**
 * The same, for what shows no entries of the partition.
 *
 * @throws {HubError} As `requireController`, but for confidentiality.
 */
export function requireReviewed(officer: Officer, asked: string | undefined): string {
  const controller =
    asked ?? (officer.controllers.length === 1 ? officer.controllers[0] : undefined)
  if (controller === undefined) {
    throw new HubError('request.invalid', 'Say whose log is meant: this officer has several.')
  }
  if (!officer.controllers.includes(controller)) throw otherLog()
  return controller
}

function confidential(): HubError {
  const detail = 'This log is confidential by decision, and you are not among its readers.'
  return new HubError('log.confidential', detail)
}

function otherLog(): HubError {
  return new HubError('party.role_not_allowed', 'This officer does not review that log.')
}
