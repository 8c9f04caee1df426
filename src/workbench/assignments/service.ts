import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { DatabaseError, inTransaction } from '../../db/transaction.js'
import { municipalEntry, municipalScope, pullWorkable } from '../../feeds/index.js'
import type { Day, Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { randomId } from '../../kernel/identifiers.js'
import type { PartyId } from '../../parties/index.js'
import { isRepeat, type SignedCommand } from '../../repeats/index.js'
import { subjectsOf, unknownCase } from '../case/service.js'
import { requireDuty, type Worker } from '../duties/service.js'
import * as store from './store.js'

const SEALED = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}$/
const LONGEST_SEALED = 20_000

/** Id and digest of a signed body; people at the workbench send forms, which have none. */
export type SignedRequest = Pick<SignedCommand, 'id' | 'digest'>

/** Executors that work for the municipality, and who has a case in hand. */
export function readExecutors(
  context: Context,
  worker: Worker,
  known?: { readonly month: Month; readonly caseId: string },
): Promise<{
  readonly executors: readonly store.AdmittedExecutor[]
  readonly holder: PartyId | undefined
}> {
  return inTransaction(context.db, 'work.executors', municipalScope(worker), async (tx) => ({
    executors: await store.selectAdmitted(tx, worker.municipality),
    holder: known && (await store.selectHolder(tx, worker.municipality, known.month, known.caseId)),
  }))
}

/**
 * Lets an executor work for the municipality, with a key whose name its coordinator was told by the
 * executor itself.
 *
 * @throws {HubError} `work.duty`; `work.executor` when it has no key of that name; `body.conflict`.
 */
export function admitExecutor(
  context: Context,
  worker: Worker,
  executor: string,
  keyId: string,
  signed?: SignedRequest,
): Promise<void> {
  requireDuty(worker, ['COORDINATOR'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.admit', municipalScope(worker), async (tx) => {
    if (await isDone(tx, context, worker, 'admitExecutor', signed)) return
    const at = context.clock.now()
    if (!(await store.upsertAdmission(tx, municipality, executor, keyId, at))) {
      throw new HubError('work.executor', 'No executor of this id has a key of this name.')
    }
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'CONFIG', 'admitExecutor'),
        objects: { municipality, executor, keyId },
        count: 1,
        at,
      },
    ])
  })
}

/**
 * Ends what an executor does for the municipality; what was assigned to it comes back at once.
 *
 * @throws {HubError} `work.duty`, `body.conflict`.
 */
export function dismissExecutor(
  context: Context,
  worker: Worker,
  executor: string,
  signed?: SignedRequest,
): Promise<void> {
  requireDuty(worker, ['COORDINATOR'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.dismiss', municipalScope(worker), async (tx) => {
    if (await isDone(tx, context, worker, 'dismissExecutor', signed)) return
    const at = context.clock.now()
    const count = await store.deleteAdmission(tx, municipality, executor, at)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'CONFIG', 'dismissExecutor'),
        objects: { municipality, executor, ended: count },
        count,
        at,
      },
    ])
  })
}

/**
 * Puts a case in the hands of an executor, in place of another. What it may know was sealed for it in
 * a browser of the municipality; the hub cannot look into it.
 *
 * @param wanted With `signed` the same body again is the same assignment, also when that ended since;
 *   its id is that of the assignment.
 * @throws {HubError} `work.duty`, `work.case_unknown`, `work.executor` when it is not admitted with
 *   this key, `work.sealed` for what is no envelope, `work.conflict` for an id that was used for
 *   something else, `work.changed` when somebody gave it away at this very moment.
 */
export function assignCase(
  context: Context,
  worker: Worker,
  wanted: {
    readonly month: Month
    readonly caseId: string
    readonly executor: string
    readonly keyId: string
    readonly jwe: string
    readonly signed?: SignedRequest
  },
): Promise<store.ListedAssignment> {
  requireDuty(worker, ['COORDINATOR'])
  const { month, caseId, jwe, signed } = wanted
  const assignmentId = signed?.id ?? randomId()
  if (!SEALED.test(jwe) || jwe.length > LONGEST_SEALED) {
    throw new HubError('work.sealed', 'What the executor may know is sealed in the browser.')
  }
  const { municipality } = worker
  return inTransaction(context.db, 'work.assign', municipalScope(worker), async (tx) => {
    const at = context.clock.now()
    const before = await store.selectById(tx, municipality, assignmentId)
    if (before !== undefined) {
      const { digest, ...listed } = before
      if (signed === undefined || !digest?.equals(signed.digest)) throw usedBefore()
      return listed
    }
    const pulled = await pullWorkable(tx, worker, month, [caseId])
    const [item] = pulled.items
    if (item === undefined || item.statusAtPull === 'WITHDRAWN') throw unknownCase()
    const { keyId } = wanted
    const executor = await store.lockAdmission(tx, municipality, wanted.executor, keyId)
    if (executor === undefined) throw notAdmitted()
    await store.insertAssignment(tx, municipality, at, {
      assignmentId,
      month,
      caseId,
      executor,
      keyId,
      jwe,
      digest: signed?.digest ?? null,
      urgency: item.urgency,
      deadlineOn: (item.deadlineOn ?? null) as Day | null,
    })
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'ASSIGN', 'assignCase'),
        objects: { municipality, month, cases: [caseId], executor, assignmentId },
        count: 1,
        at,
        subjects: await subjectsOf(tx, pulled),
      },
    ])
    return { assignmentId, month, caseId, executor, keyId, assignedAt: at }
  }).catch(changedMeanwhile)
}

/** Which cases are with executors now, the longest first; logged. @throws {HubError} `work.duty`. */
export function listAssignments(
  context: Context,
  worker: Worker,
): Promise<readonly store.ListedAssignment[]> {
  requireDuty(worker, ['COORDINATOR'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.assignments', municipalScope(worker), async (tx) => {
    const rows = await store.selectListed(tx, municipality)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'VIEW', 'listAssignments'),
        objects: { municipality, cases: rows.map(({ caseId }) => caseId) },
        count: rows.length,
        at: context.clock.now(),
      },
    ])
    return rows
  })
}

/** Takes a case back from whoever has it. @throws {HubError} `work.duty`, `body.conflict`. */
export function endAssignment(
  context: Context,
  worker: Worker,
  month: Month,
  caseId: string,
  signed?: SignedRequest,
): Promise<void> {
  requireDuty(worker, ['COORDINATOR'])
  const { municipality } = worker
  return inTransaction(context.db, 'work.unassign', municipalScope(worker), async (tx) => {
    if (await isDone(tx, context, worker, 'endAssignment', signed)) return
    const at = context.clock.now()
    const executors = await store.endAssignments(tx, municipality, month, caseId, at)
    if (executors.length === 0) return
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'ASSIGN', 'endAssignment'),
        objects: { municipality, month, cases: [caseId], executors: [...executors] },
        count: executors.length,
        at,
      },
    ])
  })
}

/** Whether a signed body did this before: then nothing is done, whatever stands there now. */
async function isDone(
  tx: Tx,
  context: Context,
  { id: party }: Worker,
  operation: SignedCommand['operation'],
  signed: SignedRequest | undefined,
): Promise<boolean> {
  return signed !== undefined && isRepeat(tx, context, { ...signed, party, operation })
}

/** Two who give the same case, or use the same id, at the very same moment. */
function changedMeanwhile(error: unknown): never {
  if (error instanceof DatabaseError && error.sqlState === '23505') {
    throw new HubError('work.changed', 'Somebody gave the case to an executor at this moment.')
  }
  throw error
}

function usedBefore(): HubError {
  return new HubError('work.conflict', 'This assignmentId was used for another assignment.')
}

function notAdmitted(): HubError {
  return new HubError('work.executor', 'This executor is not admitted with this key.')
}
