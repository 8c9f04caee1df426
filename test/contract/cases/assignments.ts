import { randomUUID } from 'node:crypto'
import { makeSealingKey, sealContact } from '../../../src/client/index.js'
import type { OperationId } from '../../../src/http/contract.js'
import { ALMERE, municipalParty, OMMEN } from '../../helpers/hub.js'
import { EXECUTOR, type PopulatedHub } from '../../helpers/populated-hub.js'
import type { PartyId } from '../../../src/parties/index.js'
import type { OperationCase } from '../operation-case.js'
import { MONTH } from '../wishes.js'

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)
const OTHER_EXECUTOR = '00000099000000005001' as PartyId
const made = makeSealingKey()
/** Place of a case that no other operation moves. */
const LAST = 3
const CONTACT = { name: 'V. van Verzonnen1', address: ['Fictielaan 1'], phone: [], email: [] }

const caseAt = async (hub: PopulatedHub, place: number) => {
  const { items } = (await hub.asMunicipality(ALMERE).get(`/v1/feeds/${MONTH}`)).body
  return items[place].caseId as string
}

/** The executor with its key, admitted in Almere. */
async function admitted(hub: PopulatedHub): Promise<void> {
  const { kty, crv, x, y } = made.publicKey
  const offer = { requestId: randomUUID(), key: { kty, crv, x, y } }
  const signed = hub.executor.sign('offerExecutorKey', offer)
  const offered = await hub.executor.send('/v1/executor-keys', signed)
  if (offered.status !== 200) throw new Error(`no key: ${offered.text}`)
  const town = hub.asMunicipality(ALMERE)
  const fields = { requestId: randomUUID(), executorId: EXECUTOR, keyId: made.keyId }
  const answer = await town.send('/v1/executors', town.sign('admitExecutor', fields))
  if (answer.status !== 200) throw new Error(`not admitted: ${answer.text}`)
}

async function assignment(hub: PopulatedHub, place: number) {
  const caseId = await caseAt(hub, place)
  const { keyId } = made
  const jwe = sealContact({ key: made.publicKey, keyId }, caseId, CONTACT)
  const assignmentId = randomUUID()
  return { assignmentId, month: MONTH, caseId, executorId: EXECUTOR, keyId, jwe }
}

async function assigned(hub: PopulatedHub, place: number) {
  await admitted(hub)
  const fields = await assignment(hub, place)
  const town = hub.asMunicipality(ALMERE)
  const { status, text } = await town.send('/v1/assignments', town.sign('assignCase', fields))
  if (status !== 201) throw new Error(`not assigned: ${text}`)
  return fields
}

/** A second executor, which nobody admitted. */
async function other(hub: PopulatedHub): Promise<void> {
  const plain = { municipality: null, controller: '' }
  await hub.enrol(OTHER_EXECUTOR, { role: 'executor', ...plain }).catch(() => undefined)
}

/** Almere gives cases to its executor; what one may do about them no other may. */
export const ASSIGNMENT_CASES = {
  offerExecutorKey: {
    rightful: EXECUTOR,
    async wish(hub) {
      await other(hub)
      const { kty, crv, x, y } = makeSealingKey().publicKey
      const fields = { requestId: randomUUID(), key: { kty, crv, x, y } }
      return { path: '/v1/executor-keys', fields }
    },
    status: 200,
    other: OTHER_EXECUTOR,
    // Whose key it is nobody can tell; municipalities compare its name.
    refused: { status: 200, body: {} },
  },
  listExecutors: {
    rightful: almere,
    async wish(hub) {
      await admitted(hub)
      return { path: '/v1/executors' }
    },
    status: 200,
    other: municipalParty('0180'),
    refused: { status: 200, body: { executors: [] } },
  },
  admitExecutor: {
    rightful: almere,
    async wish(hub) {
      await admitted(hub)
      const fields = { requestId: randomUUID(), executorId: EXECUTOR, keyId: made.keyId }
      return { path: '/v1/executors', fields }
    },
    status: 200,
    other: ommen,
    // An executor may work for several; each admits it for itself.
    refused: { status: 200, body: { executors: [{ executorId: EXECUTOR }] } },
  },
  dismissExecutor: {
    rightful: almere,
    async wish(hub) {
      await admitted(hub)
      const fields = { requestId: randomUUID(), executorId: EXECUTOR }
      return { path: '/v1/executors/_dismiss', fields }
    },
    status: 200,
    other: ommen,
    refused: { status: 200, body: { executors: [] } },
  },
  assignCase: {
    rightful: almere,
    async wish(hub) {
      await admitted(hub)
      return { path: '/v1/assignments', fields: await assignment(hub, LAST) }
    },
    status: 201,
    other: ommen,
    refused: { status: 404, body: { code: 'work.case_unknown' } },
  },
  listAssignments: {
    rightful: almere,
    async wish(hub) {
      await assigned(hub, LAST)
      return { path: '/v1/assignments' }
    },
    status: 200,
    other: ommen,
    refused: { status: 200, body: { assignments: [] } },
  },
  endAssignment: {
    rightful: almere,
    async wish(hub) {
      const { month, caseId } = await assigned(hub, LAST)
      return { path: '/v1/assignments/_end', fields: { requestId: randomUUID(), month, caseId } }
    },
    status: 200,
    other: ommen,
    refused: { status: 200, body: { assignments: [] } },
  },
  listAssignedCases: {
    rightful: EXECUTOR,
    async wish(hub) {
      await other(hub)
      await assigned(hub, LAST)
      return { path: `/v1/assigned-cases?municipalityCode=${ALMERE}` }
    },
    status: 200,
    other: OTHER_EXECUTOR,
    refused: { status: 403, body: { code: 'work.duty' } },
  },
  reportAssignedCase: {
    rightful: EXECUTOR,
    async wish(hub) {
      await other(hub)
      const { caseId } = await assigned(hub, LAST)
      const attempt = { kind: 'LETTER', on: '2026-09-01', reached: false }
      const fields = { reportId: randomUUID(), municipalityCode: ALMERE, caseId, attempt }
      return { path: '/v1/assigned-cases/_report', fields }
    },
    status: 200,
    other: OTHER_EXECUTOR,
    refused: { status: 403, body: { code: 'work.duty' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
