import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import { parseMonth } from '../kernel/calendar.js'
import {
  admitExecutor,
  assignCase,
  dismissExecutor,
  endAssignment,
  listAssignments,
  readExecutors,
  type SignedRequest,
} from './assignments/service.js'
import type { ListedAssignment } from './assignments/store.js'
import { otherDuty, requireDuty, workerOf, type Worker } from './duties/service.js'
import {
  executorKeys,
  offerExecutorKey,
  readAssigned,
  reportVisit,
  requireInHand,
} from './visits/service.js'

type Schemas = components['schemas']
interface Asking {
  Querystring: operations['listAssignedCases']['parameters']['query']
}

/** Assignments by software: of the municipality that gives cases, and of the executor that has them. */
export const assignmentRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route({
    ...operation(app, 'listExecutors'),
    handler: (request) => executorsOf(context, townOf(request)),
  })

  app.route<{ Body: Schemas['ExecutorAdmission'] }>({
    ...operation(app, 'admitExecutor'),
    async handler(request) {
      const town = signedTownOf(request)
      const { executorId, keyId } = request.body
      await admitExecutor(context, town, executorId, keyId, signedOf(request))
      return executorsOf(context, town)
    },
  })

  app.route<{ Body: Schemas['ExecutorDismissal'] }>({
    ...operation(app, 'dismissExecutor'),
    async handler(request) {
      const town = signedTownOf(request)
      await dismissExecutor(context, town, request.body.executorId, signedOf(request))
      return executorsOf(context, town)
    },
  })

  app.route({
    ...operation(app, 'listAssignments'),
    handler: (request) => assignmentsOf(context, townOf(request)),
  })

  app.route<{ Body: Schemas['CaseAssignment'] }>({
    ...operation(app, 'assignCase'),
    async handler(request, reply) {
      const { month, caseId, executorId: executor, keyId, jwe, assignmentId } = request.body
      const made = await assignCase(context, signedTownOf(request), {
        ...{ month: parseMonth(month), caseId: caseId.toLowerCase() },
        ...{ executor, keyId, jwe },
        signed: { id: assignmentId.toLowerCase(), digest: requireSigned(request).digest },
      })
      reply.status(201)
      return assignmentView(made)
    },
  })

  app.route<{ Body: Schemas['AssignmentEnd'] }>({
    ...operation(app, 'endAssignment'),
    async handler(request) {
      const town = signedTownOf(request)
      const { month, caseId } = request.body
      const signed = signedOf(request)
      await endAssignment(context, town, parseMonth(month), caseId.toLowerCase(), signed)
      return assignmentsOf(context, town)
    },
  })

  app.route<{ Body: Schemas['ExecutorKeyOffer'] }>({
    ...operation(app, 'offerExecutorKey'),
    async handler(request): Promise<Schemas['ExecutorKeyList']> {
      const { id, trace } = requireParty(request, 'executor')
      const entry = { actorKey: requireSigned(request).signer.fingerprint, ...trace }
      await offerExecutorKey(context, id, entry, request.body.key)
      return { keyIds: (await executorKeys(context, id)).slice(0, 100) }
    },
  })

  app.route<Asking>({
    ...operation(app, 'listAssignedCases'),
    async handler(request): Promise<Schemas['AssignedCaseList']> {
      const worker = await visitorOf(context, request, request.query.municipalityCode)
      const rows = await readAssigned(context, worker, true, 'listAssignedCases')
      return {
        assigned: rows.map(({ deadlineOn, assignedAt, ...row }) => ({
          ...{ assignmentId: row.assignmentId, caseId: row.caseId, keyId: row.keyId },
          ...{ jwe: row.jwe, urgency: row.urgency },
          ...(deadlineOn !== null && { deadlineOn }),
          assignedAt: assignedAt.toISOString(),
        })),
      }
    },
  })

  app.route<{ Body: Schemas['AssignedCaseReport'] }>({
    ...operation(app, 'reportAssignedCase'),
    async handler(request): Promise<Schemas['OutcomeResult']> {
      const { municipalityCode, caseId, attempt, reportId } = request.body
      const { digest, signer } = requireSigned(request)
      const found = await visitorOf(context, request, municipalityCode)
      const worker = { ...found, fingerprint: signer.fingerprint }
      const inHand = await requireInHand(context, worker, caseId.toLowerCase())
      return reportVisit(context, worker, inHand, attempt, { reportId, digest })
    },
  })
}

/** The software of a municipality does what its coordinator does at the workbench. */
function townOf(request: FastifyRequest): Worker {
  const caller = requireParty(request, 'municipality')
  return { ...caller, municipalityName: caller.name, duty: 'COORDINATOR' }
}

function signedTownOf(request: FastifyRequest): Worker {
  return { ...townOf(request), fingerprint: requireSigned(request).signer.fingerprint }
}

function signedOf(
  request: FastifyRequest & { readonly body: { readonly requestId: string } },
): SignedRequest {
  return { id: request.body.requestId, digest: requireSigned(request).digest }
}

/** An executor in what it does for one municipality. @throws {HubError} `work.duty`. */
async function visitorOf(
  context: Context,
  request: FastifyRequest,
  municipality: string,
): Promise<Worker> {
  const worker = await workerOf(context, requireParty(request, 'executor'), municipality)
  if (worker === undefined) throw otherDuty(municipality)
  requireDuty(worker, ['EXECUTOR'])
  return worker
}

async function executorsOf(context: Context, town: Worker): Promise<Schemas['ExecutorList']> {
  const { executors } = await readExecutors(context, town)
  return {
    executors: executors.map(({ executor, name, keyId, jwk }) => ({
      ...{ executorId: executor, name, keyId },
      key: jwk as Schemas['PublicKey'],
    })),
  }
}

async function assignmentsOf(context: Context, town: Worker): Promise<Schemas['AssignmentList']> {
  return { assignments: (await listAssignments(context, town)).map(assignmentView) }
}

function assignmentView(row: ListedAssignment): Schemas['Assignment'] {
  const { assignmentId, month, caseId, executor: executorId, keyId, assignedAt } = row
  return { assignmentId, month, caseId, executorId, keyId, assignedAt: assignedAt.toISOString() }
}
