import { recordAccess, type AccessEntry, type RecordedEntry } from '../access-log/index.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import type { LogContext } from '../log-tree/index.js'
import {
  takeQuota,
  tellAlarm,
  type Alarm,
  type AlarmContext,
  type LimitedOperation,
  type QuotaContext,
} from '../quotas/index.js'
import { filterObject, readableBy, readCursor, writeCursor } from './question.js'
import type { EntryFilter, EntryPage, LoggedEntry, Officer } from './question.js'
import { noteOfOfficer } from './noting/service.js'
import * as store from './store.js'

const MOST_EXPORTED = 5000
const EXPORTED_PER_PAGE = 100

/** What answering questions needs. */
export type ReviewContext = Pick<LogContext, 'db'> & QuotaContext & AlarmContext

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
  let alarm: Alarm | undefined
  const answer = await ask(context, officer, question, async (tx) => {
    const order = newestFirst ? 'newest' : 'oldest'
    const found = await store.selectEntries(tx, controller, filter, { order, after }, limit + 1)
    const entries = found.slice(0, limit)
    const nextCursor = found.length > limit ? writeCursor(entries.at(-1)!.number) : null
    if (filter.caseId !== undefined) {
      const lookup = { subject: filter.caseId, found: entries.length, controllers: [controller] }
      alarm = await noteOfOfficer(tx, context, officer, 'searchAccessLog', lookup)
    }
    return {
      answer: { controller, entries, nextCursor },
      objects: { filter: filterObject(filter), after },
      count: entries.length,
      subjects: [],
    }
  })
  tellAlarm(context, alarm)
  return answer
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

/** A question of an officer to one partition. */
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
  if (!readableBy(officer).includes(controller)) throw confidential(controller)
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
  if (!officer.controllers.includes(controller)) throw otherLog(controller)
  return controller
}

export function confidential(aimedAt?: string): HubError {
  const detail = 'This log is confidential by decision, and you are not among its readers.'
  return new HubError('log.confidential', detail, { aimedAt })
}

export function otherLog(aimedAt?: string): HubError {
  return new HubError('party.role_not_allowed', 'This officer does not review that log.', {
    aimedAt,
  })
}
