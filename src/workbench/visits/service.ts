import { recordAccess, type AccessEntry, type LogSubject } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { parseSealingKey } from '../../crypto/jwk.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { municipalEntry, municipalScope, pullWorkable } from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import type { PartyId } from '../../parties/index.js'
import * as store from '../assignments/store.js'
import { withAttempt } from '../case/report.js'
import {
  subjectsOf,
  submitReport,
  unknownCase,
  type ReportAnswer,
  type SignedReport,
} from '../case/service.js'
import { selectVersions } from '../case/store.js'
import { otherDuty, requireDuty, type Worker } from '../duties/service.js'

type Schemas = components['schemas']

/** An executor's person: acts for an organisation that is not the municipality. */
export type ExecutorWorker = Worker & { readonly actor: PartyId }

/** @throws {HubError} `work.duty` for everybody else. */
export function requireExecutor(worker: Worker): asserts worker is ExecutorWorker {
  requireDuty(worker, ['EXECUTOR'])
  if (worker.actor === undefined) throw otherDuty(worker.municipality)
}

/**
 * What is assigned to the executor by this municipality now, without cases that were withdrawn or that
 * a resident stopped. The look is written in the logs of both organisations.
 *
 * @param released Whether the envelopes go along, to be opened.
 * @throws {HubError} `work.duty`.
 */
export function readAssigned(
  context: Context,
  worker: Worker,
  released: boolean,
  operation: LookOperation = 'workAssigned',
): Promise<readonly store.AssignmentRow[]> {
  return look(context, worker, released, operation, () => true)
}

/** A case in the hands of an executor as its pages show it. */
export interface HeldCase extends store.AssignmentRow {
  /** A resident disputes what was said of it. */
  readonly isDisputed: boolean
}

/** What is with an executor now, and what it must leave alone from now on. */
export interface HeldCases {
  readonly held: readonly HeldCase[]
  /** Withdrawn, paid, or stopped by a resident: neither who it is nor why is said. */
  readonly gone: readonly Pick<store.AssignmentRow, 'assignmentId' | 'caseId'>[]
}

/**
 * The same for people: a case that they still have on their list of visits does not merely vanish, its
 * number is named. The look is written in the logs of both organisations.
 *
 * @throws {HubError} `work.duty`.
 */
export function readHeld(context: Context, worker: Worker): Promise<HeldCases> {
  return lookAt(context, worker, false, 'workAssigned', () => true)
}

/** One case that is assigned to the executor now. @throws {HubError} `work.case_unknown`. */
export async function readAssignment(
  context: Context,
  worker: Worker,
  assignmentId: string,
): Promise<HeldCase> {
  const isMeant = (row: store.AssignmentRow) => row.assignmentId === assignmentId
  const [found] = await look(context, worker, false, 'workAssigned', isMeant)
  if (found === undefined) throw unknownCase()
  return found
}

/**
 * The assignment by which the executor has a case in hand now, as its software names it.
 *
 * @throws {HubError} `work.case_unknown`.
 */
export async function requireInHand(
  context: Context,
  worker: Worker,
  caseId: string,
): Promise<store.AssignmentRow> {
  const isMeant = (row: store.AssignmentRow) => row.caseId === caseId
  const [found] = await look(context, worker, false, 'reportAssignedCase', isMeant)
  if (found === undefined) throw unknownCase()
  return found
}

/** By which way an executor looks at what was assigned to it. */
type LookOperation = 'workAssigned' | 'listAssignedCases' | 'reportAssignedCase'

async function look(...asked: Parameters<typeof lookAt>): Promise<readonly HeldCase[]> {
  return (await lookAt(...asked)).held
}

function lookAt(
  context: Context,
  worker: Worker,
  released: boolean,
  operation: LookOperation,
  isMeant: (row: store.AssignmentRow) => boolean,
): Promise<HeldCases> {
  requireExecutor(worker)
  const { municipality, actor } = worker
  return inTransaction(context.db, 'work.assigned', municipalScope(worker), async (tx) => {
    const rows = (await store.selectAssigned(tx, municipality, actor)).filter(isMeant)
    const { held, gone, subjects } = await standing(tx, worker, rows)
    const entry = {
      ...municipalEntry(worker, released ? 'PULL' : 'VIEW', operation),
      objects: { municipality, executor: actor, cases: held.map(({ caseId }) => caseId) },
      count: held.length,
      at: context.clock.now(),
    }
    // Whom it was about stands with the municipality, whose cases they are.
    await recordAccess(tx, context, [
      { ...entry, subjects },
      { ...entry, controller: actor },
    ])
    return { held, gone }
  })
}

/** Which of these cases are still to be visited, and whom they are about. */
async function standing(
  tx: Tx,
  worker: ExecutorWorker,
  rows: readonly store.AssignmentRow[],
): Promise<HeldCases & { subjects: LogSubject[] }> {
  const known = new Map<string, boolean>()
  const subjects: LogSubject[] = []
  for (const month of new Set(rows.map((row) => row.month))) {
    const caseIds = rows.filter((row) => row.month === month).map(({ caseId }) => caseId)
    const { items } = await pullWorkable(tx, worker, month, caseIds)
    const live = items.filter((item) => item.statusAtPull !== 'WITHDRAWN' && !isStopped(item))
    live.forEach((item) => known.set(`${month} ${item.caseId}`, isDisputed(item)))
    subjects.push(...(await subjectsOf(tx, { items: live })))
  }
  const placed = rows.map((row) => ({ row, dispute: known.get(`${row.month} ${row.caseId}`) }))
  return {
    held: placed.flatMap(({ row, dispute }) =>
      dispute === undefined ? [] : [{ ...row, isDisputed: dispute }],
    ),
    gone: placed.flatMap(({ row: { assignmentId, caseId }, dispute }) =>
      dispute === undefined ? [{ assignmentId, caseId }] : [],
    ),
    subjects,
  }
}

function isDisputed({ notifications }: Schemas['FeedItem']): boolean {
  return notifications.some(({ sealedIdentity: { disputed } }) => disputed === true)
}

/** A resident stopped it, here or where the case was taken over from. */
function isStopped({ notifications }: Schemas['FeedItem']): boolean {
  return notifications.some(
    ({ sealedIdentity: { withheld } }) => withheld === 'OBJECTION' || withheld === 'RESTRICTED',
  )
}

/**
 * Records an attempt of the executor at a case that it has in hand, in the report of the municipality
 * and in its log, with the executor as the actor.
 *
 * @param signed What a signed report of software is known by; left out, a person's certificate stands
 *   for the signature.
 * @throws {HubError} `work.duty`, `work.case_unknown`; `work.changed` when somebody reported at this
 *   very moment.
 */
export async function reportVisit(
  context: Context,
  worker: Worker,
  { month, caseId }: Pick<store.AssignmentRow, 'month' | 'caseId'>,
  attempt: Schemas['ContactAttempt'],
  signed?: SignedReport,
): Promise<ReportAnswer> {
  requireExecutor(worker)
  const { municipality, actor } = worker
  const requireHolder = async (tx: Tx) => {
    if ((await store.selectHolder(tx, municipality, month, caseId)) !== actor) throw unknownCase()
  }
  const read = await inTransaction(context.db, 'work.visit', municipalScope(worker), async (tx) => {
    await requireHolder(tx)
    const { items } = await pullWorkable(tx, worker, month, [caseId])
    const [last] = await selectVersions(tx, municipality, month, caseId)
    return { item: items[0], last }
  })
  if (read.item === undefined) throw unknownCase()
  const report = withAttempt({ ...read.item, month }, read.last?.report, attempt)
  return submitReport(context, worker, report, read.last?.version ?? 0, requireHolder, signed)
}

/** Offers the public half of a key for which municipalities may seal. @throws {HubError} `sealing_key.invalid`. */
export function offerExecutorKey(
  context: Context,
  party: PartyId,
  entry: Pick<AccessEntry, 'actorKey' | 'traceId' | 'spanId'>,
  jwk: unknown,
): Promise<string> {
  const key = parseSealingKey(jwk)
  const scope = { role: 'vroegsignaal_edge', party } as const
  return inTransaction(context.db, 'work.executor_key', scope, async (tx) => {
    const at = context.clock.now()
    await store.insertKey(tx, party, key.kid, key.jwk, at)
    await recordAccess(tx, context, [
      {
        controller: party,
        actor: party,
        role: 'executor',
        action: 'CONFIG',
        operation: 'offerExecutorKey',
        objects: { executor: party, keyId: key.kid },
        result: 'ALLOW',
        count: 1,
        at,
        ...entry,
      },
    ])
    return key.kid
  })
}

/** Names of the executor's own keys, newest first. */
export function executorKeys(context: Context, party: PartyId): Promise<readonly string[]> {
  const scope = { role: 'vroegsignaal_edge', party } as const
  return inTransaction(context.db, 'work.executor_keys', scope, (tx) =>
    store.selectKeyIds(tx, party),
  )
}
